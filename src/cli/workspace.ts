import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { nearest } from '../language/load/nearest.ts'
import { UsageError } from '../model/fault.ts'

/** The folder that holds roster.yaml: this one or the nearest above, as git finds its repository. */
export function findRoot(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, 'roster.yaml'))) return at
    if (dirname(at) === at) break
  }
  throw new UsageError(
    `There is no roster.yaml in ${folder} or above it. Go to your workspace, name it with -C, or make one with: roster init`,
  )
}

/** Ids of the tenants that have a folder, sorted. */
export function tenantIds(root: string): readonly string[] {
  try {
    return readdirSync(join(root, 'tenants'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort()
  } catch {
    return []
  }
}

/** Refuses a tenant that nobody declared, and names the nearest one; `also` are ids that count besides (those of a ledger). */
export function checkTenants(root: string, wanted: readonly string[] | undefined, also: readonly string[] = []): void {
  if (wanted === undefined) return
  const known = new Set([...tenantIds(root), ...also])
  for (const id of wanted) {
    if (known.has(id)) continue
    const near = nearest(id, [...known])
    const hint = near === undefined ? 'tenants/ has a folder for each.' : `Did you mean ${near}?`
    throw new UsageError(`There is no tenant ${id} in ${root}. ${hint}`)
  }
}

/** The tenant that is named, else the only one. Throws UsageError where there is none, or several. */
export function tenantMeant(root: string, named: string | undefined): string {
  if (named !== undefined) {
    checkTenants(root, [named])
    return named
  }
  const [only, ...others] = tenantIds(root)
  if (only === undefined) throw new UsageError('There are no tenants here: tenants/ has a folder for each.')
  if (others.length === 0) return only
  throw new UsageError(`Which tenant? Name it with --tenant: ${[only, ...others].slice(0, 20).join(', ')}.`)
}
