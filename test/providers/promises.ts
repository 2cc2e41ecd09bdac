import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { expect } from 'vitest'

import { openFileLedger } from '../../src/ledger/file-store.ts'
import type { Ledger } from '../../src/ledger/ledger.ts'
import { DirectoryFault } from '../../src/model/fault.ts'
import type { Operation } from '../../src/model/operation.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { Capabilities, Provider } from '../../src/providers/provider.ts'
import { apply, plan } from '../../src/reconciler/reconcile.ts'
import type { ApplyReport, Run } from '../../src/reconciler/run.ts'
import { altered, readerLike, writerLike } from './delegate.ts'
import { differences } from './expected.ts'
import { licensed, unmoved, type Declared, type Story } from './scenario.ts'
import type { Lends, Picture, World } from './world.ts'

/** One check of a promise: a world, and hands to declare things in it. */
export interface Trial {
  readonly world: World
  /** For choices of the check's own. */
  readonly roll: number
  /** Puts the seeded bug in. */
  readonly mutate: (provider: Provider) => Provider
  readonly declare: (declared: Declared) => void
}

/** The same in a world whose directory lends licences. */
export interface LendingTrial extends Trial {
  readonly lends: Lends
}

export interface Promised {
  readonly number: number
  readonly title: string
  readonly check: (trial: Trial, story: Story) => Promise<void>
  /** What the promise means besides where licences are lent. */
  readonly lending?: (trial: LendingTrial, story: Story) => Promise<void>
}

/** The promises that every provider keeps. */
export const promises: readonly Promised[] = [
  { number: 1, title: 'applying a plan leaves nothing to plan', check: leavesNothing },
  { number: 2, title: 'applying twice is applying once', check: twiceIsOnce },
  { number: 3, title: 'planning changes nothing', check: planningChangesNothing },
  { number: 4, title: 'a plan survives being written down', check: survivesPaper },
  { number: 5, title: 'a directory is never asked for what it says it cannot do', check: neverAskedInVain },
  { number: 6, title: 'a run that dies halfway is finished by the next', check: finishedByTheNext },
  {
    number: 7,
    title: 'a truncated or failed read is never taken for absence',
    check: unreadIsNotAbsent,
    lending: unreadIsNotNone,
  },
  {
    number: 8,
    title: 'a write on a value that moved is a conflict and changes nothing',
    check: movedIsConflict,
    lending: noMoreThanBought,
  },
]

async function leavesNothing(trial: Trial, story: Story): Promise<void> {
  for (const chapter of story.chapters) {
    trial.declare(chapter)
    await applied(trial)
    expect(stillPlanned(await plan(runOf(trial))), 'a plan after an apply').toEqual([])
    expect(differences(chapter, await trial.world.behind.picture()), 'what is live').toEqual([])
  }
}

async function twiceIsOnce(trial: Trial, story: Story): Promise<void> {
  const stutter = (provider: Provider): Provider =>
    altered(provider, {
      writer: (writer) =>
        writerLike(writer, async (batch) => {
          const first = await writer.apply(batch)
          const again = await writer.apply(batch)
          const failed = first.some(({ status }) => status === 'failed' || status === 'conflict')
          if (!failed)
            expect(
              again.map(({ status }) => status),
              JSON.stringify(again),
            ).toEqual(batch.map(() => 'unchanged'))
          return first
        }),
    })
  for (const chapter of story.chapters) {
    trial.declare(chapter)
    await applied(trial, { client: stutter })
    const once = await trial.world.behind.picture()
    expect(differences(chapter, once), 'what is live').toEqual([])
    const report = await apply(runOf(trial), { how: 'autoApprove' })
    expect(
      report.tenants.flatMap(({ settled }) => settled),
      'a second apply',
    ).toEqual([])
    expect(await trial.world.behind.picture()).toEqual(once)
  }
}

async function planningChangesNothing(trial: Trial, story: Story): Promise<void> {
  for (const chapter of story.chapters) {
    trial.declare(chapter)
    const before = [await trial.world.behind.picture(), footprint(trial.world.root)]
    let writers = 0
    const counting = (provider: Provider): Provider =>
      altered(provider, {
        writer: (writer) => {
          writers += 1
          return writer
        },
      })
    await plan(runOf(trial, { server: counting }))
    expect(writers, 'writers that a plan asked for').toBe(0)
    expect([await trial.world.behind.picture(), footprint(trial.world.root)], 'the world after a plan').toEqual(before)
    await applied(trial)
  }
}

