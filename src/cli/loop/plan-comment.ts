import { appendFileSync } from 'node:fs'
import { renamedIn } from '../../approval/beneficiaries.ts'
import type { Change } from '../../approval/change.ts'
import { approvalStates } from '../../approval/states.ts'
import type { Forge } from '../../forge/forge.ts'
import type { StickyOutcome } from '../../forge/sticky.ts'
import { exit } from '../../model/exit-code.ts'
import { UsageError } from '../../model/fault.ts'
import type { PullRequest, RequestFacts } from '../../model/forge.ts'
import type { ApprovalState } from '../../model/judgement.ts'
import type { Plan } from '../../model/plan.ts'
import type { PostedPlan } from '../../model/posted-plan.ts'
import { recall } from '../../reconciler/checkpoints/recall.ts'
import { digestOf, statesItself } from '../../reconciler/consent.ts'
import { rememberedInsiders } from '../../reconciler/insiders.ts'
import { postedOf } from '../../reconciler/posted.ts'
import type { CommentContext } from '../../report/comment/context.ts'
import { jobSummary, planComment } from '../../report/comment/plan.ts'
import { isWorthAComment, type CommentMode } from '../../report/comment/worth.ts'
import type { CommentOptions } from '../commands/comment.ts'
import { openLedger } from '../ledger.ts'
import type { Session } from '../session.ts'
import { settingsOf } from '../settings.ts'
import { termsIn } from './base.ts'
import { peopleOf } from './court.ts'
import { factsOf } from './facts.ts'
import { isBroken, writeCheck } from './plan-check.ts'
import { postedPlans } from './plans.ts'
import { linked } from './run-link.ts'
import { replaceSticky } from './sticky.ts'
import { unprovable } from './unprovable.ts'

const validFor = 24 * 3_600_000

/** What is posted, and where. */
export interface Posting {
  readonly root: string
  readonly forge: Forge
  readonly pull: PullRequest
  readonly options: CommentOptions
  readonly plan: Plan
}

/** Puts a plan on its request: kept first, so that nobody can approve what is not on record; then said. */
export async function postPlan(session: Session, posting: Posting): Promise<number> {
  const { forge, pull, plan, options } = posting
  const mode = modeOf(options.when)
  refuseAltered(plan)
  const facts = await factsOf(forge, pull)
  const kept = await keep(session, posting, facts)
  const approval = await statesOf(session, posting, { facts, ...kept })
  const context = contextOf(session, posting.root, plan, {
    head: pull.head.commit,
    approval,
    nextCommand: nextOf(posting, { approval, isKept: kept.why === undefined }),
    ...(kept.why === undefined ? {} : { obstacle: kept.why }),
  })
  const { body, omitted } = planComment(plan, context)
  const { observedAt } = plan.context
  const did = await replaceSticky(forge, pull.number, {
    body,
    head: pull.head.commit,
    observedAt,
    digest: plan.digest,
    quiet: kept.why === undefined && !isWorthAComment(plan, mode),
  })
  if (options.check) await writeCheck(session, posting, { approval, summary: body, isKept: kept.why === undefined })
  writeSummary(session, jobSummary(plan, context))
  const left = omitted.length === 0 ? '' : ` Left out: ${omitted.join('; ')}.`
  session.output.result({
    document: () => ({
      formatVersion: '1.0',
      kind: 'comment',
      number: pull.number,
      comment: did,
      digest: plan.digest,
      omitted,
    }),
    text: () => `#${pull.number}: ${inWords[did]}.${left}\n`,
  })
  return exit.done
}

const inWords: Readonly<Record<StickyOutcome, string>> = {
  created: 'the plan is in a new comment',
  edited: 'the comment shows the plan now',
  unchanged: 'the comment shows the plan already',
  older: 'the comment stays, for it shows something newer than this plan',
  none: 'nothing in it is worth a comment',
}

const modes: readonly CommentMode[] = ['always', 'changes', 'costRises']

function modeOf(when: string | undefined): CommentMode {
  const mode = modes.find((one) => one === (when ?? 'changes'))
  if (mode !== undefined) return mode
  throw new UsageError(`--when ${when} is none of ${modes.join(', ')}.`)
}

