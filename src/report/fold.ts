import { parseAddress } from '../model/address.ts'
import type { AnyVerb } from '../model/kind.ts'
import { isLeft } from '../model/leave.ts'
import { membershipOf, type Operation } from '../model/operation.ts'
import { changedValues, type ChangedValue } from './changes.ts'
import { count } from './count.ts'
import { grouped } from '../model/grouped.ts'
import { lineOf, notesOf, placeOf, reasons, signs, viaInWords, whyOf, type Line } from './line.ts'
import { coverageOf, keepsLicence, licenceOf, whomOf, type SectionName } from './sections.ts'

/** More lines than this with one cause become one. */
const foldAbove = 5

/**
 * The lines of one section. Many operations with one cause become one line that counts them, unless everything is asked
 * for; whoever loses an account, and whatever is privileged, is always named on a line of its own.
 */
export function linesOf(section: SectionName, operations: readonly Operation[], everything: boolean): readonly Line[] {
  if (everything || section === 'privileged') return operations.toSorted(byRisk).map(lineOf)
  const byPerson = tellsByPerson(section, operations)
  const sorted = withoutLastSteps(operations).toSorted(byPerson ? byWhom : byRisk)
  const causes = grouped(sorted, (operation) => causeOf(operation, byPerson))
  return [...causes.values()].flatMap((together) => {
    const [first, ...others] = together
    if (first === undefined) return []
    return foldable(first, together.length, byPerson) ? [foldedLine(first, others, byPerson)] : together.map(lineOf)
  })
}

/** Where accounts are made disabled, enabling them belongs to their creation: it is told only where it comes to something else. */
function withoutLastSteps(operations: readonly Operation[]): readonly Operation[] {
  const made = new Map<string, Operation>()
  for (const operation of operations)
    if (operation.kind === 'user' && operation.verb === 'create') made.set(operation.address, operation)
  return operations.filter((operation) => {
    if (!isFirstEnabling(operation)) return true
    const creation = made.get(operation.address)
    return creation === undefined || creation.status !== operation.status
  })
}

function isFirstEnabling(operation: Operation): boolean {
  return operation.kind === 'user' && operation.verb === 'enable' && operation.before.immutableId === undefined
}

/** A few people who join or leave are told with the groups that come with it; many are told by group. */
function tellsByPerson(section: SectionName, operations: readonly Operation[]): boolean {
  if (section !== 'joins' && section !== 'leaves') return false
  return new Set(operations.map(whomOf)).size <= foldAbove
}

function foldable(first: Operation, together: number, byPerson: boolean): boolean {
  if (first.kind === 'user' && (first.verb === 'disable' || first.verb === 'delete')) return false
  return together > (byPerson && first.kind === 'membership' ? 1 : foldAbove)
}

/** Operations with the same text here are told in one line. */
export function causeOf(operation: Operation, byPerson: boolean): string {
  const { directory, kind, verb, status, risk, reason, source } = operation
  // Each is left until its own day, and for its own reason.
  const held = isLeft(operation) ? operation.effects.join() : (operation.blockedBy ?? operation.waitingFor ?? '')
  const services = keepsLicence(operation) ? servicesOf(operation) : ''
  const shared = `${services}${directory}\n${kind}\n${verb}\n${status}\n${risk}\n${held}\n`
  if (byPerson) return shared + whomOf(operation)
  const group = wholeOf(operation)
  const changed = changedValues(operation).map(({ name }) => name)
  return [shared + group, reason, ...source.via, '', ...changed].join('\n')
}

/** The group, policy or licence that an operation is a part of; '' where it stands by itself. */
function wholeOf(operation: Operation): string {
  if (operation.kind === 'membership') return membershipOf(operation).group
  return coverageOf(operation)?.policy ?? licenceOf(operation) ?? ''
}

function foldedLine(first: Operation, others: readonly Operation[], byPerson: boolean): Line {
  const together = [first, ...others]
  const files = new Set(together.map((operation) => operation.source.file))
  const places = new Set(together.map((operation) => placeOf(operation.source)))
  return {
    sign: signs[first.verb],
    words: foldedWords(first, together.length, byPerson),
    technical: `${first.verb} ${first.tenant}/${first.directory}/${first.kind}/${targetOf(first, byPerson)}`,
    place: places.size === 1 ? placeOf(first.source) : files.size === 1 ? first.source.file : '',
    why: byPerson ? '' : whyOf(first),
    risk: first.risk,
    notes: notesOf(first),
    changes: sharedChanges(together),
    names: together.map((operation) => nameIn(operation, byPerson)).sort(),
  }
}

/** What all of them change in the same way; the names of what each changes in its own are in the words. */
function sharedChanges(together: readonly Operation[]): readonly ChangedValue[] {
  const [first = [], ...others] = together.map(changedValues)
  return first.filter(({ before, after }, at) =>
    others.every((changes) => changes[at]?.before === before && changes[at]?.after === after),
  )
}

function targetOf(operation: Operation, byPerson: boolean): string {
  const coverage = coverageOf(operation)
  if (coverage !== undefined) return `${coverage.policy}/*`
  const licence = licenceOf(operation)
  if (licence !== undefined) return byPerson ? `*/${whomOf(operation)}` : `${licence}/*`
  if (operation.kind !== 'membership') return '*'
  const { group, member } = membershipOf(operation)
  return byPerson ? `*/${member}` : `${group}/*`
}

