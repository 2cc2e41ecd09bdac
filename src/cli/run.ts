import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hasChanges, headCommit } from '../git/git.ts'
import { loadProviders, providerNames } from '../providers/registry.ts'
import type { Progress, Run } from '../reconciler/run.ts'
import { cacheFolder } from './cache.ts'
import { openLedger } from './ledger.ts'
import type { Session } from './session.ts'
import { settingsOf, type Settings } from './settings.ts'
import { tool } from './tool.ts'
import { checkTenants, findRoot, tenantIds } from './workspace.ts'

/** What a run is asked for on the command line. */
export interface RunOptions {
  readonly tenant?: readonly string[]
  readonly asOf?: Date
}

/** Gathers everything a run takes from outside. */
export async function openRun(
  session: Session,
  options: RunOptions,
  progress: (event: Progress) => void,
): Promise<{ readonly run: Run; readonly settings: Settings }> {
  const root = findRoot(session.folder)
  checkTenants(root, options.tenant)
  const settings = settingsOf(root)
  const { signal } = session.interruption
  const { cacheHome } = session.environment
  const run: Run = {
    root,
    ...(await committed(root, session)),
    tool: tool(),
    asOf: options.asOf ?? new Date(),
    ...(options.tenant === undefined ? {} : { tenants: options.tenant }),
    providers: await loadProviders(providersNamed(root, options.tenant ?? tenantIds(root))),
    ledger: await openLedger(root, settings, session),
    environment: session.environment.secret,
    ...(cacheHome === undefined ? {} : { cache: cacheFolder(cacheHome, root) }),
    now: () => new Date(),
    signal,
    progress,
  }
  return { run, settings }
}

/** Which commit the files are of, and whether they still are as in it. */
async function committed(root: string, { environment }: Session): Promise<Pick<Run, 'commit' | 'dirty'>> {
  const commit = await headCommit(root, environment.forGit)
  if (commit === null || !(await hasChanges(root, ['roster.yaml', 'library', 'tenants'], environment.forGit)))
    return { commit }
  return { commit, dirty: true }
}

/**
 * Which providers these tenants may need. Only decides what is imported, so it looks for the names in the text: one too
 * many costs a few milliseconds, and the real reading comes later.
 */
function providersNamed(root: string, tenants: readonly string[]): readonly string[] {
  const missing = new Set(providerNames)
  for (const tenant of tenants) {
    if (missing.size === 0) break
    const text = textOf(join(root, 'tenants', tenant, 'tenant.yaml'))
    for (const name of missing) if (text.includes(name)) missing.delete(name)
  }
  return providerNames.filter((name) => !missing.has(name))
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