async function survivesPaper(trial: Trial, story: Story): Promise<void> {
  for (const chapter of story.chapters) {
    trial.declare(chapter)
    const made = await plan(runOf(trial))
    const read = JSON.parse(JSON.stringify(made)) as Plan
    expect(read, 'a plan read back from paper').toStrictEqual(made)
    if (stillPlanned(made).length > 0) {
      const report = await apply(runOf(trial), { how: 'approved', plan: read, digest: made.digest })
      expect(report.exitCode, `apply of the plan on paper: ${said(report)}`).toBe(0)
    } else {
      await applied(trial)
    }
    expect(differences(chapter, await trial.world.behind.picture()), 'what is live').toEqual([])
  }
}

/** What people ask for in these stories and a directory may well not be able to do. */
const refusable = [
  'user.rename',
  'user.update',
  'user.disable',
  'group.update',
  'group.delete',
  'membership.revoke',
] as const

const lent = ['licence.grant', 'licence.revoke'] as const

async function neverAskedInVain(trial: Trial, story: Story): Promise<void> {
  const all = trial.world.lends === undefined ? refusable : ([...refusable, ...lent] as const)
  const what = all[trial.roll % all.length] ?? 'user.rename'
  const asked: string[] = []
  const limits: Capabilities = { [what]: { cannot: 'this directory does not do that' } }
  const limited = (provider: Provider): Provider =>
    altered(provider, {
      reader: (reader) => readerLike(reader, { capabilities: { ...reader.capabilities, ...limits } }),
      writer: (writer) =>
        writerLike(writer, async (batch) => {
          asked.push(...batch.filter(({ kind, verb }) => `${kind}.${verb}` === what).map(({ id }) => id))
          return writer.apply(batch)
        }),
    })
  for (const chapter of story.chapters) {
    trial.declare(chapter)
    await apply(runOf(trial, { server: limited }), { how: 'autoApprove' })
    expect(asked, `asked for ${what}`).toEqual([])
  }
}

async function finishedByTheNext(trial: Trial, story: Story): Promise<void> {
  for (const [index, chapter] of story.chapters.entries()) {
    trial.declare(chapter)
    await died(trial, {
      write: 1 + ((trial.roll + index) % 5),
      when: (trial.roll + index) % 2 === 0 ? 'before' : 'after',
    })
    await applied(trial)
    expect(stillPlanned(await plan(runOf(trial))), 'a plan after the second run').toEqual([])
    expect(differences(chapter, await trial.world.behind.picture()), 'what is live').toEqual([])
    const { faults } = await openLedger(trial).verify('acme')
    expect(faults, 'faults of the ledger').toEqual([])
  }
}

async function unreadIsNotAbsent(trial: Trial, story: Story): Promise<void> {
  const [first, ...later] = story.chapters
  if (first === undefined) return
  trial.declare(first)
  await applied(trial)
  const before = await trial.world.behind.picture()
  const mend = await trial.world.behind.breakListings()
  for (const chapter of [first, ...later]) {
    trial.declare(chapter)
    await expectUnread(trial, before)
  }
  await mend()
  for (const broken of [failsAfter(trial.roll % 4), cutAfter(trial.roll % 4)]) {
    trial.declare(later.at(-1) ?? first)
    await expectUnread(trial, before, broken)
  }
  // At a first look there is no record to hold a listing against: only its own proof counts.
  for (const kept of ['ledger', 'heads'])
    rmSync(join(trial.world.root, '.roster', kept), { recursive: true, force: true })
  await trial.world.behind.breakListings()
  await expectUnread(trial, before)
}

async function movedIsConflict(trial: Trial, story: Story): Promise<void> {
  for (const [index, chapter] of story.chapters.entries()) {
    trial.declare(chapter)
    await applied(trial)
    const live = Object.values(chapter.people).filter(({ state }) => state === 'active')
    const victim = live[(trial.roll + index) % Math.max(1, live.length)]
    if (victim === undefined) continue
    trial.declare(retitled(chapter, victim.username, `Wished ${index}`))
    const report = await apply(runOf(trial, { client: movedFirst(trial, victim.username) }), { how: 'autoApprove' })
    const statuses = report.tenants.flatMap(({ settled }) => settled.map(({ outcome }) => outcome.status))
    expect(statuses, said(report)).toEqual(['conflict'])
    expect(report.exitCode).toBe(6)
    expect(
      (await trial.world.behind.picture()).people.find(({ username }) => username === victim.username)?.title,
    ).toBe('Moved')
  }
}

