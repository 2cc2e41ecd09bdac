import type { FileChange } from '../../adoption/result.ts'
import type { Forge } from '../../forge/forge.ts'
import type { Repository } from '../../git/git.ts'
import { UsageError } from '../../model/fault.ts'
import { type Base, baseNamed, propose, remote } from '../drift/branch.ts'
import { openForge } from '../loop/repository.ts'
import type { Session } from '../session.ts'

/** What commands take that can put their files on a request. */
export interface RequestOptions {
  readonly pr?: boolean
  readonly base?: string
  readonly repository?: string
}

/** Where a request is made. */
export interface Counter {
  readonly forge: Forge
  readonly repository: Repository
  readonly base: Base
}

/** Opens the counter: the files that were read have to be those of the branch that the request is merged into. Throws UsageError. */
export async function openCounter(
  session: Session,
  { root, commit }: { readonly root: string; readonly commit: string },
  options: RequestOptions,
): Promise<Counter> {
  const repository = { root, env: session.environment.forGit }
  const base = await baseNamed(repository, options.base)
  const { name, tip } = base
  if (tip !== commit)
    throw new UsageError(
      `What is checked out (${commit.slice(0, 12)}) is not the tip of ${name} on ${remote} (${tip.slice(0, 12)}). Check that out, or push first.`,
    )
  const forge = await openForge(session, root, options)
  return { forge, repository, base }
}

/** What is put before people. */
export interface Proposed {
  readonly branch: string
  readonly title: string
  readonly body: string
  readonly files: readonly FileChange[]
}

/** Puts the files on their branch; why not, where somebody else works there. */
export async function pushed({ repository, base }: Counter, proposed: Proposed): Promise<string | undefined> {
  const { branch, title: message, files } = proposed
  const made = await propose(repository, { branch, base, files, message })
  return typeof made === 'object' ? made.held : undefined
}

/** The request of the branch: the one that is open, or a new one. Gives its number. */
export async function opened({ forge, base }: Counter, { branch, title, body }: Proposed): Promise<number> {
  const open = await forge.openFrom(branch)
  if (open !== undefined) return open.number
  return (await forge.openPull({ title, body, head: branch, base: base.name })).number
}

/** The branch of a campaign. */
export function reviewBranch(tenant: string, campaign: string, step: 'start' | 'escalate' | 'close'): string {
  return `roster/review/${tenant}/${campaign}-${step}`
}
