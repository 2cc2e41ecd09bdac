import type { DirectoryOperation } from '../../model/operation.ts'
import type { Outcome } from '../../model/outcome.ts'
import type { Attributes, WishedAttributes } from '../../model/value.ts'
import { present, valuesOf } from '../../model/value.ts'
import { parseAddress } from '../../model/address.ts'
import { failedWrite } from './faults.ts'
import type { Undone } from './faults.ts'
import { path } from './graph/quote.ts'
import type { GraphAnswer } from './graph/request.ts'
import { foundIn } from './listing.ts'
import { itsOwn, policyAttributes, policyBody, said } from './policy-attributes.ts'
import type { Belongings } from './policy-attributes.ts'
import { groupFor } from './policy-group.ts'
import { locationFor, removeBelongings } from './policy-belongings.ts'
import { belongingsOf, locationsIn, policiesIn, policiesRoad } from './policy-read.ts'
import { policyIn, policySelect } from './policy-wire.ts'
import type { WireLocation, WirePolicy } from './policy-wire.ts'
import { idOf } from './row.ts'
import { objectIn } from './write-answer.ts'
import type { Desk } from './write-desk.ts'
import { declaredObject } from './write-desk.ts'
import { ask } from './write-story.ts'
import type { Story } from './write-story.ts'
import { isUnseen, patiently, pauses } from './write-unseen.ts'

export type OnPolicy = Extract<DirectoryOperation, { readonly kind: 'policy' }>
export type PolicyItself = Extract<OnPolicy, { readonly verb: 'create' | 'update' | 'delete' }>

/** Whether an operation is about a policy itself, and not about whom it holds for. */
export function isPolicyItself(operation: DirectoryOperation): operation is PolicyItself {
  return operation.kind === 'policy' && operation.verb !== 'grant' && operation.verb !== 'revoke'
}

/** Makes, changes or removes a policy with what belongs to it. Looks first whether it is so already; what it was read as is the precondition. */
export async function* changePolicy(operation: PolicyItself, desk: Desk): Story {
  switch (operation.verb) {
    case 'create':
      return yield* create(operation, desk)
    case 'update':
      return yield* update(operation, desk)
    case 'delete':
      return yield* remove(operation, desk)
  }
}

type Creation = PolicyItself & { readonly verb: 'create' }

/** First what it names, then the policy: a run that dies in between leaves what the next one finds by its name. */
async function* create(operation: Creation, desk: Desk): Story {
  const { name, attributes } = operation.after
  const turn = desk.attempts.begin(operation)
  const earlier = await named(name, turn === 'first' ? [0] : [0, ...pauses], desk)
  if (earlier !== undefined) return await met(operation, earlier, desk)
  if (turn === 'again') return lost(name)
  const unspared = await notLeftOut(name, attributes, desk)
  if (unspared !== undefined) return givenUp(operation, unspared, desk)
  const made = yield* belongingsFor(name, attributes, {}, desk)
  if ('failed' in made) return givenUp(operation, made.failed, desk)
  const body = policyBody(name, attributes, made)
  const answer = yield* patiently({ method: 'POST', path: policiesRoad, body }, isTooEarly, desk)
  if (answer.outcome === 'refused') return givenUp(operation, refused(answer, `making the policy ${name}`), desk)
  const id = idIn(answer) ?? (await named(name, [0, ...pauses], desk))?.id
  return id === undefined
    ? lost(name)
    : { status: 'applied', locator: { immutableId: id, reference: made.group ?? id } }
}

function idIn(answer: GraphAnswer): string | undefined {
  const row = objectIn(answer)
  return row === undefined ? undefined : idOf(row)
}

/** Nothing was made of it: it may be asked for again. */
function givenUp(operation: Creation, outcome: Outcome, desk: Desk): Outcome {
  desk.attempts.refused(operation)
  return outcome
}

/** What a policy names may not be visible yet where policies are kept. */
function isTooEarly(answer: GraphAnswer): boolean {
  if (isUnseen(answer)) return true
  return (
    answer.outcome === 'refused' && answer.status === 400 && /not (be )?found|not exist/i.test(answer.error.message)
  )
}

