import type { DirectoryOperation, Membership } from '../../model/operation.ts'
import type { Outcome } from '../../model/outcome.ts'
import { failedWrite } from './faults.ts'
import { path } from './graph/quote.ts'
import type { GraphAnswer, GraphRequest } from './graph/request.ts'
import { places } from './group-kind.ts'
import { shiftHolders } from './roles-write.ts'
import type { Desk } from './write-desk.ts'
import { objectUrl, targetOf } from './write-desk.ts'
import { emergency } from './write-emergency.ts'
import { groupIn, groupQuestion } from './write-look.ts'
import { askAt, groupPath } from './write-place.ts'
import type { GroupPlace } from './write-place.ts'
import { ask } from './write-story.ts'
import type { Story } from './write-story.ts'
import { isAlreadyThere, isUnseen } from './write-unseen.ts'

export type Shift = Extract<DirectoryOperation, { readonly kind: 'membership' }>

/** A membership, and the object id of its member. */
export interface Wanted {
  readonly shift: Shift
  readonly id: string
}

export type Settled = ReadonlyMap<Shift, Outcome>

/** The group and member of a shift. */
export function membershipIn(shift: Shift): Membership {
  return shift.after ?? shift.before
}

/** Lets members into one group, unit or role and out of it, by requests that name nobody else. */
export async function* shiftMembers(shifts: readonly Shift[], desk: Desk): Story<readonly Outcome[]> {
  const [first] = shifts
  const group = first === undefined ? undefined : targetOf(first, `group:${membershipIn(first).group}`, desk)
  if (first === undefined || group === undefined)
    return shifts.map(({ after, before }) => gone((after ?? before).group))
  const wanted = shifts.flatMap((shift): Wanted[] => {
    const id = memberOf(shift, desk)
    return id === undefined ? [] : [{ shift, id }]
  })
  const settled = yield* shifted(group, wanted, desk)
  return shifts.map((shift) => settled.get(shift) ?? absent(shift))
}

function gone(group: string): Outcome {
  return { status: 'conflict', detail: `the group ${group} is not there. Plan again.` }
}

function memberOf(shift: Shift, desk: Desk): string | undefined {
  return targetOf(shift, membershipIn(shift).member, desk) ?? shift.before?.reference
}

/** Out of the directory is out of the group. */
function absent(shift: Shift): Outcome {
  if (shift.verb === 'revoke') return { status: 'unchanged' }
  return { status: 'conflict', detail: `${shift.after.member} is not there. Plan again.` }
}

interface Group {
  readonly group: string
  readonly place: GroupPlace
}

/** Nobody is taken out who has to be able to get in when nobody else can. */
async function* shifted(group: string, shifts: readonly Wanted[], desk: Desk): Story<Settled> {
  const kept = new Map<Shift, Outcome>()
  for (const { shift, id } of shifts)
    if (shift.verb === 'revoke' && (await desk.emergency.has(id)))
      kept.set(shift, { status: 'failed', class: 'forbidden', detail: `${shift.before.member}: ${emergency}` })
  const open = shifts.filter(({ shift }) => !kept.has(shift))
  return new Map([...kept, ...(yield* written(group, open, desk))])
}

async function* written(id: string, wanted: readonly Wanted[], desk: Desk): Story<Settled> {
  if (wanted.length === 0) return new Map()
  const { place, why } = yield* whereabouts(id, desk)
  if (place === places.roles) return yield* shiftHolders(id, wanted, desk)
  if (why !== undefined)
    return new Map(wanted.map(({ shift }) => [shift, { status: 'failed', class: 'forbidden', detail: why }]))
  const group = { group: id, place }
  const grants = wanted.filter(({ shift }) => shift.verb === 'grant')
  const leaving = wanted.filter(({ shift }) => shift.verb === 'revoke')
  const kept = desk.groups.isPrivileged(id) ? await lastIn(id, leaving, desk) : new Map<Shift, Outcome>()
  const revokes = leaving.filter(({ shift }) => !kept.has(shift))
  const together = place === places.groups ? yield* letIn(group, grants, desk) : new Map<Shift, Outcome>()
  const apart = [...grants.filter(({ shift }) => !together.has(shift)), ...revokes]
  const settled = yield* oneByOne(group, apart, desk)
  for (const each of revokes) if (settled.get(each.shift)?.status === 'failed') desk.keyholders.stays(each.id, id)
  return new Map([...kept, ...together, ...settled])
}

