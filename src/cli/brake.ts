import { currentBranch, remoteBranch } from '../git/branch.ts'
import type { ObjectId, Repository } from '../git/git.ts'
import { remotes } from '../git/git.ts'
import { type Tree, workTree } from '../language/load/tree.ts'
import type { Run } from '../reconciler/run.ts'
import { commitTree } from './commit-tree.ts'
import type { Session } from './session.ts'
import { pausedIn } from './settings.ts'

/** The stop button, looked at again and again while something is applied. */
export interface Brake {
  /** Why nothing may be written in a tenant now. */
  readonly paused: (tenant: string) => string | undefined
  readonly end: () => Promise<void>
}

/** Where the stop button may be pressed. */
export interface Buttons {
  readonly repository: Repository
  /** The files that are applied. */
  readonly tree: Tree
  /** What ROSTER_PAUSED says. */
  readonly fromEnvironment: string | undefined
  /** The base branch; undefined: the one that is checked out. */
  readonly branch: string | undefined
  /** How long what the files say counts for, and how often the remote is asked. Milliseconds. */
  readonly every?: { readonly files: number; readonly remote: number }
}

const usual = { files: 500, remote: 10_000 }

/**
 * Looks at the files every half second, and every ten seconds at where the base branch stands on the remote: whoever merges a pause
 * there stops a run that is under way. A remote that does not answer pauses nothing.
 */
export function brakeOf({ repository, tree, fromEnvironment, branch, every = usual }: Buttons): Brake {
  const known = new Map<string, { readonly at: number; readonly why: string | undefined }>()
  const remote: { tree?: Tree } = {}
  const inFiles = (tenant: string): string | undefined => {
    const last = known.get(tenant)
    const now = performance.now()
    if (last !== undefined && now - last.at < every.files) return last.why
    const why = pausedIn(tree, tenant)
    known.set(tenant, { at: now, why })
    return why
  }
  const look = tipOf(repository, branch, (fresh) => {
    remote.tree = fresh
  })
  let looking: Promise<void> | undefined
  const timer = setInterval(() => {
    looking ??= look().finally(() => {
      looking = undefined
    })
  }, every.remote)
  timer.unref()
  return {
    paused: (tenant) =>
      fromEnvironment ?? inFiles(tenant) ?? (remote.tree === undefined ? undefined : pausedIn(remote.tree, tenant)),
    end: async () => {
      clearInterval(timer)
      await looking
    },
  }
}

/** Does something under the eye of the stop button, and lets go of it at the end. */
export async function braked<T>(
  { environment }: Session,
  { run, branch }: { readonly run: Run; readonly branch: string | undefined },
  work: (run: Run) => Promise<T>,
): Promise<T> {
  const { root } = run
  const brake = brakeOf({
    repository: { root, env: environment.forGit },
    tree: workTree(root),
    fromEnvironment: environment.paused,
    branch,
  })
  try {
    return await work({ ...run, paused: brake.paused })
  } finally {
    await brake.end()
  }
}

/** Fetches where a branch stands, and reads the settings there where it has moved. */
function tipOf(repository: Repository, named: string | undefined, take: (tree: Tree) => void): () => Promise<void> {
  let known: ObjectId | undefined
  return async () => {
    try {
      if (!(await remotes(repository)).includes('origin')) return
      const branch = named ?? (await currentBranch(repository))
      if (branch === undefined) return
      const tip = await remoteBranch(repository, 'origin', branch).tip()
      if (tip === undefined || tip === known) return
      take(await commitTree(repository, tip, settingsOnly))
      known = tip
    } catch {
      // Nobody can be stopped by way of a remote that does not answer; the files here still count.
    }
  }
}

const settingsOnly = {
  paths: ['roster.yaml', 'tenants'],
  file: (path: string) => path === 'roster.yaml' || /^tenants\/[^/]+\/tenant\.yaml$/.test(path),
}
