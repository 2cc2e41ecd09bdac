import type { DirectoryOperation } from '../../model/operation.ts'
import type { Outcome } from '../../model/outcome.ts'
import { failedWrite } from './faults.ts'
import { path } from './graph/quote.ts'
import type { GraphAnswer, GraphRequest } from './graph/request.ts'
import { fullPage, linksOf } from './listing.ts'
import type { Standpoint } from './confirm.ts'
import { existingGroup, groupFor } from './policy-group.ts'
import { policyAt } from './policy-write.ts'
import type { OnPolicy, PolicyItself } from './policy-write.ts'
import type { Desk } from './write-desk.ts'
import { declaredObject, objectUrl, targetOf } from './write-desk.ts'
import type { Story } from './write-story.ts'
import { isAlreadyThere, isUnseen, patiently } from './write-unseen.ts'

export type PolicyShift = Exclude<OnPolicy, PolicyItself>

/** Whether an operation is about whom a policy holds for. */
export function isPolicyShift(operation: DirectoryOperation): operation is PolicyShift {
  return operation.kind === 'policy' && (operation.verb === 'grant' || operation.verb === 'revoke')
}

/** Puts people under one policy and takes them out of it: members of the group that is made with it, by twenties. */
export async function* shiftPeople(shifts: readonly PolicyShift[], desk: Desk): Story<readonly Outcome[]> {
  const [first] = shifts
  const group = first === undefined ? undefined : yield* groupUnder(first, desk, groupFor)
  const outcomes = new Map<PolicyShift, Outcome>()
  const wanted = shifts.flatMap((shift) => {
    const person = personIn(shift, desk)
    if (group !== undefined && person !== undefined) return [{ shift, group, person }]
    outcomes.set(shift, absent(shift, group))
    return []
  })
  const grants = wanted.filter(({ shift }) => shift.verb === 'grant')
  const revokes = wanted.filter(({ shift }) => shift.verb === 'revoke')
  for (const [shift, outcome] of yield* comeUnder(grants, desk)) outcomes.set(shift, outcome)
  for (const [shift, outcome] of yield* leave(revokes)) outcomes.set(shift, outcome)
  return shifts.map((shift) => outcomes.get(shift) ?? { status: 'unchanged' })
}

interface Wanted {
  readonly shift: PolicyShift
  readonly group: string
  readonly person: string
}
type Settled = readonly (readonly [PolicyShift, Outcome])[]

function absent(shift: PolicyShift, group: string | undefined): Outcome {
  if (shift.verb === 'revoke') return { status: 'unchanged' }
  const what = group === undefined ? `the policy ${policyOf(shift)}` : shift.after.member
  return { status: 'conflict', detail: `${what} is not there. Plan again.` }
}

function policyOf(shift: PolicyShift): string {
  return (shift.after ?? shift.before).policy
}

type FindsGroup<At> = (policy: string, at: At) => Story<{ readonly id: string } | { readonly failed: Outcome }>

/** The group of a policy. One that names none so far may be about to: its group is found, or made, by the policy's name. */
async function* groupUnder<At extends Pick<Standpoint, 'graph' | 'locate'>>(
  shift: PolicyShift,
  at: At,
  find: FindsGroup<At>,
): Story<string | undefined> {
  const locator = declaredObject(shift, 'policy', policyOf(shift), at.locate)
  if (locator === undefined || locator.reference !== locator.immutableId) return locator?.reference
  const policy = yield* policyAt(locator.immutableId)
  const found = policy === undefined ? undefined : yield* find(policy.displayName, at)
  return found !== undefined && 'id' in found ? found.id : undefined
}

function personIn(shift: PolicyShift, at: Pick<Standpoint, 'locate'>): string | undefined {
  return shift.before?.reference ?? targetOf(shift, (shift.after ?? shift.before).member, at)
}

/** All in one request; where that is refused, one by one, so that each is told what became of it. */
async function* comeUnder(wanted: readonly Wanted[], desk: Desk): Story<Settled> {
  const [first] = wanted
  if (first === undefined) return []
  const urls = wanted.map(({ person }) => objectUrl(person, desk.terms))
  const together: GraphRequest = {
    method: 'PATCH',
    path: path`/groups/${first.group}`,
    body: { 'members@odata.bind': urls },
  }
  const answer = yield* patiently(together, isUnseen, desk)
  if (answer.outcome === 'done') return wanted.map(({ shift }) => [shift, { status: 'applied' }] as const)
  const answers = yield wanted.map(({ group, person }): GraphRequest => ({
    method: 'POST',
    path: path`/groups/${group}/members/$ref`,
    body: { '@odata.id': objectUrl(person, desk.terms) },
  }))
  return wanted.map(({ shift }, index) => [shift, outcomeOf(answers[index], isAlreadyThere, shift)] as const)
}

async function* leave(wanted: readonly Wanted[]): Story<Settled> {
  if (wanted.length === 0) return []
  const answers = yield wanted.map(({ group, person }): GraphRequest => ({
    method: 'DELETE',
    path: path`/groups/${group}/members/${person}/$ref`,
  }))
  return wanted.map(({ shift }, index) => [shift, outcomeOf(answers[index], isUnseen, shift)] as const)
}

function outcomeOf(
  answer: GraphAnswer | undefined,
  isSettled: (answer: GraphAnswer) => boolean,
  shift: PolicyShift,
): Outcome {
  if (answer === undefined) return { status: 'failed', class: 'unknown', detail: 'no answer came' }
  if (answer.outcome === 'done') return { status: 'applied' }
  if (isSettled(answer)) return { status: 'unchanged' }
  if (isUnseen(answer))
    return { status: 'failed', class: 'retryable', detail: `the group of ${policyOf(shift)} is not to be seen yet` }
  return failedWrite(answer, `changing whom the policy ${policyOf(shift)} is for`)
}

/** Reads back whether people are under one policy, which is read once; in their order. */
export async function* shiftsStand(shifts: readonly PolicyShift[], at: Standpoint): Story<readonly boolean[]> {
  const [first] = shifts
  const group = first === undefined ? undefined : yield* groupUnder(first, at, existingGroup)
  const [inside = 'unknown'] =
    group === undefined ? [] : await linksOf([path`/groups/${group}/members`], { graph: at.graph, pageSize: fullPage })
  return shifts.map((shift) => {
    const person = personIn(shift, at)
    if (group === undefined || person === undefined) return shift.verb === 'revoke'
    return inside !== 'unknown' && inside.includes(person) === (shift.verb === 'grant')
  })
}
