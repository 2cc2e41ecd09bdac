import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import { UsageError } from '../../model/fault.ts'
import type { Memory } from '../memory.ts'
import type { Run } from '../run.ts'
import { compiled, openWorkspace, readTenant } from '../workspace.ts'

/** The files of a tenant, as far as work by hand needs them. */
export interface Files {
  readonly tenant: string
  readonly zone: string
  /** Ids of those who may have done something for the tenant: its own people, and those of whoever serves it. */
  readonly people: ReadonlySet<string>
  /** The tenant that serves it. */
  readonly parent?: string
  readonly desired: (memory: Memory) => DesiredTenant
}

/** Reads the files of a tenant; `mistake`: what keeps them from being read, as a sentence. */
export function filesOf(run: Run, tenant: string): Files | { readonly mistake: string } {
  const opened = openWorkspace({ ...run, tenants: [tenant] })
  const { shared } = opened
  const read = shared === undefined ? opened : readTenant(opened, shared, tenant)
  const documents = 'documents' in read ? read.documents : undefined
  if (shared === undefined || documents === undefined) {
    const [first] = read.diagnostics.filter(({ severity }) => severity === 'error')
    const where = first === undefined ? '' : `${first.file}:${first.line}: ${first.message}. `
    return {
      mistake: `the files of ${tenant} have mistakes, and nothing was written: ${where}roster validate shows all.`,
    }
  }
  const { parent } = documents.tenant.spec
  const above = parent === undefined ? undefined : readTenant(opened, shared, parent).documents
  return {
    tenant,
    zone: documents.tenant.spec.timezone ?? shared.roster.spec.timezone ?? 'UTC',
    ...(parent === undefined ? {} : { parent }),
    people: new Set([...documents.users.keys(), ...(above?.users.keys() ?? [])]),
    desired: (memory) => compiled(documents, memory, run),
  }
}

/** Nobody but a person of the files has done anything. */
export function checkPerson({ tenant, people }: Files, id: string): void {
  if (people.has(id)) return
  throw new UsageError(
    id.trim() === ''
      ? '--by names nobody. Write the id of the person who did it.'
      : `--by ${id} is no person of ${tenant}, nor of the tenant that serves it. Write the id of the person who did it; roster users lists them.`,
  )
}