function refused(answer: Undone, doing: string): Outcome {
  const outcome = failedWrite(answer, doing)
  if (isTooEarly(answer) && 'detail' in outcome)
    return { status: 'failed', class: 'retryable', detail: outcome.detail ?? doing }
  if (outcome.status !== 'failed' || outcome.class !== 'forbidden') return outcome
  return {
    ...outcome,
    detail: `${outcome.detail} Writing policies takes Policy.ReadWrite.ConditionalAccess and Policy.Read.All.`,
  }
}

async function named(name: string, after: readonly number[], desk: Desk): Promise<WirePolicy | undefined> {
  for (const pause of after) {
    if (pause > 0) await desk.sleep(pause)
    const found = (await policiesIn(desk.graph)).find(({ displayName }) => displayName === name)
    if (found !== undefined) return found
  }
  return undefined
}

async function met({ after }: Creation, policy: WirePolicy, desk: Desk): Promise<Outcome> {
  const seen = await asSeen(policy, after.attributes, desk)
  const reference = seen.belongings.group ?? policy.id
  if (isSame(seen.attributes, after.attributes))
    return { status: 'unchanged', locator: { immutableId: policy.id, reference } }
  const detail = `a policy ${after.name} is there already (id ${policy.id}) and says something else. Plan again: it is taken over.`
  return { status: 'conflict', detail }
}

function lost(name: string): Outcome {
  const detail = `the answer to the creation of the policy ${name} was lost, and it is not to be seen. It may have been made all the same: it is looked for before it is asked for again.`
  return { status: 'failed', class: 'unknown', detail }
}

interface Seen {
  readonly attributes: Attributes
  readonly belongings: Belongings
  readonly locations: readonly WireLocation[]
}

/** A policy as it is now; where it names its own group, by whatever group it names first. */
async function asSeen(
  policy: WirePolicy,
  wished: WishedAttributes,
  { graph }: Pick<Desk, 'graph'>,
  group?: string,
): Promise<Seen> {
  const places = policy.conditions.locations ?? undefined
  const locations = places === undefined && wished[said.ranges] === undefined ? [] : await locationsIn(graph)
  const own = { has: (id: string) => group === undefined || id === group }
  const belongings = belongingsOf(policy, own, locations)
  return { attributes: policyAttributes(policy, locations, belongings), belongings, locations }
}

/** The group and the location that these attributes name, made where they are not there. */
async function* belongingsFor(
  name: string,
  attributes: WishedAttributes,
  { group, location }: Belongings,
  desk: Desk,
): Story<Belongings | { readonly failed: Outcome }> {
  const names = (key: string): boolean => valuesOf(attributes[key]).includes(itsOwn)
  const held = names(said.groups) && group === undefined ? yield* groupFor(name, desk) : { id: group }
  if ('failed' in held) return held
  const ranges = valuesOf(attributes[said.ranges])
  const place = names(said.butFrom) ? yield* locationFor({ name, ranges, id: location }, desk) : { id: location }
  if ('failed' in place) return place
  return {
    ...(held.id === undefined ? {} : { group: held.id }),
    ...(place.id === undefined ? {} : { location: place.id }),
  }
}

async function* update(operation: PolicyItself & { readonly verb: 'update' }, desk: Desk): Story {
  const { before, after } = operation
  const policy = yield* policyAt(before.immutableId)
  if (policy === undefined) return gone
  const seen = await asSeen(policy, after.attributes, desk, groupOf(operation, desk))
  if (isSame(seen.attributes, after.attributes)) return { status: 'unchanged' }
  const moved = movedIn(seen.attributes, before.attributes, after.attributes)
  if (moved !== undefined)
    return {
      status: 'conflict',
      detail: `${policy.displayName}: ${moved} changed since the plan was made. Plan again.`,
    }
  const attributes = present({ ...seen.attributes, ...after.attributes })
  const unspared = await notLeftOut(policy.displayName, attributes, desk)
  if (unspared !== undefined) return unspared
  const made = yield* belongingsFor(policy.displayName, attributes, seen.belongings, desk)
  if ('failed' in made) return made.failed
  const body = policyBody(policy.displayName, attributes, made)
  const answer = yield* patiently({ method: 'PATCH', path: policyPath(before.immutableId), body }, isTooEarly, desk)
  return answer.outcome === 'done'
    ? { status: 'applied', locator: { immutableId: policy.id, reference: made.group ?? policy.id } }
    : refused(answer, `changing the policy ${policy.displayName}`)
}