/** Shows the comment that would be posted, without what only the forge knows. */
export function printPlan(session: Session, root: string, plan: Plan, head: string | undefined): number {
  const context = contextOf(session, root, plan, {
    head: head ?? plan.context.commit ?? '',
    approval: 'unknown',
    nextCommand: lookAgain,
  })
  const { body, omitted } = planComment(plan, context)
  session.output.result({
    document: () => ({ formatVersion: '1.0', kind: 'comment', body, omitted }),
    text: () => body,
  })
  return exit.done
}

/** The file may come from the request itself: what it says of its operations has to be what their fingerprints stand for. */
function refuseAltered(plan: Plan): void {
  const isTrue = digestOf(plan) === plan.digest && plan.operations.every((operation) => statesItself(operation, plan))
  if (!isTrue) throw new UsageError('The saved plan is not what its digest stands for: it was altered. Plan again.')
}

/** Every plan on record for the request; and why this one was not put there, where it should have been. */
interface Kept {
  readonly posted: readonly PostedPlan[]
  readonly why?: string
}

async function keep(
  session: Session,
  { root, forge, pull, plan, options }: Posting,
  facts: RequestFacts,
): Promise<Kept> {
  const plans = postedPlans(root, settingsOf(root), session)
  const request = { repository: forge.repository, number: pull.number }
  if (options.record !== true) return { posted: await plans.of(request) }
  const repository = { root, env: session.environment.forGit }
  const why = await unprovable({ forge, pull, plan, repository }, facts)
  if (why !== undefined) return { posted: await plans.of(request), why }
  const base = plan.context.baseCommit ?? ''
  await plans.put(postedOf(plan, { ...request, head: pull.head.commit, base, postedAt: new Date().toISOString() }))
  return { posted: await plans.of(request) }
}

async function statesOf(
  session: Session,
  { root, forge, plan }: Posting,
  { facts, posted, why }: Kept & { readonly facts: RequestFacts },
): Promise<readonly ApprovalState[]> {
  const repository = { root, env: session.environment.forGit }
  // What is not put on record may name any commit as its base.
  const claimed = why === undefined ? plan.context.baseCommit : undefined
  const terms = await termsIn(repository, claimed ?? facts.pull.base.commit)
  const people = await peopleOf(forge, [facts], [terms])
  return approvalStates({ facts, posted, terms, people, change: await changeOf(session, root, plan) })
}

async function changeOf(session: Session, root: string, plan: Plan): Promise<Change> {
  const ledger = await openLedger(root, settingsOf(root), session)
  // Who is in a group is asked only of what would be done: of a tenant with nothing to do the ledger is not read.
  const tenants = new Set([...plan.operations, ...plan.calendar].map(({ tenant }) => tenant))
  const known = await Promise.all(
    [...tenants].map(async (tenant) => [tenant, rememberedInsiders(await recall(ledger, tenant), tenant)] as const),
  )
  const insiders = new Map(known)
  return {
    operations: plan.operations.filter(({ status }) => status !== 'blocked'),
    renamed: renamedIn(plan.operations),
    access: plan.access.groups,
    findings: plan.findings,
    calendar: plan.calendar,
    standing: plan.calendar.map(({ fingerprint }) => fingerprint),
    insiders: (tenant, group) => insiders.get(tenant)?.(group) ?? [],
  }
}

function contextOf(
  session: Session,
  root: string,
  plan: Plan,
  known: Pick<CommentContext, 'head' | 'approval' | 'nextCommand' | 'obstacle'>,
): CommentContext {
  return {
    ...known,
    expires: new Date(Date.parse(plan.context.observedAt) + validFor).toISOString(),
    ...linked(session),
    zoneOf: settingsOf(root).zoneOf,
  }
}

const lookAgain = 'roster plan --verbose'

/** What brings a request on: an approval, then the merge; where those lead nowhere yet, a closer look. */
function nextOf(
  { plan, pull }: Pick<Posting, 'plan' | 'pull'>,
  { approval, isKept }: { readonly approval: readonly ApprovalState[]; readonly isKept: boolean },
): string {
  if (!isKept || isBroken(plan)) return lookAgain
  const isMissing = approval.some(({ missing }) => missing > 0)
  return isMissing ? `gh pr review ${pull.number} --approve` : `gh pr merge ${pull.number}`
}

/** The summary of a job takes a megabyte, and is no place to fail at. */
function writeSummary({ environment }: Session, text: string): void {
  const { summaryFile } = environment.forge
  if (summaryFile !== undefined) appendFileSync(summaryFile, text)
}