/** Licences that may not be seen are not taken for licences that nobody has. */
async function unreadIsNotNone(trial: LendingTrial, { chapters: [chapter] }: Story): Promise<void> {
  if (chapter === undefined) return
  const { lends, roll, world } = trial
  trial.declare(licensed(chapter, lends.units, roll))
  await applied(trial)
  const before = await world.behind.picture()
  const show = await lends.hide()
  trial.declare(licensed(chapter, lends.units, roll + 7))
  expect(stillPlanned(await plan(runOf(trial))), 'planned while nobody could see who has a licence').toEqual([])
  await apply(runOf(trial), { how: 'autoApprove' })
  expect(await world.behind.picture(), 'what is live').toEqual(before)
  await show()
}

/** Somebody else takes every unit, after the plan was made and before the first is given. */
async function noMoreThanBought(trial: LendingTrial, { chapters: [chapter] }: Story): Promise<void> {
  if (chapter === undefined) return
  const { lends, roll, world } = trial
  trial.declare(chapter)
  await applied(trial)
  trial.declare(licensed(chapter, lends.units, roll))
  const rivals = Array.from({ length: lends.units }, (_, at) => `rival.${at}`)
  await apply(runOf(trial, { client: takenFirst(trial, rivals) }), { how: 'autoApprove' })
  const { people } = await world.behind.picture()
  const holders = people.flatMap(({ username, licences = [] }) => (licences.length > 0 ? [username] : []))
  const isAsked = Object.values(chapter.people).some(({ state }) => state === 'active')
  expect(holders, 'who has a licence of which every unit was taken').toEqual(isAsked ? rivals : [])
}

/** Others take every unit right before the first write. */
function takenFirst({ world, lends }: LendingTrial, rivals: readonly string[]): (provider: Provider) => Provider {
  let taken = false
  return (provider) =>
    altered(provider, {
      writer: (writer) =>
        writerLike(writer, async (batch) => {
          if (!taken) {
            for (const rival of rivals) {
              await world.behind.addStranger(rival)
              await lends.assign(rival, true)
            }
          }
          taken = true
          return writer.apply(batch)
        }),
    })
}

/** Somebody else gives this person another title, after the plan was made and before the first write. */
function movedFirst(trial: Trial, username: string): (provider: Provider) => Provider {
  let moved = false
  return (provider) =>
    altered(provider, {
      writer: (writer) =>
        writerLike(writer, async (batch) => {
          if (!moved) await trial.world.behind.retitle(username, 'Moved')
          moved = true
          return writer.apply(batch)
        }),
    })
}

function retitled(chapter: Declared, username: string, title: string): Declared {
  const people = Object.entries(chapter.people).map(([id, person]) => {
    const is = unmoved(person)
    return [id, is.username === username ? { ...is, title } : is] as const
  })
  return { ...chapter, people: Object.fromEntries(people) }
}

async function expectUnread(
  trial: Trial,
  before: Picture,
  broken: (provider: Provider) => Provider = same,
): Promise<void> {
  const made = await plan(runOf(trial, { server: broken }))
  expect(made.tenants.map(({ status, exitCode }) => ({ status, exitCode }))).toEqual([
    { status: 'unreadable', exitCode: 4 },
  ])
  expect(made.operations, 'operations on an unread directory').toEqual([])
  const report = await apply(runOf(trial, { server: broken }), { how: 'autoApprove' })
  expect(report.exitCode).toBe(4)
  expect(await trial.world.behind.picture(), 'what is live').toEqual(before)
}

/** A listing that throws after so many objects. */
function failsAfter(objects: number): (provider: Provider) => Provider {
  return (provider) =>
    altered(provider, {
      reader: (reader) =>
        readerLike(reader, {
          observe: async function* (kinds) {
            let seen = 0
            for await (const page of reader.observe(kinds)) {
              yield page.slice(0, Math.max(0, objects - seen))
              seen += page.length
              if (seen >= objects) break
            }
            throw new DirectoryFault('unreachable', 'the connection was lost in the middle of the listing')
          },
        }),
    })
}

