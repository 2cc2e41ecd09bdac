import type { RequestFacts } from '../model/forge.ts'
import type { ApprovalRule, ApprovalState } from '../model/judgement.ts'
import type { PostedPlan } from '../model/posted-plan.ts'
import { beneficiaries } from './beneficiaries.ts'
import type { Change } from './change.ts'
import type { Involved } from './involved.ts'
import { involvedIn, strangersIn } from './involved.ts'
import { mayApprove } from './rights.ts'
import { rulesFor } from './rules.ts'
import type { People, Terms } from './terms.ts'
import { personOf } from './terms.ts'
import type { Approval } from './timeline.ts'
import { approvalsOf, shownPlans } from './timeline.ts'

/** A request, what was shown on it, and what it is held to. */
export interface Consideration {
  readonly facts: RequestFacts
  /** Every plan on record for it. */
  readonly posted: readonly PostedPlan[]
  /** Of the base commit that the latest plan was made for. */
  readonly terms: Terms
  readonly people: People
  readonly change: Change
}

/** Who still has to agree to a request, rule by rule, and whose approval does not count. The same for an open one and a merged one. */
export function approvalStates(consideration: Consideration): readonly ApprovalState[] {
  const { terms, facts, change } = consideration
  return rulesFor({ terms, files: facts.files, change }).map((rule) => stateOf(rule, consideration))
}

/** How far one rule is met. */
export function stateOf(rule: ApprovalRule, { facts, posted, terms, people, change }: Consideration): ApprovalState {
  const whoIs = personOf(terms)
  const approvals = approvalsOf(facts, shownPlans(facts, posted), whoIs)
  const involved = involvedIn(facts, whoIs)
  const gaining = beneficiaries(change)
  const judged = approvals.map((approval) => ({
    approval,
    why: whyNot(approval, rule, { involved, gaining, people }),
  }))
  const by = judged.filter(({ why }) => why === undefined).map(({ approval }) => approval)
  const unknown = by.filter(({ person }) => person === undefined).map((each) => each.by)
  const obstacle = rule.name === 'critical' ? strangersIn(facts) : undefined
  const missing = Math.max(0, rule.count - by.length)
  return {
    rule,
    by: by.map((each) => each.by),
    missing: obstacle === undefined ? missing : Math.max(1, missing),
    notCounted: judged.flatMap(({ approval, why }) => (why === undefined ? [] : [{ by: approval.by, why }])),
    ...(unknown.length === 0 ? {} : { unknown }),
    ...(obstacle === undefined ? {} : { obstacle }),
  }
}

interface Circumstances {
  readonly involved: Involved
  readonly gaining: ReadonlySet<string>
  readonly people: People
}

/** Why an approval does not count for a rule, in words that follow a name. */
function whyNot(approval: Approval, rule: ApprovalRule, circumstances: Circumstances): string | undefined {
  const { by, isBot, person, stale } = approval
  const { involved, gaining, people } = circumstances
  if (isBot) return 'is not a person'
  if (stale !== undefined) return stale
  const part = involved.get(person ?? `@${by}`) ?? involved.get(`@${by}`)
  if (part !== undefined) return part
  if (person !== undefined && gaining.has(person)) return `gains by it (${person})`
  if (person === undefined && rule.name === 'critical')
    return 'may be anybody: add the login to forgeAccounts in roster.yaml'
  return mayApprove(by, rule, people)
}