/** Whatever a plan says, no policy is written that reaches an emergency account: somebody may have taken it out of the exceptions since. */
async function notLeftOut(name: string, attributes: WishedAttributes, desk: Desk): Promise<Outcome | undefined> {
  const reached = await desk.emergency.without(valuesOf(attributes[said.spared]))
  if (reached.length === 0) return undefined
  const detail = `${name}: the emergency ${reached.length === 1 ? 'account' : 'accounts'} ${reached.join(', ')} (breakGlass) would not be left out of it. Plan again.`
  return { status: 'conflict', detail }
}

/** The group of a policy that is there; undefined: it has none. */
function groupOf(operation: PolicyItself, { locate }: Pick<Desk, 'locate'>): string | undefined {
  const locator = declaredObject(operation, 'policy', parseAddress(operation.address).id, locate)
  return locator === undefined || locator.reference === locator.immutableId ? undefined : locator.reference
}

const gone: Outcome = { status: 'conflict', detail: 'the policy is gone. Plan again.' }

/** What somebody else changed meanwhile: a value that is neither what was read nor what is wished, or one that nobody knew of. */
function movedIn(live: Attributes, before: WishedAttributes, after: WishedAttributes): string | undefined {
  const known = new Set<string>(Object.values(said))
  return (
    Object.keys(after).find((name) => !alike(live, before, name) && !alike(live, after, name)) ??
    Object.keys(live).find((name) => !known.has(name) && !(name in after))
  )
}

function alike(a: WishedAttributes, b: WishedAttributes, name: string): boolean {
  const text = (values: WishedAttributes): string => valuesOf(values[name]).toSorted().join('\n')
  return text(a) === text(b)
}

function isSame(live: Attributes, wished: WishedAttributes): boolean {
  return Object.keys(wished).every((name) => alike(live, wished, name))
}

/** A policy by its id; undefined: it is not there. */
export async function* policyAt(id: string): Story<WirePolicy | undefined> {
  const answer = yield* ask({ method: 'GET', path: policyPath(id), query: { $select: policySelect } })
  const row = foundIn(answer, 'reading a policy')
  return row === undefined ? undefined : policyIn(row)
}

function policyPath(id: string): string {
  return path`/identity/conditionalAccess/policies/${id}`
}

/** First the policy, which then stops nobody any more; then what belonged to it. */
async function* remove(operation: PolicyItself & { readonly verb: 'delete' }, desk: Desk): Story {
  const { immutableId, name } = operation.before
  const answer = yield* ask({ method: 'DELETE', path: policyPath(immutableId) })
  if (answer.outcome !== 'done' && !isUnseen(answer)) return refused(answer, `deleting the policy ${name}`)
  const stays = yield* removeBelongings({ name, group: groupOf(operation, desk) }, desk)
  return {
    status: answer.outcome === 'done' ? 'applied' : 'unchanged',
    ...(stays === undefined ? {} : { detail: stays }),
  }
}

/** Reads back whether a policy is as an operation asks. */
export async function* policyStands(operation: PolicyItself, at: Pick<Desk, 'graph' | 'locate'>): Story<boolean> {
  const policy =
    operation.verb === 'create'
      ? (await policiesIn(at.graph)).find(({ displayName }) => displayName === operation.after.name)
      : yield* policyAt(operation.before.immutableId)
  if (operation.verb === 'delete') return policy === undefined
  if (policy === undefined) return false
  const group = operation.verb === 'create' ? undefined : groupOf(operation, at)
  const { attributes } = await asSeen(policy, operation.after.attributes, at, group)
  return isSame(attributes, operation.after.attributes)
}
