import type { MergedRequest } from '../../approval/judge.ts'
import { judgeOf } from '../../approval/judge.ts'
import type { Terms } from '../../approval/terms.ts'
import { type Forge, ForgeFault } from '../../forge/forge.ts'
import { currentBranch, remoteBranch } from '../../git/branch.ts'
import { type ObjectId, remotes, type Repository } from '../../git/git.ts'
import { filesBelow } from '../../git/tree.ts'
import type { PostedPlans } from '../../ledger/posted-plans.ts'
import { UsageError } from '../../model/fault.ts'
import type { PostedPlan } from '../../model/posted-plan.ts'
import type { Judge } from '../../model/judgement.ts'
import { isWhole } from '../../reconciler/posted.ts'
import type { Run } from '../../reconciler/run.ts'
import { isOn, termsIn } from './base.ts'
import { peopleOf } from './court.ts'
import { factsOf } from './facts.ts'

/** Approvals last a day; a request is looked at for as long again, so that what stands longer is taken down. */
const lookBack = 48 * 3_600_000

/** What is needed to ask the forge what may be applied. */
export interface Asking {
  readonly forge: Forge
  readonly plans: PostedPlans
  readonly run: Run
  readonly repository: Repository
  /** The base branch; undefined: the one that is checked out. */
  readonly branch: string | undefined
}

/** What the forge allows, and the requests that were looked at. */
export interface Reviewed {
  readonly judge: Judge
  readonly requests: readonly MergedRequest[]
}

/** Gathers what was merged lately and who agreed to it. Throws UsageError where the files are not those of the tip of the base branch. */
export async function reviewed(asking: Asking): Promise<Reviewed> {
  const { forge, plans, run, repository } = asking
  const { branch, tip } = await tipOf(asking)
  await refuseOwnRecords(repository, tip)
  const merged = await forge.mergedSince(branch, new Date(run.now().getTime() - lookBack))
  const requests: MergedRequest[] = []
  const unlisted: Unlisted[] = []
  for (const pull of merged) {
    if (pull.merged === undefined || !(await isOn(repository, pull.merged.commit, tip))) continue
    const posted = await plans.of({ repository: forge.repository, number: pull.number })
    const facts = await factsOf(forge, pull).catch((error: unknown) => whyUnlisted(error))
    if (typeof facts === 'string') unlisted.push({ number: pull.number, posted, why: facts })
    else requests.push({ facts, posted })
  }
  const terms = await termsOn(repository, tip, requests)
  const people = await peopleOf(
    forge,
    requests.map(({ facts }) => facts),
    [...terms.values()],
  )
  const termsAt = (base: string): Terms | undefined => terms.get(base)
  const judge = judgeOf({ requests, termsAt, people, tool: run.tool, isWhole, now: run.now() })
  return { judge: withUnlisted(judge, unlisted), requests }
}

/** A request of which the forge does not tell everything. */
interface Unlisted {
  readonly number: number
  readonly posted: readonly PostedPlan[]
  readonly why: string
}

/** One request that is too long to be listed holds what it asked for, and nothing else. */
function whyUnlisted(error: unknown): string {
  if (error instanceof ForgeFault && error.isCutOff) return error.message
  throw error
}

function withUnlisted(judge: Judge, unlisted: readonly Unlisted[]): Judge {
  return (judged) => {
    const { allowed, missing } = judge(judged)
    const concerned = unlisted.filter(({ posted }) =>
      posted.some(({ tenants }) => tenants.some(({ tenant }) => tenant === judged.tenant)),
    )
    return {
      allowed,
      missing: [...missing, ...concerned.map(({ number, why }) => `#${number} cannot be judged: ${why}`)],
    }
  }
}

/** What each base commit says of approvals; one that is not on the base branch, or that has mistakes, says nothing: it holds those who were planned for it. */
async function termsOn(
  repository: Repository,
  tip: string,
  requests: readonly MergedRequest[],
): Promise<ReadonlyMap<string, Terms>> {
  const bases = new Set(requests.flatMap(({ posted }) => posted.map(({ base }) => base)))
  const found = new Map<string, Terms>()
  for (const base of bases) {
    const terms = (await isOn(repository, base, tip)) ? await termsOrNothing(repository, base) : undefined
    if (terms !== undefined) found.set(base, terms)
  }
  return found
}

async function termsOrNothing(repository: Repository, base: string): Promise<Terms | undefined> {
  try {
    return await termsIn(repository, base)
  } catch (error) {
    if (error instanceof UsageError) return undefined
    throw error
  }
}

/** It is always the tip of the base branch that is applied: a run that was overtaken would undo what came after it. */
async function tipOf({
  run,
  repository,
  branch: named,
}: Asking): Promise<{ readonly branch: string; readonly tip: ObjectId }> {
  const branch = named ?? (await checkedOut(repository))
  if (run.commit === null || run.dirty === true)
    throw new UsageError('apply --reviewed applies commits: commit what was changed here, or take it away.')
  const isShared = (await remotes(repository)).includes('origin')
  const tip = isShared ? await remoteBranch(repository, 'origin', branch).tip() : run.commit
  if (tip === run.commit) return { branch, tip }
  const moved = tip === undefined ? 'is not there' : `stands at ${tip.slice(0, 12)}`
  throw new UsageError(
    `apply --reviewed applies the tip of ${branch}, which ${moved}; here is ${run.commit.slice(0, 12)}. Fetch, check out the tip, and run again.`,
  )
}

/** Whoever may change the files of the branch would write the ledger with them, and what was agreed to. */
async function refuseOwnRecords(repository: Repository, tip: ObjectId): Promise<void> {
  const [own] = await filesBelow(repository, tip, ['.roster'])
  if (own !== undefined)
    throw new UsageError(
      `${own.name} is in the repository: what roster keeps is not written by requests. Take it out: git rm -r --cached .roster`,
    )
}

async function checkedOut(repository: Repository): Promise<string> {
  const name = await currentBranch(repository)
  if (name !== undefined) return name
  throw new UsageError('No branch is checked out here. Name the base branch with --branch.')
}
