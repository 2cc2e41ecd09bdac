import type { AccessAccount } from '../access/access.ts'
import { accountKey } from '../access/access.ts'
import { dayIn } from '../language/compile/calendar.ts'
import type { DesiredTenant } from '../language/compile/desired-tenant.ts'
import { addressOf } from '../model/address.ts'
import type { Person, Source } from '../model/desired.ts'
import { money } from '../model/money.ts'
import type { Memory } from '../reconciler/memory.ts'
import { termsOf } from '../reconciler/seats/terms.ts'
import { seatPrice } from '../seats/prices.ts'
import type { Line } from './campaign.ts'
import { codeOf, itemKey, type ReviewItem } from './item.ts'
import type { Live } from './live.ts'

/** What lines are told from. */
export interface Scenery {
  readonly campaign: string
  readonly desired: DesiredTenant
  readonly memory: Memory
  /** What everybody of the tenant has. */
  readonly live: Live
  /** Item key -> since when. */
  readonly since: ReadonlyMap<string, string>
  readonly asOf: Date
}

const unknown = 'unknown'

/** Tells what a reviewer needs to decide on a thing. What is not known is said to be unknown. */
export function linesFrom(scenery: Scenery): (item: ReviewItem) => Line {
  const { campaign, desired } = scenery
  const peers = peersIn(scenery)
  return (item) => {
    const person = desired.people.get(item.person)
    const name = person?.values['displayName']
    const since = scenery.since.get(itemKey(item))
    return {
      item: codeOf(campaign, item),
      person: item.person,
      name: typeof name === 'string' ? name : item.person,
      has: item.has,
      id: item.id,
      where: item.where,
      marks: marksOf(item, scenery),
      path: pathOf(item, scenery),
      since: since === undefined ? unknown : dayIn(desired.timezone, new Date(since)),
      peers: peers(item),
      lastSignIn: lastSignIn(item, scenery),
      seat: seatOf(item, scenery),
      decision: '',
      reason: '',
      seen: '',
    }
  }
}

function peersIn({ desired, live }: Scenery): (item: ReviewItem) => string {
  const departmentOf = (user: string): string => desired.people.get(user)?.departmentPath.join(' / ') ?? ''
  const active = [...desired.people.values()].filter(({ state }) => state === 'active')
  const sizes = counted(active.map(({ departmentPath }) => departmentPath.join(' / ')))
  const key = ({ has, id, where }: ReviewItem, department: string): string => [department, where, has, id].join('\n')
  const holders = counted(live.items.map((item) => key(item, departmentOf(item.person))))
  return (item) => {
    const department = departmentOf(item.person)
    const [others, all] = [(holders.get(key(item, department)) ?? 1) - 1, (sizes.get(department) ?? 1) - 1]
    return `${others} of ${Math.max(all, others)} others ${department === '' ? 'without a department' : `in ${department}`}`
  }
}

function counted(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

function marksOf(item: ReviewItem, scenery: Scenery): readonly string[] {
  const { desired, live } = scenery
  const marks = [
    ...(isPrivileged(item, scenery) ? ['privileged'] : []),
    ...(isDeclared(item, scenery) ? [] : ['declared nowhere']),
    ...(live.unseen.has(item.where) ? ['as declared, not seen live'] : []),
  ]
  const state = desired.people.get(item.person)?.state ?? 'absent'
  return state === 'active' ? marks : [...marks, `the person is ${state}`]
}

function isPrivileged(item: ReviewItem, { desired }: Scenery): boolean {
  if (item.has === 'group') return desired.groups.get(item.id)?.privileged === true
  const access = desired.access.get(desired.subscriptions.get(item.where)?.platform ?? '')
  if (item.has === 'role') {
    const role = access?.roles.get(item.id)
    return role?.privileged === true || role?.risk === 'critical' || role?.administrator === true
  }
  if (item.has === 'permission') return access?.rules.permissions?.[item.id]?.risk === 'critical'
  return item.has === 'accessGroup' && access?.groups.get(item.id)?.privileged === true
}

function isDeclared(item: ReviewItem, scenery: Scenery): boolean {
  return sourceOf(item, scenery) !== undefined
}

/** Why somebody has it: the line that gives it, and what that goes through. */
function pathOf(item: ReviewItem, scenery: Scenery): string {
  const source = sourceOf(item, scenery)
  if (source === undefined) return 'no line of the files gives it'
  const through = source.via.length === 0 ? 'own line' : source.via.join(', ')
  return `${through} (${source.file}:${source.line})`
}

function sourceOf(item: ReviewItem, { desired }: Scenery): Source | undefined {
  const { person, has, id, where } = item
  if (has === 'group') return desired.groups.get(id)?.members.get(person)?.source
  if (has === 'licence') return desired.licences.get(id)?.holders.get(person)?.source
  const account = declaredAccount(item, desired)
  if (account === undefined) return undefined
  if (has === 'permission') return account.overrides.find(({ key }) => key === id)?.source
  const list = has === 'role' ? account.roles : has === 'accessGroup' ? account.accessGroups : [id]
  return list.includes(id) && account.subscription === where ? account.source : undefined
}

function declaredAccount({ person, where }: ReviewItem, desired: DesiredTenant): AccessAccount | undefined {
  const platform = desired.subscriptions.get(where)?.platform ?? ''
  return desired.access.get(platform)?.accounts.get(accountKey(where, person))
}

/** Directories do not tell it; platforms do where their lists have it. */
function lastSignIn({ person, where }: ReviewItem, { desired, memory }: Scenery): string {
  const address = addressOf({ tenant: desired.id, directory: where, kind: 'account', id: person })
  return memory.accounts.get(address)?.account.lastActivityAt?.slice(0, 10) ?? unknown
}

/** What the seat of the account costs; what needs no seat costs nothing. */
function seatOf({ where }: ReviewItem, { desired, memory, asOf }: Scenery): string {
  const contract = desired.subscriptions.get(where)
  if (contract?.settings.seats === undefined) return 'none'
  const terms = memory.seats.get(where)?.terms ?? termsOf(contract)
  const { unitMinor, currency } = seatPrice(contract.rules, terms, dayIn(desired.timezone, asOf))
  return `${money(unitMinor, currency)} ${terms.cycle === 'annual' ? 'a year' : 'a month'}`
}

/** People whose access is reviewed: those that the review selects, and that are declared. */
export function reviewed(users: readonly string[], people: ReadonlyMap<string, Person>): readonly string[] {
  return users.filter((user) => people.has(user)).toSorted()
}
