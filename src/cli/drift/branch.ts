import type { FileChange } from '../../adoption/result.ts'
import { currentBranch, remoteBranch } from '../../git/branch.ts'
import { type ObjectId, type Repository, run } from '../../git/git.ts'
import { commitOf } from '../../git/tree.ts'
import { UsageError } from '../../model/fault.ts'
import { commitTime } from '../commit-tree.ts'

/** The remote that requests are made on. */
export const remote = 'origin'

/** The branch of a tenant's drift. */
export function driftBranch(tenant: string): string {
  return `roster/drift/${tenant}`
}

/** What the branch is to hold: one commit on the tip of the base. */
export interface Proposal {
  readonly branch: string
  /** What it is to be merged into; the time of that is the commit's: the same proposal is the same commit. */
  readonly base: Base
  readonly files: readonly FileChange[]
  readonly message: string
}

/** What became of the branch. */
export type Proposed = 'same' | 'moved' | { readonly held: string }

/** Puts the branch on its commit. Where somebody else has committed to it, it is left to them. */
export async function propose(repository: Repository, proposal: Proposal): Promise<Proposed> {
  const { branch: name, base, files, message } = proposal
  const branch = remoteBranch(repository, remote, name)
  const from = await branch.tip()
  const changes = new Map(files.map(({ path, text }) => [path, text]))
  const to = await commitOf(repository, {
    parent: base.tip,
    folder: await prefixOf(repository),
    files: changes,
    message,
    at: base.at,
  })
  if (from === to) return 'same'
  if (from !== undefined && (await hasForeign(repository, from, base.tip)))
    return { held: `somebody else committed to ${name}: merge it or delete it, and the next run makes it anew` }
  if (await branch.replace(from, to)) return 'moved'
  return { held: `${name} was moved by somebody else meanwhile: the next run tries again` }
}

/** The folder of the workspace in its repository; `''`: the top. */
async function prefixOf(repository: Repository): Promise<string> {
  const prefix = (await run(repository, { args: ['rev-parse', '--show-prefix'] })).toString('utf8').trim()
  return prefix.replace(/\/$/, '')
}

/** Whether a commit of somebody else lies on the branch; merges of the base bring in nothing of their own. */
async function hasForeign(repository: Repository, tip: ObjectId, base: ObjectId): Promise<boolean> {
  const args = ['log', '--no-merges', '--format=%ae', '--end-of-options', tip, `^${base}`]
  const authors = (await run(repository, { args })).toString('utf8').split('\n')
  return authors.some((author) => author !== '' && author !== 'roster@localhost')
}

/** The branch that requests are merged into: its name, its tip, and when that was made. */
export interface Base {
  readonly name: string
  readonly tip: ObjectId
  readonly at: Date
}

/** The branch that requests are merged into: the one that is checked out, where nobody names another. Throws UsageError. */
export async function baseNamed(repository: Repository, named: string | undefined): Promise<Base> {
  const name = named ?? (await currentBranch(repository))
  if (name === undefined)
    throw new UsageError('Which branch are requests merged into? No branch is checked out here: name it with --base.')
  const tip = await remoteBranch(repository, remote, name).tip()
  if (tip === undefined)
    throw new UsageError(
      `There is no branch ${name} on ${remote}. Name the one that requests are merged into with --base.`,
    )
  return { name, tip, at: await commitTime(repository, tip) }
}
