import type { Entity } from '../../generated/entities.ts'
import type { Tenant } from '../../generated/tenant.ts'
import { readDocument } from '../load/document.ts'
import type { KindFile } from '../load/folder.ts'
import type { WrittenKind } from '../load/source.ts'
import type { TenantFiles, WorkspaceFiles } from '../load/workspace.ts'
import { readKind } from './reading.ts'

/** What a tenant may name of the tenants around it; each is read when it is first asked for. Mistakes there are told there. */
export interface Family {
  /** Tenants that name this one as their parent. */
  readonly children: () => ReadonlySet<string>
  /** Ids of the departments of a child. */
  readonly departmentsOf: (child: string) => ReadonlySet<string>
  readonly entitiesOfParent: () => WrittenKind<Entity>
}

/** The family of a tenant. */
export function familyOf(files: WorkspaceFiles, tenant: string, parent: string | undefined): Family {
  return {
    children: once(() => childrenOf(files, tenant)),
    departmentsOf: (child) => idsIn(files, child),
    entitiesOfParent: once(() => (parent === undefined ? new Map<string, never>() : entitiesOf(files, parent))),
  }
}

function childrenOf(files: WorkspaceFiles, tenant: string): ReadonlySet<string> {
  const children = files.tenants.filter(({ settings }) => {
    if (settings === undefined) return false
    const { value } = readDocument(files.tree, { path: settings, form: 'whole' })
    return (value as Partial<Tenant> | undefined)?.parent === tenant
  })
  return new Set(children.map(({ id }) => id))
}

function idsIn(files: WorkspaceFiles, tenant: string): ReadonlySet<string> {
  const read = (file: KindFile): Iterable<string> =>
    file.form === 'one' ? [file.id] : readDocument(files.tree, file).lines.keys()
  return new Set((tenantOf(files, tenant)?.kinds.get('departments') ?? []).flatMap((file) => [...read(file)]))
}

// A parent has many children, and each asks for the same.
const known = new WeakMap<WorkspaceFiles, Map<string, WrittenKind<Entity>>>()

function entitiesOf(files: WorkspaceFiles, tenant: string): WrittenKind<Entity> {
  const ofFiles = known.get(files) ?? new Map<string, WrittenKind<Entity>>()
  known.set(files, ofFiles)
  const before = ofFiles.get(tenant)
  if (before !== undefined) return before
  const kinds = tenantOf(files, tenant)?.kinds ?? new Map()
  const { entries } = readKind<Entity>({ files, diagnostics: [], problems: [] }, kinds, 'entities')
  ofFiles.set(tenant, entries)
  return entries
}

function tenantOf(files: WorkspaceFiles, tenant: string): TenantFiles | undefined {
  return files.tenants.find(({ id }) => id === tenant)
}

function once<T>(work: () => T): () => T {
  let done: { readonly value: T } | undefined
  return () => (done ??= { value: work() }).value
}