function nameIn(operation: Operation, byPerson: boolean): string {
  const coverage = coverageOf(operation)
  if (coverage !== undefined) return coverage.member
  const licence = licenceOf(operation)
  if (licence !== undefined) return byPerson ? licence : whomOf(operation)
  if (operation.kind !== 'membership') return parseAddress(operation.address).id
  const { group, member } = membershipOf(operation)
  return byPerson ? group : member
}

/** What people call each kind of thing. */
export const nouns = {
  user: 'person',
  group: 'group',
  organizationalUnit: 'organisational unit',
  policy: 'policy',
  account: 'account',
  role: 'role',
  roleAssignment: 'role assignment',
  workOrder: 'step for a person',
  seat: 'paid seat',
  licence: 'licence',
} as const

/** What becomes of a thing, by verb. */
export const deeds: Readonly<Record<AnyVerb, string>> = {
  create: 'new',
  update: 'changed',
  rename: 'renamed or moved',
  grant: 'added',
  revoke: 'taken out',
  enable: 'enabled again',
  disable: 'disabled',
  delete: 'deleted',
  restore: 'brought back',
  invite: 'invited again',
  resetPassword: 'with a new password',
  revokeSessions: 'signed out everywhere',
  notify: 'told something',
  purchase: 'bought',
  release: 'given back',
}

/** What several operations of one cause do, in words: `42 members leave group printers`. */
export function foldedWords(first: Operation, number: number, byPerson: boolean): string {
  const because = causeInWords(first)
  const coverage = coverageOf(first)
  if (coverage !== undefined) {
    const comes = first.verb === 'grant' ? 'under' : 'no longer under'
    return `${count(number, nouns.user)} ${comes} the ${sortOfPolicy(first)} ${coverage.policy} of ${first.directory}`
  }
  const licence = licenceOf(first)
  if (licence !== undefined) return licenceInWords(first, licence, { number, byPerson, because })
  if (first.kind !== 'membership') {
    const changed = changedValues(first).map(({ name }) => name)
    const what = changed.length === 0 ? '' : `: ${changed.join(', ')}`
    const deed = isFirstEnabling(first) ? 'enabled' : deeds[first.verb]
    return `${count(number, nouns[first.kind])} ${deed} in ${first.directory}${because}${what}`
  }
  const { group, member } = membershipOf(first)
  const joins = first.verb === 'grant'
  // The person is called as in the sentence about one group.
  const who = first.summary.split(/ (?:joins|leaves) /)[0] ?? member
  if (byPerson) return `${who} ${joins ? 'joins' : 'leaves'} ${count(number, 'group')}`
  return `${count(number, 'member')} ${joins ? 'join' : 'leave'} group ${group}${because}`
}

/** «Conditional Access policy»: as the sentence about one of them has it. */
function sortOfPolicy({ summary }: Operation): string {
  return / (?:under|out of) the (.*?policy) /.exec(summary)?.[1] ?? nouns.policy
}

/** «office-e3, now without SWAY»: the end of the sentence about one of them. */
function servicesOf({ summary }: Operation): string {
  return summary.split(' keeps the licence ')[1] ?? ''
}

/** «6 people get the licence office-e3», «Eva Lo gives back 6 licences». */
function licenceInWords(
  first: Operation,
  licence: string,
  { number, byPerson, because }: { readonly number: number; readonly byPerson: boolean; readonly because: string },
): string {
  if (keepsLicence(first)) return `${count(number, nouns.user)} keep the licence ${servicesOf(first)}`
  const gets = first.verb === 'grant'
  const who = first.summary.split(/ (?:gets|gives back) the licence /)[0] ?? whomOf(first)
  if (byPerson) return `${who} ${gets ? 'gets' : 'gives back'} ${count(number, 'licence')}`
  return `${count(number, nouns.user)} ${gets ? 'get' : 'give back'} the licence ${licence}${because}`
}

function causeInWords(operation: Operation): string {
  const [cause] = operation.source.via
  if (cause !== undefined) return ` because of ${viaInWords(cause)}`
  return operation.reason === 'declared' ? '' : ` (${reasons[operation.reason]})`
}

const riskOrder: Readonly<Record<Operation['risk'], number>> = { lockout: 0, high: 1, medium: 2, low: 3 }

const kindOrder: Readonly<Record<Operation['kind'], number>> = {
  organizationalUnit: 0,
  group: 1,
  user: 2,
  membership: 3,
  policy: 4,
  role: 5,
  account: 6,
  roleAssignment: 7,
  workOrder: 8,
  licence: 4,
  seat: 9,
}

/** Operations of a plan stand in the order of their addresses; that stays among equals. */
function byRisk(a: Operation, b: Operation): number {
  return riskOrder[a.risk] - riskOrder[b.risk] || kindOrder[a.kind] - kindOrder[b.kind]
}

/** Person by person; the account before the groups. */
function byWhom(a: Operation, b: Operation): number {
  return compare(whomOf(a), whomOf(b)) || kindOrder[a.kind] - kindOrder[b.kind]
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