/** A listing that ends early, and says of itself that it is not complete. */
function cutAfter(objects: number): (provider: Provider) => Provider {
  return (provider) =>
    altered(provider, {
      reader: (reader) =>
        readerLike(reader, {
          observe: async function* (kinds) {
            let seen = 0
            for await (const page of reader.observe(kinds)) {
              yield page.slice(0, Math.max(0, objects - seen))
              seen += page.length
            }
          },
          completeness: () => reader.completeness().map((proof) => ({ ...proof, complete: false, proof: 'none' })),
        }),
    })
}

/** A run that is struck dead at one of its writes: from then on neither the directory nor the ledger hears of it. */
async function died(trial: Trial, at: { readonly write: number; readonly when: 'before' | 'after' }): Promise<void> {
  let writes = 0
  let dead = false
  const strike = (): never => {
    dead = true
    throw new Error('struck dead')
  }
  const mortal = (provider: Provider): Provider =>
    altered(provider, {
      writer: (writer) =>
        writerLike(writer, async (batch) => {
          writes += 1
          if (dead || (writes === at.write && at.when === 'before')) strike()
          const outcomes = await writer.apply(batch)
          return writes === at.write ? strike() : outcomes
        }),
    })
  const alive = runOf(trial, { server: mortal })
  const ledger = mortalLedger(alive.ledger, () => dead)
  await apply({ ...alive, ledger }, { how: 'autoApprove' }).catch((error: unknown) => {
    if (!dead) throw error
  })
}

function mortalLedger(ledger: Ledger, isDead: () => boolean): Ledger {
  return {
    tenants: () => ledger.tenants(),
    read: (tenant) => ledger.read(tenant),
    recent: (tenant) => ledger.recent(tenant),
    lock: (tenant) => ledger.lock(tenant),
    verify: (tenant, head) => ledger.verify(tenant, head),
    verifyRecent: (tenant) => ledger.verifyRecent(tenant),
    unlock: (tenant) => ledger.unlock(tenant),
    open: async (tenant, id, lease) => {
      const journal = await ledger.open(tenant, id, lease)
      const whileAlive = async (entries: Parameters<typeof journal.record>[0]): Promise<void> => {
        if (isDead()) throw new Error('struck dead')
        await journal.record(entries)
      }
      return { announce: (entries) => journal.announce(entries), record: whileAlive, close: () => journal.close() }
    },
  }
}

/** Where a check puts its hands in: at the directory (behind the provider), or at the reconciler (in front of it). */
interface Around {
  readonly server?: (provider: Provider) => Provider
  readonly client?: (provider: Provider) => Provider
}

function runOf(trial: Trial, { server = same, client = same }: Around = {}): Run {
  const { world } = trial
  const provider = client(trial.mutate(server(world.provider)))
  return {
    root: world.root,
    commit: null,
    tool: { name: 'roster', version: '0.0.0' },
    asOf: new Date(),
    providers: new Map([[provider.name, provider]]),
    ledger: openLedger(trial),
    environment: world.environment,
    now: () => new Date(),
    signal: new AbortController().signal,
    progress: () => {},
  }
}

function openLedger({ world }: Trial): Ledger {
  return openFileLedger({ root: world.root, now: () => new Date() })
}

function same(provider: Provider): Provider {
  return provider
}

async function applied(trial: Trial, around?: Around): Promise<void> {
  const report = await apply(runOf(trial, around), { how: 'autoApprove' })
  expect(report.exitCode, said(report)).toBe(0)
}

function stillPlanned({ operations }: Plan): readonly string[] {
  return operations.filter(({ status }: Operation) => status === 'planned').map(({ id }) => id)
}

/** Everything a reader of a failed run wants to see. */
function said(report: ApplyReport): string {
  const findings = report.plan.findings.filter(({ result }) => result === 'block').map(({ message }) => message)
  const mistakes = report.plan.diagnostics.map(({ file, line, message }) => `${file}:${line}: ${message}`)
  const outcomes = report.tenants.flatMap(({ held, settled }) => [
    ...(held === undefined ? [] : [held]),
    ...settled.map(({ operation, outcome }) => `${operation.id}: ${JSON.stringify(outcome)}`),
  ])
  return [`exit ${report.exitCode}`, ...mistakes, ...findings, ...outcomes].join('\n')
}

/** Every file of the workspace, with what is in it. */
function footprint(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return `${path} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`
    })
    .toSorted()
}
