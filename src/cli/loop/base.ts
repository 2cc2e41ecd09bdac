import { codeownersPaths } from '../../approval/codeowners.ts'
import type { Terms } from '../../approval/terms.ts'
import type { Workspace } from '../../generated/roster.ts'
import * as validators from '../../generated/validators.js'
import { isAncestor } from '../../git/commits.ts'
import type { ObjectId, Repository } from '../../git/git.ts'
import { ask, isObjectId } from '../../git/git.ts'
import { textAt } from '../../git/tree.ts'
import { parse } from '../../language/load/parse.ts'
import { UsageError } from '../../model/fault.ts'

/** Reads what a commit of the base branch says of approvals. Throws UsageError where the commit is not at hand, or its roster.yaml is no such file. */
export async function termsIn(repository: Repository, commit: ObjectId): Promise<Terms> {
  if (!(await isHere(repository, commit)))
    throw new UsageError(`The base commit ${commit} is not in this clone: fetch the whole history (fetch-depth: 0).`)
  const text = await textAt(repository, commit, 'roster.yaml')
  const value = parse('roster.yaml', text ?? '').value
  if (!validators.roster(value))
    throw new UsageError(
      `roster.yaml of the base commit ${commit.slice(0, 12)} has mistakes: roster validate shows them.`,
    )
  // The workspace may lie below the top of its repository, CODEOWNERS never does.
  const found = await Promise.all(codeownersPaths.map((path) => textAt(repository, commit, path, 'top')))
  return termsOf(value as Workspace, found.find((one) => one !== undefined) ?? '')
}

function termsOf({ approvers, approvals, forgeAccounts }: Workspace, codeowners: string): Terms {
  return {
    ...(approvers === undefined ? {} : { approvers }),
    ...(approvals === undefined ? {} : { approvals }),
    ...(forgeAccounts === undefined ? {} : { forgeAccounts }),
    ...(codeowners === '' ? {} : { codeowners }),
  }
}

/** Whether a commit is the tip of a branch or lies on the way to it. One that this clone does not have is not. */
export async function isOn(repository: Repository, commit: string, tip: ObjectId): Promise<boolean> {
  return (await isHere(repository, commit)) && isAncestor(repository, commit, tip)
}

async function isHere(repository: Repository, commit: string): Promise<boolean> {
  if (!isObjectId(commit)) return false
  return (await ask(repository, { args: ['cat-file', '-e', `${commit}^{commit}`] })).code === 0
}
