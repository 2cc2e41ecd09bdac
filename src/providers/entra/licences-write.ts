import type { AssignedLicense, LicenseAssignmentState, User } from '@microsoft/microsoft-graph-types'
import type { DirectoryOperation, LicenceAssignment } from '../../model/operation.ts'
import type { Outcome } from '../../model/outcome.ts'
import { failedWrite } from './faults.ts'
import { path } from './graph/quote.ts'
import type { GraphAnswer, GraphRequest } from './graph/request.ts'
import { textsIn } from './licences-read.ts'
import { foundIn } from './listing.ts'
import { protection } from './protect.ts'
import { rowsIn, select, textIn } from './row.ts'
import type { Body, Row } from './row.ts'
import type { Desk } from './write-desk.ts'
import { targetOf } from './write-desk.ts'
import type { Standpoint } from './confirm.ts'
import type { Sku } from './write-licence-names.ts'
import { ask } from './write-story.ts'
import type { Story } from './write-story.ts'
import { isUnseen, patiently } from './write-unseen.ts'

export type LicenceShift = Extract<DirectoryOperation, { readonly kind: 'licence' }>

/** Who is to have a licence, or no longer. */
export function assignmentIn(shift: LicenceShift): LicenceAssignment {
  return shift.after ?? shift.before
}

/** The object id of the person a shift is about; undefined: they are not there. */
export function personIn(shift: LicenceShift, at: Pick<Standpoint, 'locate'>): string | undefined {
  const { user, reference } = assignmentIn(shift)
  return targetOf(shift, user, at) ?? reference
}

/** Gives one person licences and takes others, in one request: a licence that takes the place of another needs no moment without both. */
export async function* shiftLicences(shifts: readonly LicenceShift[], desk: Desk): Story<readonly Outcome[]> {
  const [first] = shifts
  const person = first === undefined ? undefined : personIn(first, desk)
  if (person === undefined) return shifts.map(absent)
  const seen = foundIn(yield* ask(licencesOf(person)), 'reading an account')
  // Somebody who was made a moment ago has none, whether or not they are visible yet.
  const account = seen ?? (desk.attempts.isNew(person) ? {} : undefined)
  if (account === undefined) return shifts.map(absent)
  const kept = leftAlone(account, desk)
  if (kept !== undefined) return shifts.map(() => kept)
  const judged = await Promise.all(
    shifts.map(async (shift) => judge(shift, account, await desk.licences.sku(assignmentIn(shift).sku))),
  )
  const open = judged.flatMap((each) => ('sku' in each ? [each] : []))
  const settled = yield* assigned(person, open, desk)
  return judged.map((each) => ('sku' in each ? (settled.get(each.shift) ?? unanswered) : each))
}

const unanswered: Outcome = { status: 'failed', class: 'unknown', detail: 'no answer came' }

/** Which licences somebody has. */
export function licencesOf(person: string): GraphRequest {
  const $select = select<User>('id', 'userPrincipalName', 'displayName', 'assignedLicenses', 'licenseAssignmentStates')
  return { method: 'GET', path: path`/users/${person}`, query: { $select } }
}

function absent(shift: LicenceShift): Outcome {
  if (shift.verb === 'revoke') return { status: 'unchanged' }
  return { status: 'conflict', detail: `${assignmentIn(shift).user} is not there. Plan again.` }
}

function leftAlone(account: Row<User>, { terms }: Desk): Outcome | undefined {
  const names = (['userPrincipalName', 'displayName', 'id'] as const).flatMap((name) => textIn(account, name) ?? [])
  const why = protection(names, terms.settings)
  return why === undefined ? undefined : { status: 'failed', class: 'forbidden', detail: `${names[0] ?? ''}: ${why}.` }
}

interface Open {
  readonly shift: LicenceShift
  readonly sku: Sku
  /** Ids of the services that are to be switched off. */
  readonly disabled: readonly string[]
}

