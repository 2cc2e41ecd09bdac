import { overlaid } from '../../adoption/overlay.ts'
import type { FileChange } from '../../adoption/result.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { Tree } from '../../language/load/tree.ts'
import { listWorkspace, type WorkspaceFiles } from '../../language/load/workspace.ts'
import { loadShared, loadTenant, type TenantDocuments } from '../../language/validate/documents.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import type { ChainedEntry } from '../../model/entry.ts'
import type { Finding } from '../../model/plan.ts'
import { recentChain } from '../../reconciler/checkpoints/recall.ts'
import { driftOf } from '../../reconciler/drift/drift.ts'
import type { World } from '../../reconciler/diff/world.ts'
import type { Memory } from '../../reconciler/memory.ts'
import { remember } from '../../reconciler/memory.ts'
import type { Run } from '../../reconciler/run.ts'
import { planTenant, type TenantDraft } from '../../reconciler/tenant.ts'
import { compiled } from '../../reconciler/workspace.ts'

/** One tenant: what drifted, and what a plan of its files would do, both from one reading. */
export interface Look {
  readonly tenant: string
  readonly files: WorkspaceFiles
  readonly documents: TenantDocuments
  readonly desired: DesiredTenant
  readonly memory: Memory
  /** The directories as they were read; none where no plan could be made. */
  readonly worlds: readonly World[]
  readonly drift: TenantDraft
  readonly plan: TenantDraft
  /** Why no plan could be made: then nothing can be proven, and no file is edited. */
  readonly unplanned?: string
  /** When everything was last seen as it was meant to be (RFC 3339). */
  readonly seen: string | undefined
  readonly asOf: Date
  /** What a plan would do with other files, or why it could not be made. */
  readonly planWith: (changes: readonly FileChange[]) => Promise<Outlook>
}

/** A plan of a tenant, or what keeps it from being made. */
export type Outlook =
  | { readonly plan: TenantDraft; readonly diagnostics?: undefined }
  | { readonly diagnostics: readonly Diagnostic[]; readonly plan?: undefined; readonly findings: readonly Finding[] }

/** Looks at a tenant. `run.providers` are those of one reading. What has mistakes, or could not be read, is told instead. */
export async function lookAt(
  run: Run,
  tenant: string,
  tree: Tree,
): Promise<Look | Extract<Outlook, { readonly plan?: undefined }>> {
  const entries = await recentChain(run.ledger, tenant)
  const memory = remember(entries)
  const files = listWorkspace(run.root, tree)
  const before = await planOf(run, { files, tenant, memory })
  if (!('desired' in before)) return { diagnostics: before.diagnostics, findings: [] }
  const { documents, desired, plan } = before
  const drift = await driftOf(desired, memory, run)
  if (drift.plan.status === 'unreadable') return { diagnostics: [], findings: drift.findings }
  const worlds = plan.basis?.worlds ?? []
  const unplanned = plan.basis === undefined ? { unplanned: whyNoPlan(plan) } : {}
  const planWith = async (changes: readonly FileChange[]): Promise<Outlook> => {
    const made = await planOf(run, { files: listWorkspace(run.root, overlaid(tree, changes)), tenant, memory })
    if (!('desired' in made)) return { diagnostics: made.diagnostics, findings: [] }
    const { diagnostics, findings, basis } = made.plan
    return basis === undefined ? { diagnostics: errors(diagnostics), findings } : { plan: made.plan }
  }
  const known = { tenant, files, documents, desired, memory, worlds, drift, plan, ...unplanned }
  return { ...known, seen: lastSeen(entries), asOf: run.asOf, planWith }
}

interface Asked {
  readonly files: WorkspaceFiles
  readonly tenant: string
  readonly memory: Memory
}

type Planned = Pick<Look, 'documents' | 'desired' | 'plan'>

/** A plan of valid files, or their mistakes. */
async function planOf(
  run: Run,
  { files, tenant, memory }: Asked,
): Promise<Planned | { readonly diagnostics: readonly Diagnostic[] }> {
  const { shared, diagnostics } = loadShared(files)
  if (shared === undefined) return { diagnostics: errors(diagnostics) }
  const read = loadTenant(files, tenant, shared, run.asOf)
  if (read.documents === undefined) return { diagnostics: errors(read.diagnostics) }
  const desired = compiled(read.documents, memory, run)
  return { documents: read.documents, desired, plan: await planTenant(desired, memory, run) }
}

function whyNoPlan({ diagnostics, findings }: TenantDraft): string {
  const blocking = findings.find(({ result }) => result === 'block')
  return blocking?.message ?? diagnostics[0]?.message ?? 'the directory could not be planned'
}

function errors(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity === 'error')
}

/** When an apply last left everything as it was meant to be; before the first: when something was written down at all. */
function lastSeen(entries: readonly ChainedEntry[]): string | undefined {
  const ended = entries.findLast(({ entry }) => entry.type === 'end' && entry.result !== 'interrupted')
  return (ended ?? entries.at(-1))?.at
}
