import type { FilesThen } from '../../evidence/gather.ts'
import type { Repository } from '../../git/git.ts'
import { GitFailed } from '../../git/git.ts'
import { compileOffline } from '../../language/compile/compile.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import { listWorkspace } from '../../language/load/workspace.ts'
import { loadShared, loadTenant } from '../../language/validate/documents.ts'
import { commitTree } from '../commit-tree.ts'

/** What the files of a tenant said at each of these commits; a commit that is not at hand says nothing. */
export async function filesThen(
  repository: Repository,
  tenant: string,
  commits: ReadonlyMap<string, string>,
): Promise<FilesThen> {
  const known = new Map<string, DesiredTenant | undefined>()
  for (const [commit, at] of commits)
    known.set(commit, await desiredAt(repository, { tenant, commit, at: new Date(at) }))
  return {
    declared: ({ commit }, user) => {
      const person = known.get(commit ?? '')?.people.get(user)
      if (person === undefined) return undefined
      const { ends, expiresAt } = person
      return {
        ...(ends === undefined ? {} : { ends }),
        ...(typeof expiresAt === 'string' ? { expiresAt } : {}),
      }
    },
    lifted: ({ commit, at }) => (known.get(commit ?? '')?.acknowledgements ?? []).filter(({ expires }) => expires > at),
  }
}

async function desiredAt(
  repository: Repository,
  { tenant, commit, at }: { readonly tenant: string; readonly commit: string; readonly at: Date },
): Promise<DesiredTenant | undefined> {
  try {
    const files = listWorkspace(repository.root, await commitTree(repository, commit))
    const { shared } = loadShared(files)
    if (shared === undefined || !files.tenants.some(({ id }) => id === tenant)) return undefined
    const { documents } = loadTenant(files, tenant, shared)
    return documents === undefined ? undefined : compileOffline(documents, at)
  } catch (error) {
    // A shallow clone has not every commit that was ever applied; what it would say stays open, and the evidence says so.
    if (error instanceof GitFailed) return undefined
    throw error
  }
}
