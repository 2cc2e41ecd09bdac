import { grouped } from '../../model/grouped.ts'
import type { DirectoryOperation } from '../../model/operation.ts'
import { isRunOnce } from '../../model/operation.ts'
import type { Outcome } from '../../model/outcome.ts'
import type { WriteContext, Writer } from '../provider.ts'
import { createGroup } from './create-group.ts'
import { createUser } from './create-user.ts'
import { entraDialect } from './dialect.ts'
import type { Graph } from './graph/request.ts'
import { assignmentIn, shiftLicences } from './licences-write.ts'
import { membershipIn, shiftMembers } from './members-write.ts'
import { isPolicyShift, shiftPeople } from './policy-people.ts'
import { changePolicy, isPolicyItself } from './policy-write.ts'
import type { Terms } from './terms.ts'
import { Attempts } from './write-attempts.ts'
import { changeEntity } from './write-change.ts'
import type { Desk } from './write-desk.ts'
import { Emergency } from './write-emergency.ts'
import { Keyholders } from './write-last-holder.ts'
import { LicenceNames } from './write-licence-names.ts'
import { KnownGroups } from './write-place.ts'
import { doOnce } from './write-once.ts'
import { restore } from './write-standing.ts'
import { interrupted, tellAll, unlessCutOff } from './write-story.ts'
import type { Story } from './write-story.ts'

/** What a writer is made of. */
export interface WriterParts {
  readonly graph: Graph
  readonly terms: Terms
  readonly context: WriteContext
  readonly signal: AbortSignal
  /** Not there: real time. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>
  /** What earlier writers of the same run began: a connection that was opened again must not forget it. Not there: nothing. */
  readonly attempts?: Attempts
  /** What readings of the same run told of groups. Not there: nothing. */
  readonly groups?: KnownGroups
}

/** The only thing that changes a tenant of Entra ID. */
export class EntraWriter implements Writer {
  readonly parallel = 4
  /** Of one group: twenty to a request, and read back once. */
  readonly batch = 100
  readonly together = 20
  readonly #desk: Desk

  constructor(parts: WriterParts) {
    const { graph, terms, context, signal, sleep = realTime, attempts = new Attempts() } = parts
    const { locate, initialPassword, changeAtNextLogin, handOver } = context
    this.#desk = {
      graph,
      terms,
      locate,
      initialPassword,
      ...(changeAtNextLogin === undefined ? {} : { changeAtNextLogin }),
      ...(handOver === undefined ? {} : { handOver }),
      dialect: entraDialect(terms),
      attempts,
      groups: parts.groups ?? new KnownGroups(),
      keyholders: new Keyholders(graph),
      emergency: new Emergency(graph, terms.settings.breakGlass),
      licences: new LicenceNames(graph),
      sleep: async (ms) => sleep(ms, signal),
    }
  }

  /** Operations on different objects side by side: what they ask at one moment goes out by twenties. */
  async apply(batch: readonly DirectoryOperation[]): Promise<readonly Outcome[]> {
    this.#desk.keyholders.forget()
    const errands = errandsOf(batch, this.#desk)
    const stories = errands.map(({ operations, story }) =>
      unlessCutOff(story, (fault) => operations.map(() => interrupted(fault))),
    )
    const told = await tellAll(stories, this.#desk.graph)
    const outcomes = new Map<DirectoryOperation, Outcome>()
    errands.forEach(({ operations }, i) =>
      operations.forEach((operation, n) => outcomes.set(operation, told[i]?.[n] ?? unanswered)),
    )
    return batch.map((operation) => outcomes.get(operation) ?? noContainers)
  }

  async close(): Promise<void> {
    await this.#desk.graph.close()
  }
}

const noContainers: Outcome = {
  status: 'failed',
  class: 'invalid',
  detail: 'Entra ID keeps people and groups side by side, without containers.',
}
const unanswered: Outcome = { status: 'failed', class: 'unknown', detail: 'no answer came' }

/** What is done by one story: one operation, memberships of one group, licences of one person, or who is under one policy. */
interface Errand {
  readonly operations: readonly DirectoryOperation[]
  readonly story: Story<readonly Outcome[]>
}

function errandsOf(batch: readonly DirectoryOperation[], desk: Desk): readonly Errand[] {
  const memberships = batch.filter((operation) => operation.kind === 'membership')
  const licences = batch.filter((operation) => operation.kind === 'licence')
  const entities = batch.filter((operation) => operation.kind === 'user' || operation.kind === 'group')
  return [
    ...together(
      memberships,
      (shift) => membershipIn(shift).group,
      (those) => shiftMembers(those, desk),
    ),
    ...together(
      licences,
      (shift) => assignmentIn(shift).user,
      (those) => shiftLicences(those, desk),
    ),
    ...together(
      batch.filter(isPolicyShift),
      (shift) => (shift.after ?? shift.before).policy,
      (those) => shiftPeople(those, desk),
    ),
    ...batch
      .filter(isPolicyItself)
      .map((operation) => ({ operations: [operation], story: alone(changePolicy(operation, desk)) })),
    ...entities.map((operation) => ({ operations: [operation], story: alone(tell(operation, desk)) })),
  ]
}

function together<O extends DirectoryOperation>(
  operations: readonly O[],
  about: (operation: O) => string,
  tellOf: (operations: readonly O[]) => Story<readonly Outcome[]>,
): readonly Errand[] {
  return [...grouped(operations, about).values()].map((those) => ({ operations: those, story: tellOf(those) }))
}

async function* alone(story: Story): Story<readonly Outcome[]> {
  return [yield* story]
}

function tell(operation: DirectoryOperation & { readonly kind: 'user' | 'group' }, desk: Desk): Story {
  if (isRunOnce(operation)) return doOnce(operation, desk)
  switch (operation.verb) {
    case 'create':
      return create(operation, desk)
    case 'restore':
      return restore(operation, desk)
    case 'update':
    case 'rename':
    case 'enable':
    case 'disable':
    case 'delete':
      return changeEntity(operation, desk)
  }
}

type Creation = Extract<DirectoryOperation, { readonly kind: 'user' | 'group'; readonly verb: 'create' }>

/** What was made here a moment ago is not made again, be it visible or not. */
async function* create(operation: Creation, desk: Desk): Story {
  const locator = desk.attempts.madeOf(operation)
  if (locator !== undefined) return { status: 'unchanged', locator }
  const outcome = yield* operation.kind === 'user' ? createUser(operation, desk) : createGroup(operation, desk)
  desk.attempts.settled(operation, outcome)
  return outcome
}

async function realTime(ms: number, signal: AbortSignal): Promise<void> {
  const { setTimeout } = await import('node:timers/promises')
  await setTimeout(ms, undefined, { signal })
}
