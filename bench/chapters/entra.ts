import { join } from 'node:path'
import type { Command, Cost } from '../measure/cost.ts'
import { costOf } from '../measure/cost.ts'
import { repository } from '../measure/paths.ts'
import type { Chapter, Row } from '../measure/row.ts'
import { against, atMost, memory, named, requests, told } from '../measure/row.ts'
import type { Contender } from '../measure/side-by-side.ts'
import { medianOf, sideBySide } from '../measure/side-by-side.ts'
import { membersOf } from '../workspace/members.ts'
import type { BenchTenant } from '../workspace/people.ts'
import type { TenantScene } from './tenant.ts'
import { askedOf, beside, inTenant, openTenant, retitle, withCopy } from './tenant.ts'

const size = { people: 10_000, groups: 1_000 }
const arrivals = { people: 1_000, groups: 100 }

/** Reading, planning and applying in a tenant of Entra ID, against a script that lists the same with fetch. */
export async function entraChapter(folder: string, rounds: number): Promise<Chapter> {
  const large = await largeRows(join(folder, 'tenant-M'), rounds)
  const arrived = await arrivalRows(join(folder, 'tenant-arrivals'), rounds)
  return {
    title: 'Entra ID (an emulator of Microsoft Graph, HTTPS at its own addresses)',
    notes: [
      '10,000 people and 1,000 groups: three of 2,000 people, the others small, 20 people in one on average. The emulator is a process of its own; roster and the script reach it in a private network under `graph.microsoft.com`, across a forwarder. CPU is that of the client; wall is mostly the emulator’s.',
      'The script is `bench/peers/graph-compare.mjs`: it lists the same properties of the same objects with `fetch` and `JSON.parse`, and with the folder of YAML (js-yaml 4) compares attributes, managers and members as well.',
      'Requests are counted by the emulator, a batch as one, those for tokens left out. The least that a reading takes: pages of 100 where managers or owners come along (Graph gives no more then), members of twenty groups in one batch, and a request for each further page of 999 members.',
      'Plans are whole processes. With a ledger: written by a real apply that adopted every account. Incremental: one title was changed since the last plan, whose copy of the tenant lies in the cache.',
      '1,000 arrivals: the last 1,000 people and 100 groups of the same tenant are not there yet. The least that writing takes: a request for each account, manager, group and twenty members of one group, and reading back each account, each new group and the members of each group once, all by twenties. Writing and reading back is what apply asks beyond a plan.',
    ],
    rows: [...large, ...arrived],
  }
}

async function largeRows(root: string, rounds: number): Promise<readonly Row[]> {
  const scene = await openTenant(root, size)
  try {
    const read = [repository('bench/measure/read.mjs'), root, scene.tenant.id, 'hq', '1', 'user,group']
    const script = repository('bench/peers/graph-compare.mjs')
    const counts = new Map<string, number>()
    const counted = (contender: Contender): Contender => ({
      ...contender,
      after: () => counts.set(contender.name, askedOf(scene).length),
    })
    const node = (...words: readonly string[]): Command => beside(scene, [process.execPath, ...words])
    const reads = sideBySide(rounds, [
      counted({ name: 'read', peak: true, command: node(...read) }),
      counted({ name: 'list', command: node(script) }),
      counted({ name: 'first plan', command: inTenant(scene, 'plan') }),
      counted({ name: 'compare', peak: true, command: node(script, join(root, 'tenants', scene.tenant.id)) }),
    ])
    sideBySide(0, [{ name: 'adopt', command: inTenant(scene, 'apply', '--auto-approve') }])
    costOf(withCopy(scene, 'plan'))
    askedOf(scene)
    const plans = sideBySide(rounds, [
      counted({ name: 'full', peak: true, command: inTenant(scene, 'plan') }),
      counted({ name: 'incremental', peak: true, before: () => retitle(scene), command: withCopy(scene, 'plan') }),
    ])
    return largeTable({ scene, reads, plans, counts })
  } finally {
    await scene.close()
  }
}

interface Measured {
  readonly scene: TenantScene
  readonly reads: ReadonlyMap<string, Cost>
  readonly plans: ReadonlyMap<string, Cost>
  readonly counts: ReadonlyMap<string, number>
}

