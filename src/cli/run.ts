import { hasChanges, headCommit, type ObjectId, type Repository } from '../git/git.ts'
import { largestFile } from '../language/load/parse.ts'
import { type Tree, workTree } from '../language/load/tree.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Shard } from '../model/plan.ts'
import { loadProviders, providerNames } from '../providers/registry.ts'
import type { Progress, Run } from '../reconciler/run.ts'
import { tenantsOf } from '../reconciler/shards.ts'
import { cacheFolder } from './cache.ts'
import { openLedger } from './ledger.ts'
import { isAsCommitted } from './request/as-committed.ts'
import { requestOn } from './request/base.ts'
import { parentsIn } from './request/parents.ts'
import type { Session } from './session.ts'
import { pausedIn, settingsOf, type Settings } from './settings.ts'
import { tool } from './tool.ts'
import { checkTenants, findRoot, tenantIds } from './workspace.ts'

/** What a run is asked for on the command line. */
export interface RunOptions {
  readonly tenant?: readonly string[]
  readonly asOf?: Date
  /** Name of the commit that decides about addresses, credentials, gates and approvers: the base of a request. */
  readonly base?: string
  /** With `base`: only tenants that the request can concern. */
  readonly changed?: boolean
  /** Only a part of the tenants: the others are planned elsewhere. */
  readonly shard?: Shard
}

/** Gathers everything a run takes from outside. */
export async function openRun(
  session: Session,
  options: RunOptions,
  progress: (event: Progress) => void,
): Promise<{ readonly run: Run; readonly settings: Settings }> {
  const root = findRoot(session.folder)
  checkTenants(root, options.tenant)
  const repository = { root, env: session.environment.forGit }
  const commit = await headCommit(root, repository.env)
  const request = await requested(repository, commit, options)
  const asked = request?.tenants ?? options.tenant
  const { shard } = options
  const tenants = shard === undefined ? asked : tenantsOf(shard, asked ?? tenantIds(root))
  const settings = settingsOf(root, request?.base?.tree)
  const ledger = await openLedger(root, settings, session)
  const { signal } = session.interruption
  const { cacheHome } = session.environment
  const run: Run = {
    root,
    commit,
    ...((await isDirty(repository, commit, tenants)) ? { dirty: true } : {}),
    tool: tool(),
    asOf: options.asOf ?? new Date(),
    ...request,
    ...(tenants === undefined ? {} : { tenants }),
    providers: await loadProviders(providersNamed(tenants ?? tenantIds(root), treesOf(root, request))),
    ledger,
    ...(shard === undefined ? {} : { shard, gone: await goneIn(shard, { root, ledger, gone: request?.gone }) }),
    environment: session.environment.secret,
    ...(cacheHome === undefined ? {} : { cache: cacheFolder(cacheHome, root) }),
    now: () => new Date(),
    paused: (tenant) => session.environment.paused ?? pausedIn(request?.base?.tree ?? workTree(root), tenant),
    signal,
    progress,
  }
  return { run, settings }
}

/** The base of a request; without `--changed` and `--tenant`, all tenants are looked at, those that went away too. */
async function requested(
  repository: Repository,
  head: ObjectId | null,
  { base, changed = false, tenant }: RunOptions,
): Promise<Pick<Run, 'base' | 'tenants' | 'gone'> | undefined> {
  if (base === undefined) return undefined
  const all = tenant ?? tenantIds(repository.root)
  const request = await requestOn(repository, { base, head, tenants: all, changed })
  return changed || tenant !== undefined ? request : { base: request.base }
}

/** Tenants that went away belong to no part: the first one tells of them. */
async function goneIn(
  { index }: Shard,
  { root, ledger, gone }: { readonly root: string; readonly ledger: Ledger; readonly gone: Run['gone'] },
): Promise<readonly string[]> {
  if (index !== 1) return []
  const there = new Set(tenantIds(root))
  return gone ?? (await ledger.tenants()).filter((id) => !there.has(id))
}

/** Whether the files are not those of the commit. */
async function isDirty(
  { root, env }: Repository,
  commit: ObjectId | null,
  tenants: readonly string[] | undefined,
): Promise<boolean> {
  if (commit === null) return false
  const shared = ['roster.yaml', 'library', 'platforms']
  if (tenants === undefined) return hasChanges(root, [...shared, 'tenants'], env)
  const paths = [...shared, ...foldersOf(root, tenants)]
  return !(await isAsCommitted({ root, env }, commit, paths)) && hasChanges(root, paths, env)
}

/** Where the tenants' files lie, those of their parents included. */
function foldersOf(root: string, tenants: readonly string[]): readonly string[] {
  const parents = parentsIn(root, tenants)
  return [...new Set([...tenants, ...parents.values()])].map((id) => `tenants/${id}`)
}

function treesOf(root: string, request: Pick<Run, 'base'> | undefined): readonly Tree[] {
  return request?.base === undefined ? [workTree(root)] : [workTree(root), request.base.tree]
}

/**
 * Which providers these tenants may need. Only decides what is imported, so it looks for the names in the text: one too
 * many costs a few milliseconds, and the real reading comes later.
 */
function providersNamed(tenants: readonly string[], trees: readonly Tree[]): readonly string[] {
  const missing = new Set(providerNames)
  for (const tenant of tenants) {
    if (missing.size === 0) break
    const text = trees.map((tree) => textOf(tree, `tenants/${tenant}/tenant.yaml`)).join('\n')
    for (const name of missing) if (text.includes(name)) missing.delete(name)
  }
  return providerNames.filter((name) => !missing.has(name))
}

function textOf(tree: Tree, path: string): string {
  try {
    return Buffer.from(tree.read(path, largestFile)).toString('utf8')
  } catch {
    return ''
  }
}
