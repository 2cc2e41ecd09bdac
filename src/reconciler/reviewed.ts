import type { Entry } from '../model/entry.ts'
import type { RequestTrace } from '../model/forge.ts'
import type { AllowedRequest, Judge, Judgement } from '../model/judgement.ts'
import { approvalKey } from '../model/judgement.ts'
import type { Operation } from '../model/operation.ts'
import { isHeavy, weightsOf } from '../model/weight.ts'
import { isDone } from '../model/outcome.ts'
import { asksForConsent, notAmong, resumes } from './consent.ts'
import { insidersOf } from './insiders.ts'
import type { Memory } from './memory.ts'
import type { Settled } from './run.ts'
import type { Basis, TenantDraft } from './tenant.ts'

/** What the approvals on the forge come to for a tenant's plan of this moment. */
export interface Review {
  /** Why the tenant may not be applied; undefined: it may. */
  readonly refused: string | undefined
  /** Requests that allow it. */
  readonly requests: readonly RequestTrace[]
  /** What is written first: what was agreed to beyond the day. */
  readonly opening: readonly Entry[]
  /** What is written last: whose approvals are used up. */
  readonly closing: (settled: readonly Settled[]) => readonly Entry[]
}

/** Judges the draft of a tenant by what was reviewed. */
export function reviewOf(draft: TenantDraft, basis: Basis, memory: Memory, judge: Judge): Review {
  const { plan, operations, access, findings, calendar } = draft
  const { consumed } = memory
  const insiders = insidersOf(basis)
  const judgement = judge({ tenant: plan.tenant, operations, access, findings, calendar, consumed, insiders })
  return {
    refused: refusalOf(draft, judgement, memory),
    requests: judgement.allowed.map(({ trace }) => trace),
    opening: agreed(judgement, draft, memory),
    closing: (settled) => usedUp(judgement, draft, settled),
  }
}

/** Every operation has to be allowed by a request, or by one of earlier days that still stands; else none of the tenant is. */
function refusalOf(draft: TenantDraft, judgement: Judgement, memory: Memory): string | undefined {
  const { missing } = judgement
  const approved = approvedIn(judgement, memory)
  const stands = standingIn(draft, judgement, memory)
  const strange = draft.operations.filter(
    (operation) =>
      asksForConsent(operation) &&
      !approved.has(operation.fingerprint) &&
      !stands(operation) &&
      !resumes(operation, approved, memory),
  )
  if (strange.length === 0) return undefined
  const light = strange.filter(({ fingerprint }) => memory.standing.has(fingerprint))
  const reasons = [...missing.map((text) => `${text}.`), ...(light.length === 0 ? [] : [tooLight(light)])]
  return [notAmong(strange), ...(reasons.length === 0 ? [strangeToAll] : shortened(reasons))].join(' ')
}

/**
 * What requests allow, each operation once: a removal or a privilege that was carried out since the plan was read, and that
 * somebody took back by hand, is agreed to anew. What a directory took and does not show yet was not taken back.
 */
function approvedIn({ allowed }: Judgement, { lately, accepted }: Memory): ReadonlySet<string> {
  const done = lately.filter(({ operation }) => !accepted.has(operation.id))
  return new Set(
    allowed.flatMap(({ observedAt, fingerprints, standing }) => {
      const since = done.filter(({ at }) => Date.parse(at) > Date.parse(observedAt))
      const spent = new Set(since.map(({ operation }) => operation.fingerprint))
      return [...fingerprints, ...standing].filter((fingerprint) => !spent.has(fingerprint))
    }),
  )
}

/**
 * Whether an operation was agreed to on an earlier day. What was a date in a calendar then can turn out to be critical on its day:
 * then the agreement of those days has to have been enough for that. A gain of access has no operation that it belongs to: it is
 * put down to what was agreed to as critical, where there is such a thing.
 */
function standingIn(
  { operations, access, findings }: TenantDraft,
  { allowed }: Judgement,
  { standing }: Memory,
): (operation: Operation) => boolean {
  const isExplained =
    allowed.some(({ critical }) => critical) || operations.some(({ fingerprint }) => standing.get(fingerprint) === true)
  const isGaining = weightsOf({ operations: [], access, findings }).length > 0 && !isExplained
  return (operation) => {
    const critical = standing.get(operation.fingerprint)
    return critical === true || (critical === false && !isGaining && !isHeavy(operation))
  }
}

const strangeToAll =
  'No merged request allows them: the files or the directory changed since. Open a request, an empty commit will do, and have its plan approved.'

function shortened(reasons: readonly string[]): readonly string[] {
  return reasons.length <= 5 ? reasons : [...reasons.slice(0, 5), `And ${reasons.length - 5} more reasons.`]
}

function tooLight(light: readonly Operation[]): string {
  return `${light.length === 1 ? 'One of them was' : `${light.length} of them were`} agreed to before the day came, by fewer people than something critical needs: open a request, an empty commit will do, and have its plan approved.`
}

/** Once for each request: what of it goes beyond the day is on record from then on. */
function agreed({ allowed }: Judgement, draft: TenantDraft, { approved }: Memory): readonly Entry[] {
  const asked = askedFor(draft)
  return allowed.flatMap(({ trace, standing, critical }): readonly Entry[] => {
    const lasting = [...standing].filter((fingerprint) => asked.has(fingerprint)).toSorted()
    if (lasting.length === 0 || approved.has(approvalKey(trace))) return []
    return [{ type: 'approved', request: trace, standing: lasting, ...(critical ? { critical } : {}) }]
  })
}

/** What still stood, and stands in no plan any more: somebody took back the lines that asked for it. */
export function lapsed(draft: TenantDraft, { standing }: Memory): readonly Entry[] {
  const asked = askedFor(draft)
  const gone = [...standing.keys()].filter((fingerprint) => !asked.has(fingerprint)).toSorted()
  return gone.length === 0 ? [] : [{ type: 'lapsed', standing: gone }]
}

function askedFor({ operations, calendar }: TenantDraft): ReadonlySet<string> {
  return new Set([...operations, ...calendar].map(({ fingerprint }) => fingerprint))
}

function usedUp({ allowed }: Judgement, draft: TenantDraft, settled: readonly Settled[]): readonly Entry[] {
  const outcomes = new Map(settled.map(({ operation, outcome }) => [operation.id, outcome.status]))
  const isOver = ({ id, status }: Operation): boolean => status === 'waiting' || isDone(outcomes.get(id) ?? '')
  const isFinished = ({ fingerprints, standing }: AllowedRequest): boolean =>
    draft.operations.every(
      (operation) =>
        isOver(operation) || !(fingerprints.has(operation.fingerprint) || standing.has(operation.fingerprint)),
    )
  return allowed.filter(isFinished).map(({ trace }) => ({ type: 'consumed', request: approvalKey(trace) }))
}