function largeTable({ scene, reads, plans, counts }: Measured): readonly Row[] {
  const [read, list, compare] = [named(reads, 'read'), named(reads, 'list'), named(reads, 'compare')]
  const [full, incremental] = [named(plans, 'full'), named(plans, 'incremental')]
  const sent = (name: string): number => counts.get(name) ?? Number.NaN
  const least = { name: 'at least', value: leastToRead(scene.tenant), atMost: 1.1 }
  return [
    requests('requests of the full read of 10,000 people, 1,000 groups', sent('read'), least),
    requests('requests of the no-op plan', sent('full'), least),
    requests('requests of the incremental plan after one change', sent('incremental'), {
      name: 'the full plan',
      value: sent('full'),
    }),
    against('CPU of the full read, whole process', read.cpu, { name: 'the script', value: list.cpu, atMost: 2.5 }),
    memory('memory of the full read', read, 200),
    against('CPU of the no-op plan of Entra ID, without a ledger', named(reads, 'first plan').cpu, {
      name: 'the script, with its comparison',
      value: compare.cpu,
      atMost: 1.4,
    }),
    memory('memory of the no-op plan of Entra ID, with a ledger', full, 300),
    atMost('CPU of the incremental plan of Entra ID after one change', incremental.cpu, 1.0),
    against('the same, against a full plan', incremental.cpu, {
      name: 'the full plan, the same round',
      value: full.cpu,
    }),
    told('the full read', read),
    told('the script', list),
    told('the script, with its comparison', compare),
    told('the full no-op plan, without a ledger', named(reads, 'first plan')),
    told('the full no-op plan, with a ledger', full),
    told('the incremental plan after one change, with a ledger', incremental),
  ]
}

/** Objects a page where something is expanded, and members a page. */
const [expanded, page, perBatch] = [100, 999, 20]

/** With the account for emergencies, which nobody declares. */
function leastToRead(tenant: BenchTenant): number {
  const sizes = [...membersOf(tenant).values()].map((members) => members.length)
  const further = sizes.map((members) => Math.max(0, Math.ceil(members / page) - 1))
  const people = Math.ceil((tenant.people.length + 1) / expanded)
  return people + Math.ceil(sizes.length / expanded) + Math.ceil(sizes.length / perBatch) + sum(further)
}

async function arrivalRows(root: string, rounds: number): Promise<readonly Row[]> {
  const applies: Cost[] = []
  const [plans, foretold, sent]: [number[], number[], number[]] = [[], [], []]
  let least = Number.NaN
  for (let round = 0; round < rounds; round += 1) {
    const scene = await openTenant(root, size, arrivals)
    try {
      foretold.push(effortIn(costOf(inTenant(scene, '--json', 'plan')).output))
      plans.push(askedOf(scene).length)
      applies.push(costOf(inTenant(scene, 'apply', '--auto-approve')))
      sent.push(askedOf(scene).length - (plans.at(-1) ?? 0))
      least = leastToWrite(scene.tenant)
    } finally {
      await scene.close()
    }
  }
  const writing = sent.at(-1) ?? Number.NaN
  return [
    requests('requests of apply beyond a plan, 1,000 arrivals in 100 new groups and in others', writing, {
      name: 'at least',
      value: least,
      atMost: 1.1,
    }),
    requests('the same, against what the plan foretold', writing, {
      name: 'foretold',
      value: foretold.at(-1) ?? Number.NaN,
    }),
    told('apply, 1,000 arrivals', medianOf(applies)),
  ]
}

function effortIn(plan: string): number {
  const { tenants } = JSON.parse(plan) as { tenants: { effort?: { requests: number }[] }[] }
  return sum(tenants.flatMap(({ effort }) => effort ?? []).map((each) => each.requests))
}

function leastToWrite(tenant: BenchTenant): number {
  const fresh = tenant.people.slice(-arrivals.people)
  const newGroups = new Set(tenant.groups.slice(-arrivals.groups))
  const arriving = new Set(fresh.map(({ id }) => id))
  const joining = [...membersOf(tenant)].map(([group, members]) =>
    newGroups.has(group) ? members.length : members.filter((id) => arriving.has(id)).length,
  )
  const managed = fresh.filter(({ manager }) => manager !== undefined).length
  const twenties = joining.map((members) => Math.ceil(members / perBatch))
  const writes = fresh.length + managed + newGroups.size + sum(twenties)
  const reads = fresh.length + newGroups.size + joining.filter((members) => members > 0).length
  return Math.ceil(writes / perBatch) + Math.ceil(reads / perBatch)
}

function sum(figures: readonly number[]): number {
  return figures.reduce((all, one) => all + one, 0)
}
