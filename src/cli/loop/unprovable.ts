import type { Forge } from '../../forge/forge.ts'
import { headCommit, type Repository } from '../../git/git.ts'
import type { PullRequest, RequestFacts } from '../../model/forge.ts'
import type { Plan } from '../../model/plan.ts'
import { isOn } from './base.ts'

/** A saved plan, and the request that it is said to be of. */
export interface Claim {
  readonly forge: Forge
  readonly pull: PullRequest
  readonly plan: Plan
  /** The base branch, checked out. */
  readonly repository: Repository
}

/**
 * Why a saved plan is not put on record, in words that follow a colon; undefined: it is. That its operations are what its fingerprints stand for can be
 * proved, and nothing else of it: so it has to come from a workflow that the base branch holds.
 */
export async function unprovable(claim: Claim, { files }: RequestFacts): Promise<string | undefined> {
  const { forge, pull } = claim
  if (pull.isFork) return 'the request comes from a fork. Push its branch here, and open it anew.'
  const touched = files.flatMap(({ path, previousPath = path }) => [path, previousPath])
  if (touched.some((path) => /^\.github\/(workflows|actions)\//.test(path)))
    return 'the request changes workflows, and with them how its own plan is made. Change people and access in another request.'
  const number = await forge.plannedElsewhere(pull)
  if (number === pull.number) return 'the request was moved to this branch from another one. Open it anew.'
  if (number !== undefined)
    return `#${number} has the same commit for another branch, and workflows of that branch can plan it as they like. Push another commit here.`
  return otherBase(claim)
}

/** A plan for a base that the request was never merged into says nothing of it. */
async function otherBase({ pull, plan, repository }: Claim): Promise<string | undefined> {
  const { baseCommit } = plan.context
  if (baseCommit === undefined) return 'it was made without a trusted base: `roster plan --base`.'
  const tip = await headCommit(repository.root, repository.env)
  const isBetween =
    tip !== null && (await isOn(repository, baseCommit, tip)) && (await isOn(repository, pull.base.commit, baseCommit))
  return isBetween ? undefined : 'it was made for another base than that of the request. Plan again.'
}
