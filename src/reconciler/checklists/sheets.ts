import type { Person } from '../../model/desired.ts'
import { parseAddress } from '../../model/address.ts'
import { lineOf } from '../diff/world.ts'
import type { Desk, Sheet } from './place.ts'
import { begunSheets } from './place.ts'

/** Checklists with people to go through them now: whoever arrives or leaves in this plan, and whoever began before. */
export function sheetsOf(desk: Desk): readonly Sheet[] {
  const { desired } = desk
  const wanted = [...desired.people.values()].some(({ onboarding }) => onboarding !== undefined)
  if (!wanted && desired.offboarding === undefined) return []
  const begun = begunSheets(desk)
  const sheets = [
    ...arrivals(desk, begun),
    ...(desired.offboarding === undefined ? [] : departures(desk, desired.offboarding, begun)),
  ]
  return sheets.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

function keyOf({ checklist, user }: Sheet): string {
  return `${checklist}/${user}`
}

/** Whoever is there already goes through no checklist that came later. */
function arrivals(desk: Desk, begun: readonly Sheet[]): readonly Sheet[] {
  const arriving = peopleOf(desk, 'create')
  const open = new Set(begun.map(keyOf))
  return [...desk.desired.people.values()].flatMap(({ id, onboarding, state }) => {
    if (onboarding === undefined || state !== 'active') return []
    const sheet = { checklist: onboarding, user: id }
    return arriving.has(id) || open.has(keyOf(sheet)) ? [sheet] : []
  })
}

function departures(desk: Desk, checklist: string, begun: readonly Sheet[]): readonly Sheet[] {
  const { desired, memory } = desk
  const leaving = new Set([
    ...peopleOf(desk, 'disable'),
    ...begun.filter((sheet) => sheet.checklist === checklist).map(({ user }) => user),
  ])
  const ofUsers = lineOf('user', '')
  for (const line of memory.declared) if (line.startsWith(ofUsers)) leaving.add(line.slice(ofUsers.length))
  return [...leaving]
    .filter((user) => !user.startsWith('~') && isLeaver(desired.people.get(user)))
    .map((user) => ({ checklist, user }))
}

/** Not declared, declared absent, or over the last day. */
function isLeaver(person: Person | undefined): boolean {
  if (person === undefined) return true
  const { state, stateReason } = person
  return (state === 'absent' && stateReason === 'declared') || (state === 'disabled' && stateReason === 'expired')
}

/** People on whose accounts something is done in this plan. */
function peopleOf({ operations }: Desk, verb: 'create' | 'disable'): ReadonlySet<string> {
  const found = new Set<string>()
  for (const { kind, verb: done, address, status } of operations) {
    const isAccount = kind === 'user' || kind === 'account'
    if (isAccount && done === verb && status !== 'blocked') found.add(parseAddress(address).id)
  }
  return found
}
