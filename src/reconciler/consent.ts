import { grouped } from '../model/grouped.ts'
import { canonical } from '../model/canonical.ts'
import type { Operation } from '../model/operation.ts'
import { isOfDirectory } from '../model/operation.ts'
import type { Plan } from '../model/plan.ts'
import { approvable, fingerprintOf, rootDigest, tenantDigest } from './digest.ts'
import type { Memory } from './memory.ts'
import type { Consent } from './run.ts'
import type { TenantDraft } from './tenant.ts'

const validFor = 24 * 3_600_000
const clockTolerance = 60_000

/** The root digest of what a plan allows, worked out anew: what a file says of itself is not believed. */
export function digestOf({ tenants, operations, calendar }: Plan): string {
  const operationsOf = grouped(operations, ({ tenant }) => tenant)
  const calendarOf = grouped(calendar, ({ tenant }) => tenant)
  return rootDigest(
    tenants.map(({ tenant }) => ({
      tenant,
      digest: tenantDigest(approvable(operationsOf.get(tenant) ?? [], calendarOf.get(tenant) ?? [])),
    })),
  )
}

/** Why this tenant may not be applied under this consent; undefined when it may. */
export function refusal(
  draft: TenantDraft,
  consent: Exclude<Consent, { readonly how: 'reviewed' }>,
  memory: Memory,
  now: Date,
  shown: Plan | undefined,
): string | undefined {
  const planned = draft.operations.filter(isCarriedOut)
  switch (consent.how) {
    case 'autoApprove':
      return undefined
    case 'digest':
      return shown === undefined ? digestMismatch(draft, consent.digest) : outside(planned, approvedBy(shown), memory)
    case 'terminal':
      return shown === undefined ? 'nothing was shown to approve' : outside(planned, approvedBy(shown), memory)
    case 'approved': {
      const actual = digestOf(consent.plan)
      if (actual !== consent.digest)
        return `the approved plan's digest is ${actual}, not ${consent.digest}: the file is not the plan that was approved. Plan again and have it approved.`
      const misstated = consent.plan.operations.find((operation) => !statesItself(operation, consent.plan))
      if (misstated !== undefined)
        return `${misstated.id} in the approved plan does not say what its fingerprint stands for: the file was edited. Plan again and have it approved.`
      const age = now.getTime() - Date.parse(consent.plan.context.observedAt)
      const old = !(age >= -clockTolerance && age <= validFor)
      const fresh = planned.filter((operation) => !endsByItself(operation))
      if (!old) return outside(fresh, approvedBy(consent.plan), memory)
      const standing = broughtByTime(draft.operations)
      const late = fresh.filter(({ id, status }) => status === 'planned' && !standing.has(id))
      return late.length === 0
        ? outside(fresh, approvedBy(consent.plan), memory)
        : `the approval is older than 24 hours (read at ${consent.plan.context.observedAt}); plan again and have it approved`
    }
  }
}

/** Whether it needs somebody's agreement by name: it is carried out, or handed out, and no end that was written down brings it. */
export function asksForConsent(operation: Operation): boolean {
  return isCarriedOut(operation) && !endsByItself(operation)
}

function isCarriedOut(operation: Operation): boolean {
  return operation.status === 'planned' || waitsForSomebody(operation)
}

/**
 * What a person is to do on a platform is agreed to with the apply, and gates do not ask again: it has to have been approved too.
 * An invitation that is sent again comes by time, and gives nothing that the first did not.
 */
function waitsForSomebody(operation: Operation): boolean {
  return operation.status === 'waiting' && !isOfDirectory(operation) && operation.verb !== 'invite'
}

/** With one tenant the digest may be that tenant's or the root's: a plan shows both. */
function digestMismatch({ plan }: TenantDraft, digest: string): string | undefined {
  const now = rootDigest([plan])
  if (digest === plan.digest || digest === now) return undefined
  return `the plan's digest is now ${now}, not ${digest}: the files or the directory changed since. Look at the new plan and approve it.`
}

/** Fingerprints that an approved plan allows. */
function approvedBy({ operations, calendar }: Plan): ReadonlySet<string> {
  return new Set(approvable(operations, calendar))
}

/**
 * What time brought: starts, ends and deletions after the grace, with what they need and what needs them. They stay
 * approved for longer than a day. Judged on the plan of this moment, not on what the approved file says of itself.
 */
function broughtByTime(operations: readonly Operation[]): ReadonlySet<string> {
  const timed = operations.filter(
    ({ reason, kind, verb }) => reason === 'started' || reason === 'expired' || (kind === 'user' && verb === 'delete'),
  )
  const ids = new Set(timed.map(({ id }) => id))
  const needed = new Set(timed.flatMap(({ needs }) => needs))
  for (const { id, kind, verb, needs } of operations) {
    if (needs.some((need) => ids.has(need))) ids.add(id)
    const makesRoom = kind === 'organizationalUnit' || (kind === 'policy' && verb === 'create')
    if (makesRoom && needed.has(id)) ids.add(id)
  }
  return ids
}

/** Whether an operation of a saved plan says what its fingerprint stands for. */
export function statesItself(operation: Operation, { tenants }: Plan): boolean {
  const reads = tenants.find(({ tenant }) => tenant === operation.tenant)?.reads ?? []
  const identity = reads.find(({ directory }) => directory === operation.directory)?.identity ?? ''
  return fingerprintOf(operation, identity) === operation.fingerprint
}

/** What the end of a person or of a membership takes away needs no further approval. */
function endsByItself({ reason, verb }: Operation): boolean {
  return reason === 'expired' && (verb === 'disable' || verb === 'revoke')
}

function outside(planned: readonly Operation[], approved: ReadonlySet<string>, memory: Memory): string | undefined {
  const strange = planned.filter(
    (operation) => !approved.has(operation.fingerprint) && !resumes(operation, approved, memory),
  )
  if (strange.length === 0) return undefined
  return `${notAmong(strange)} The files or the directory changed since; nothing was written. Plan again and have it approved.`
}

/** Which operations nobody approved, in one sentence. */
export function notAmong(strange: readonly Operation[]): string {
  const named = strange.slice(0, 5).map(({ id }) => id)
  const rest = strange.length > 5 ? ` and ${strange.length - 5} more` : ''
  return `${strange.length} ${strange.length === 1 ? 'operation is' : 'operations are'} not among the approved ones: ${named.join(', ')}${rest}.`
}

/** Goes on with an approved operation that was begun and cut off halfway, so that what it started from has changed. */
export function resumes(operation: Operation, approved: ReadonlySet<string>, { unresolved }: Memory): boolean {
  const begun = unresolved.get(operation.id)
  if (begun === undefined || !approved.has(begun.fingerprint) || !isWithin(operation.after, begun.after)) return false
  return isFrom(operation.before, begun.before, begun.after)
}

/** Whether every value that would be overwritten is one that the approved operation started from, or one that it wrote. */
function isFrom(now: unknown, before: unknown, after: unknown): boolean {
  if (!isRecord(now)) return [before, after].some((then) => canonical(now ?? null) === canonical(then ?? null))
  const of = (then: unknown, name: string): unknown => (isRecord(then) ? then[name] : undefined)
  return Object.entries(now).every(([name, value]) => isFrom(value, of(before, name), of(after, name)))
}

/** Whether what is asked for now was asked for then; part of it may be done by now. */
function isWithin(now: unknown, then: unknown): boolean {
  if (!isRecord(now) || !isRecord(then)) return canonical(now ?? null) === canonical(then ?? null)
  return Object.entries(now).every(([name, value]) => name in then && isWithin(value, then[name]))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
