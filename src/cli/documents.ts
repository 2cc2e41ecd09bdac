import { coverageDiagnostics } from '../language/validate/coverage.ts'
import { listWorkspace, type WorkspaceFiles } from '../language/load/workspace.ts'
import { loadShared, loadTenant, type TenantDocuments } from '../language/validate/documents.ts'
import { inFileOrder, type Diagnostic } from '../model/diagnostic.ts'
import { loadProviders } from '../providers/registry.ts'

/** A workspace that was read and checked, offline. */
export interface Checked {
  /** Tenants without an error. */
  readonly tenants: readonly TenantDocuments[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads and checks every file, of all tenants or of those that are named; what has run out is judged at `asOf`. */
export async function checkWorkspace(
  root: string,
  only: readonly string[] | undefined,
  asOf: Date = new Date(),
): Promise<Checked> {
  const files = listWorkspace(root)
  const { shared, enoughToCheck = shared, diagnostics: told } = loadShared(files)
  if (enoughToCheck === undefined) return { tenants: [], diagnostics: told }
  const loaded = files.tenants.map(({ id }) => ({ id, ...loadTenant(files, id, enoughToCheck, asOf) }))
  const sound = loaded.flatMap(({ documents }) => (documents === undefined ? [] : [documents]))
  const all = [
    ...told,
    ...loaded.flatMap(({ diagnostics }) => diagnostics),
    ...(await covering(files, sound)),
    ...(await together(sound, asOf)),
  ]
  const asked = (tenant: string | undefined): boolean => tenant === undefined || (only?.includes(tenant) ?? true)
  const diagnostics = inFileOrder(all.filter(({ tenant }) => asked(tenant)))
  const wrong = new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ tenant }) => tenant))
  const tenants = shared === undefined ? [] : sound.filter(({ id }) => asked(id) && !wrong.has(id))
  return { tenants, diagnostics: unique(diagnostics) }
}

/** Directories that cannot be followed, or that cover the same entries as another, wherever they are declared. */
async function covering(files: WorkspaceFiles, tenants: readonly TenantDocuments[]): Promise<readonly Diagnostic[]> {
  const directories = tenants.flatMap(({ id, tenant }) =>
    Object.entries(tenant.spec.directories ?? {}).map(([directory, settings]) => ({ tenant: id, directory, settings })),
  )
  const providers = await loadProviders(directories.map(({ settings }) => settings.provider))
  return coverageDiagnostics(
    files,
    directories,
    (settings) => providers.get(settings.provider)?.territories(settings) ?? [],
  )
}

/** What shows only when a tenant's access is put together: the names of the groups that are made of it. */
async function together(tenants: readonly TenantDocuments[], asOf: Date): Promise<readonly Diagnostic[]> {
  const delivering = tenants.filter(({ tenant }) =>
    Object.values(tenant.spec.subscriptions ?? {}).some(({ delivery }) => delivery === 'groups'),
  )
  if (delivering.length === 0) return []
  const [{ compileOffline }, { problemDiagnostics }] = await Promise.all([
    import('../language/compile/compile.ts'),
    import('../language/compile/problems.ts'),
  ])
  return delivering.flatMap((documents) => {
    const { id, problems } = compileOffline(documents, asOf)
    return problemDiagnostics(id, problems)
  })
}

/** The library of a tenant is told with the workspace and with the tenant. */
function unique(sorted: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>()
  return sorted.filter(({ file, line, column, slug, message }) => {
    const key = [file, line, column, slug, message].join('\n')
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