function judge(shift: LicenceShift, account: Row<User>, sku: Sku | undefined): Open | Outcome {
  const { sku: name, disabledPlans } = assignmentIn(shift)
  if (sku === undefined)
    return {
      status: 'failed',
      class: 'invalid',
      detail: `the tenant has no licence ${name}: buy it, or take it out of tenant.yaml.`,
    }
  const unknown = (disabledPlans ?? []).find((plan) => !sku.plans.has(plan))
  if (shift.verb === 'grant' && unknown !== undefined)
    return {
      status: 'failed',
      class: 'invalid',
      detail: `the licence ${name} has no service ${unknown}; it has ${[...sku.plans.keys()].toSorted().join(', ')}.`,
    }
  if (holds(shift, account, sku) === (shift.verb === 'grant')) return { status: 'unchanged' }
  if (shift.verb === 'revoke' && isInherited(account, sku))
    return {
      status: 'failed',
      class: 'invalid',
      detail: `${assignmentIn(shift).user} has ${name} through a group: take them out of that group.`,
    }
  return { shift, sku, disabled: (disabledPlans ?? []).flatMap((plan) => sku.plans.get(plan) ?? []) }
}

/** Whether somebody has a licence, with the services that are asked for switched off; what nobody asks for does not matter. */
export function holds(shift: LicenceShift, account: Row<User>, sku: Sku): boolean {
  const all: readonly Row<AssignedLicense>[] = rowsIn(account.assignedLicenses)
  const held = all.find((row) => textIn(row, 'skuId')?.toLowerCase() === sku.id)
  const { disabledPlans } = assignmentIn(shift)
  if (held === undefined || shift.verb === 'revoke' || disabledPlans === undefined) return held !== undefined
  const off = new Set(textsIn(held.disabledPlans))
  return off.size === disabledPlans.length && disabledPlans.every((plan) => off.has(sku.plans.get(plan) ?? ''))
}

/** Whether it comes through groups alone: https://learn.microsoft.com/graph/api/resources/licenseassignmentstate */
function isInherited(account: Row<User>, sku: Sku): boolean {
  const all: readonly Row<LicenseAssignmentState>[] = rowsIn(account.licenseAssignmentStates)
  const states = all.filter((row) => textIn(row, 'skuId')?.toLowerCase() === sku.id)
  return states.length > 0 && states.every((row) => textIn(row, 'assignedByGroup') !== undefined)
}

/** All at once; where that is refused, each by itself, so that one without a free unit keeps no other waiting. */
async function* assigned(person: string, open: readonly Open[], desk: Desk): Story<ReadonlyMap<LicenceShift, Outcome>> {
  if (open.length === 0) return new Map()
  const answer = yield* patiently(assignment(person, open), isUnseen, desk)
  if (answer.outcome === 'done') return new Map(open.map(({ shift }) => [shift, { status: 'applied' }]))
  if (open.length === 1 || answer.outcome === 'lost')
    return new Map(open.map(({ shift }) => [shift, refused(shift, answer)]))
  const outcomes = new Map<LicenceShift, Outcome>()
  // Who frees a unit, or what another needs, first. Never two at once: Entra ID refuses changes of one person that meet.
  for (const each of open.toSorted((a, b) => Number(a.shift.verb === 'grant') - Number(b.shift.verb === 'grant'))) {
    const own = yield* patiently(assignment(person, [each]), isUnseen, desk)
    outcomes.set(each.shift, own.outcome === 'done' ? { status: 'applied' } : refused(each.shift, own))
  }
  return outcomes
}

/** https://learn.microsoft.com/graph/api/user-assignlicense */
function assignment(person: string, open: readonly Open[]): GraphRequest {
  const grants = open.filter(({ shift }) => shift.verb === 'grant')
  const revokes = open.filter(({ shift }) => shift.verb === 'revoke')
  const addLicenses = grants.map(({ sku, disabled }): Body<AssignedLicense> => ({
    skuId: sku.id,
    disabledPlans: disabled,
  }))
  const body = { addLicenses, removeLicenses: revokes.map(({ sku }) => sku.id) }
  return { method: 'POST', path: path`/users/${person}/assignLicense`, body }
}

/** A lost answer is tried again: giving somebody what they have changes nothing. */
function refused(shift: LicenceShift, answer: Exclude<GraphAnswer, { outcome: 'done' }>): Outcome {
  const { user, sku } = assignmentIn(shift)
  // What was read just before may be older than what is so.
  const isGone = answer.outcome === 'refused' && /does not have a corresponding license/i.test(answer.error.message)
  if (shift.verb === 'revoke' && isGone) return { status: 'unchanged' }
  const outcome = failedWrite(answer, shift.verb === 'grant' ? `giving ${user} ${sku}` : `taking ${sku} from ${user}`)
  const mayComeYet = answer.outcome === 'lost' || isUnseen(answer)
  return mayComeYet && 'detail' in outcome
    ? { status: 'failed', class: 'retryable', detail: outcome.detail ?? '' }
    : outcome
}
