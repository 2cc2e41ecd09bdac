import { createHash } from 'node:crypto'
import type { Directory, Tenant } from '../generated/tenant.ts'
import { compileTenant } from '../language/compile/compile.ts'
import type { DesiredTenant } from '../language/compile/desired-tenant.ts'
import type { WorkspaceFiles } from '../language/load/workspace.ts'
import { readDocument } from '../language/load/document.ts'
import type { Tree } from '../language/load/tree.ts'
import { workTree } from '../language/load/tree.ts'
import { listWorkspace } from '../language/load/workspace.ts'
import type { SharedDocuments, TenantDocuments } from '../language/validate/documents.ts'
import { loadShared, loadTenant } from '../language/validate/documents.ts'
import type { Declared } from '../language/validate/coverage.ts'
import { coverageDiagnostics } from '../language/validate/coverage.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { DirectoryFault, UsageError } from '../model/fault.ts'
import type { Finding } from '../model/plan.ts'
import type { Memory } from './memory.ts'
import type { Run } from './run.ts'
import { withBaseProfiles } from './trusted/profiles.ts'
import { besideTheWorkspace, type Trust, trustIn } from './trusted/trusted.ts'

/** The workspace as a run sees it: what all tenants share, and one tenant after the other. */
export interface Opened {
  readonly files: WorkspaceFiles
  /** The moment for which what has run out is judged. */
  readonly asOf: Date
  /** Not there when roster.yaml or the library has an error: that stops all. */
  readonly shared?: SharedDocuments
  readonly diagnostics: readonly Diagnostic[]
  readonly tenants: readonly string[]
  /** Directories that cannot be followed or that overlap, by tenant. */
  readonly coverage: readonly Diagnostic[]
  /** What the base branch of a request decides; not there: the files themselves do. */
  readonly trust?: Trust
  /** What a request changes for all tenants and the base branch decides. */
  readonly findings: readonly Finding[]
  /** sha256 over the files read so far. */
  readonly configDigest: () => string
}

/** Lists the workspace and reads what all tenants share. Throws UsageError when a tenant that was asked for is not there. */
export function openWorkspace(run: Pick<Run, 'root' | 'tree' | 'base' | 'tenants' | 'providers' | 'asOf'>): Opened {
  const { base } = run
  const own = run.tree ?? workTree(run.root)
  const profiled = base === undefined ? { tree: own, findings: [] } : withBaseProfiles(own, base.tree)
  const tree = digestingTree(profiled.tree)
  const files = listWorkspace(run.root, tree)
  const known = files.tenants.map(({ id }) => id)
  const unknown = run.tenants?.find((id) => !known.includes(id))
  if (unknown !== undefined)
    throw new UsageError(`there is no tenant ${unknown}; there are: ${known.join(', ') || 'none'}`)
  const { shared, diagnostics } = loadShared(files)
  const coverage =
    shared === undefined
      ? []
      : coverageDiagnostics(files, declaredIn(files), (settings) => territoriesOf(settings, run.providers))
  const common = {
    files,
    asOf: run.asOf,
    diagnostics,
    tenants: run.tenants ?? known,
    coverage,
    ...(base === undefined ? {} : { trust: trustIn({ tree: own, base: base.tree }) }),
    findings: [...profiled.findings, ...besideTheWorkspace(base)],
    configDigest: () => tree.digest(),
  }
  return shared === undefined ? common : { ...common, shared }
}

/** One tenant's documents, or the mistakes that stop it. */
export function readTenant(
  opened: Opened,
  shared: SharedDocuments,
  id: string,
): {
  readonly documents?: TenantDocuments
  readonly diagnostics: readonly Diagnostic[]
  readonly findings: readonly Finding[]
} {
  const { documents, diagnostics } = loadTenant(opened.files, id, shared, opened.asOf)
  const covering = opened.coverage.filter(({ tenant }) => tenant === id)
  const all = [...diagnostics, ...covering]
  if (documents === undefined || covering.length > 0) return { diagnostics: all, findings: [] }
  return { ...(opened.trust?.under(documents) ?? { documents, findings: [] }), diagnostics: all }
}

/** What the documents ask for now. Derived usernames that were given out are kept. */
export function compiled(documents: TenantDocuments, memory: Memory, run: Run): DesiredTenant {
  const usernames = new Map<string, string>()
  for (const [address, { verified }] of memory.objects) {
    if (verified?.kind === 'user') usernames.set(address.slice(address.lastIndexOf('/') + 1), verified.username)
  }
  // A creation whose outcome was cut off may have happened: the name in it is given out.
  for (const { kind, verb, address, after } of memory.unresolved.values()) {
    if (kind === 'user' && verb === 'create') usernames.set(address.slice(address.lastIndexOf('/') + 1), after.username)
  }
  const timezone = documents.roster.spec.timezone ?? 'UTC'
  return compileTenant(documents, { asOf: run.asOf, timezone, usernames })
}

/** Every directory of the workspace. Looks at tenant.yaml alone; one with mistakes is told of elsewhere. */
function declaredIn(files: WorkspaceFiles): readonly Declared[] {
  return files.tenants.flatMap(({ id, settings }) => {
    const parsed =
      settings === undefined ? undefined : readDocument(files.tree, { path: settings, form: 'whole' }).value
    const directories = (parsed as Partial<Tenant> | undefined)?.directories ?? {}
    return Object.entries(directories).map(([directory, each]) => ({ tenant: id, directory, settings: each }))
  })
}

/** Settings of another shape than the schema's cover nothing; validation says what is wrong with them. */
function territoriesOf(settings: Directory, providers: Run['providers']): readonly string[] {
  try {
    return providers.get(settings.provider)?.territories(settings) ?? []
  } catch (error) {
    if (error instanceof DirectoryFault) throw error
    return []
  }
}

/** A tree that keeps a running sha256 of the files read through it, each once, in the order of reading. */
function digestingTree(tree: Tree): Tree & { readonly digest: () => string } {
  const hash = createHash('sha256')
  const seen = new Set<string>()
  return {
    list: (path) => tree.list(path),
    read: (path, atMost) => {
      const bytes = tree.read(path, atMost)
      if (!seen.has(path)) hash.update(path).update('\0').update(bytes).update('\0')
      seen.add(path)
      return bytes
    },
    digest: () => `sha256:${hash.copy().digest('hex')}`,
  }
}