/** Those by whom alone the tenant is administered, through this very group. */
async function lastIn(group: string, leaving: readonly Wanted[], { keyholders }: Desk): Promise<Settled> {
  const kept = new Map<Shift, Outcome>()
  for (const { shift, id } of leaving) {
    const why = await keyholders.takeDown(id, group)
    if (why === undefined) continue
    const { member, group: called } = membershipIn(shift)
    kept.set(shift, { status: 'failed', class: 'forbidden', detail: `${member} in ${called}: ${why}` })
  }
  return kept
}

interface Whereabouts {
  readonly place: GroupPlace
  /** Why roster leaves its members alone. */
  readonly why?: string
}

/** Where a group is kept, and whether its members are roster's to change, whatever a plan says. Looked at once, or read in the same run. */
async function* whereabouts(id: string, { groups, terms }: Desk): Story<Whereabouts> {
  const known = groups.placeOf(id)
  if (known !== undefined && groups.isOpen(id)) return { place: known }
  const { place, answer } = yield* askAt(id, (each) => groupQuestion(each, id), { groups })
  const live = groupIn(answer, place, terms)
  if (place !== places.roles && live?.notManageable !== undefined)
    return { place, why: `${live.name}: ${live.notManageable}.` }
  if (live !== undefined) groups.keepOpen(id)
  if (live?.privileged === true) groups.keepPrivileged(id)
  return { place }
}

/** How many members one request may name: https://learn.microsoft.com/graph/api/group-post-members */
const mostBound = 20

/** As many as one request names, one request after the other: of these all come, or none does. Who is not in the answer did not come. */
async function* letIn({ group }: Group, grants: readonly Wanted[], { terms }: Desk): Story<Settled> {
  const settled = new Map<Shift, Outcome>()
  for (const some of byTwenties(grants)) {
    if (some.length < 2) continue
    const links = some.map(({ id }) => objectUrl(id, terms))
    const answer = yield* ask({ method: 'PATCH', path: path`/groups/${group}`, body: { 'members@odata.bind': links } })
    if (answer.outcome === 'done') for (const { shift } of some) settled.set(shift, { status: 'applied' })
  }
  return settled
}

/** Each by itself, twenty in one batch: one that is in already, or not visible yet, keeps no other waiting. */
async function* oneByOne(group: Group, wanted: readonly Wanted[], desk: Desk): Story<Settled> {
  const settled = new Map<Shift, Outcome>()
  for (const some of byTwenties(wanted)) {
    const answers = yield some.map((each) => requestOf(group, each, desk))
    for (const [i, { shift }] of some.entries()) settled.set(shift, settle(shift, answers[i]))
  }
  return settled
}

function byTwenties(wanted: readonly Wanted[]): readonly (readonly Wanted[])[] {
  return Array.from({ length: Math.ceil(wanted.length / mostBound) }, (_, at) =>
    wanted.slice(at * mostBound, (at + 1) * mostBound),
  )
}

function requestOf({ group, place }: Group, { shift, id }: Wanted, { terms }: Desk): GraphRequest {
  const members = `${groupPath(place, group)}/members`
  return shift.verb === 'grant'
    ? { method: 'POST', path: `${members}/$ref`, body: { '@odata.id': objectUrl(id, terms) } }
    : { method: 'DELETE', path: `${members}${path`/${id}/$ref`}` }
}

/** Who is in already, or out already, is as asked. Who is not visible yet is tried again. */
export function settle(shift: Shift, answer: GraphAnswer | undefined): Outcome {
  const { group, member } = membershipIn(shift)
  if (answer === undefined) return { status: 'failed', class: 'unknown', detail: 'no answer came' }
  if (answer.outcome === 'done') return { status: 'applied' }
  if (shift.verb === 'revoke')
    return isUnseen(answer) ? { status: 'unchanged' } : failedWrite(answer, `taking ${member} out of ${group}`)
  if (isAlreadyThere(answer)) return { status: 'unchanged' }
  const outcome = failedWrite(answer, `letting ${member} into ${group}`)
  // A lost answer is no more than that here: letting somebody in who is in changes nothing.
  const mayComeYet = isUnseen(answer) || answer.outcome === 'lost'
  return mayComeYet && 'detail' in outcome
    ? { status: 'failed', class: 'retryable', detail: outcome.detail ?? '', retryAfterMs: retryUnseenAfter }
    : outcome
}

const retryUnseenAfter = 5000
