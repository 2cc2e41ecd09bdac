import type { ApprovalTrace, RequestFacts, RequestTrace } from '../model/forge.ts'
import type { AllowedRequest, ApprovalState, Judge, Judged } from '../model/judgement.ts'
import { approvalKey } from '../model/judgement.ts'
import type { PostedPlan, PostedTenant } from '../model/posted-plan.ts'
import { renamedIn } from './beneficiaries.ts'
import type { Change } from './change.ts'
import { criticalRule } from './rules.ts'
import type { Consideration } from './states.ts'
import { approvalStates, stateOf } from './states.ts'
import type { People, Terms } from './terms.ts'
import { personOf } from './terms.ts'
import { approvalsOf, shownPlans } from './timeline.ts'
import { missingIn } from './words.ts'

const validFor = 24 * 3_600_000
const clockTolerance = 60_000

/** A merged request and every plan on record for it. */
export interface MergedRequest {
  readonly facts: RequestFacts
  readonly posted: readonly PostedPlan[]
}

/** What approvals are judged with. */
export interface Court {
  readonly requests: readonly MergedRequest[]
  /** What a commit of the base branch says of approvals; undefined: the commit is not on that branch, or its roster.yaml has mistakes. */
  readonly termsAt: (base: string) => Terms | undefined
  readonly people: People
  readonly tool: { readonly name: string; readonly version: string }
  /** Whether the digests of a plan on record are those of what it lists. */
  readonly isWhole: (plan: PostedPlan) => boolean
  readonly now: Date
}

/** Judges a tenant's plan of this moment by the approvals of merged requests. */
export function judgeOf(court: Court): Judge {
  return (judged) => {
    const found = court.requests
      .filter(({ facts }) => facts.pull.merged !== undefined)
      .map((request) => verdictOn(request, judged, court))
    return {
      allowed: found.flatMap(({ allowed }) => (allowed === undefined ? [] : [allowed])),
      missing: found.flatMap(({ missing }) => (missing === undefined ? [] : [missing])),
    }
  }
}

/** What a request allows, and why it does not allow the rest. Neither: it is not about the tenant. */
interface Verdict {
  readonly allowed?: AllowedRequest
  readonly missing?: string
}

function verdictOn(request: MergedRequest, judged: Judged, court: Court): Verdict {
  const { facts } = request
  const at = `#${facts.pull.number}`
  const plan = shownPlans(facts, request.posted).at(-1)
  if (plan === undefined) return { missing: `${at} was merged without a plan on record for its last commit` }
  const own = plan.tenants.find(({ tenant }) => tenant === judged.tenant)
  if (own === undefined || isIdle(own)) return {}
  const trouble = troubleWith(plan, own, judged, court)
  if (trouble !== undefined) return { missing: `${at} ${trouble}` }
  const terms = court.termsAt(plan.base)
  if (terms === undefined) return { missing: `${at} was planned for ${plan.base.slice(0, 10)}, ${nowhere}` }
  return weighed({ request, plan, own, terms }, judged, court)
}

const nowhere =
  'which is not on the base branch, or whose roster.yaml has mistakes: what it is held to is not known. Open a request, an empty commit will do, and have its plan approved'

interface Case {
  readonly request: MergedRequest
  readonly plan: PostedPlan
  readonly own: PostedTenant
  readonly terms: Terms
}

function weighed({ request, plan, own, terms }: Case, judged: Judged, court: Court): Verdict {
  const { facts, posted } = request
  const isOld = isExpired(plan, court.now)
  const allowed = { fingerprints: new Set(isOld ? [] : own.fingerprints), standing: new Set(own.standing) }
  const consideration = { facts, posted, terms, people: court.people, change: changeOf(judged, allowed, own) }
  const states = approvalStates(consideration)
  const missing = missingIn(facts.pull.number, states)
  if (missing !== undefined) return { missing }
  const critical = stateOf(criticalRule(terms), consideration).missing === 0
  const late = isOld && judged.operations.some(({ fingerprint }) => own.fingerprints.includes(fingerprint))
  return {
    allowed: { trace: traceOf(plan, consideration, states), observedAt: plan.observedAt, ...allowed, critical },
    ...(late ? { missing: `#${facts.pull.number} ${tooOld(plan)}` } : {}),
  }
}

function tooOld({ observedAt }: PostedPlan): string {
  return `was approved on a plan that is older than 24 hours (read at ${observedAt}): open a request, an empty commit will do, and have its plan approved`
}

/** Nothing in it could be approved: the tenant has no part in the request. */
function isIdle({ held, fingerprints, standing }: PostedTenant): boolean {
  return !held && fingerprints.length + standing.length === 0
}

function troubleWith(plan: PostedPlan, own: PostedTenant, judged: Judged, court: Court): string | undefined {
  if (!court.isWhole(plan)) return 'has a plan on record whose digest is not that of what it lists: it was altered'
  if (judged.consumed.has(approvalKey(plan))) return 'was carried out already, and its approvals are used up'
  if (own.held) return 'had a plan that a gate or a mistake held: nothing of it could be approved'
  const made = `${plan.tool.name} ${plan.tool.version}`
  const here = `${court.tool.name} ${court.tool.version}`
  if (lineOf(made) !== lineOf(here)) return `was planned by ${made}, and this is ${here}: have it planned again`
  return undefined
}

/** Versions that speak of the same thing: of one major number, or before the first one of one minor number. */
function lineOf(version: string): string {
  const [major = '', minor = ''] = version.split('.')
  return major.endsWith(' 0') ? `${major}.${minor}` : major
}

function isExpired({ observedAt }: PostedPlan, now: Date): boolean {
  const age = now.getTime() - Date.parse(observedAt)
  return !(age >= -clockTolerance && age <= validFor)
}

/** What of the plan of this moment the request is about. Whose doing a gain of access is cannot be told: it counts for each. */
function changeOf(
  judged: Judged,
  allowed: Pick<AllowedRequest, 'fingerprints' | 'standing'>,
  { critical }: PostedTenant,
): Change {
  const { fingerprints, standing } = allowed
  const operations = judged.operations.filter(
    ({ fingerprint }) => fingerprints.has(fingerprint) || standing.has(fingerprint),
  )
  const isDone = operations.length === 0
  return {
    operations,
    renamed: renamedIn(judged.operations),
    access: isDone ? [] : judged.access,
    findings: isDone ? [] : judged.findings,
    ...(critical === true && !isDone ? { wasCritical: true as const } : {}),
    calendar: judged.calendar.filter(({ fingerprint }) => standing.has(fingerprint)),
    standing: [...standing],
    insiders: (_, group) => judged.insiders(group),
  }
}

function traceOf(plan: PostedPlan, consideration: Consideration, states: readonly ApprovalState[]): RequestTrace {
  const { facts, posted, terms } = consideration
  const { pull, repository } = facts
  const approvals = approvalsOf(facts, shownPlans(facts, posted), personOf(terms)).flatMap(
    ({ by, person, at }): readonly ApprovalTrace[] => {
      const rules = states.filter((state) => state.by.includes(by)).map(({ rule }) => rule.name)
      return rules.length === 0 ? [] : [{ by, ...(person === undefined ? {} : { person }), at, rules }]
    },
  )
  const { merged } = pull
  return {
    repository,
    number: pull.number,
    author: pull.author.login,
    head: pull.head.commit,
    merge: merged?.commit ?? '',
    mergedAt: merged?.at ?? '',
    ...(merged?.by === undefined ? {} : { mergedBy: merged.by.login }),
    digest: plan.digest,
    approvals,
  }
}
