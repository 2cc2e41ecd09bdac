import type { Finding } from '../../model/plan.ts'
import type { Address } from '../../model/address.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import { recall } from '../checkpoints/recall.ts'
import type { Memory } from '../memory.ts'
import type { Run } from '../run.ts'
import type { Opened } from '../workspace.ts'
import type { Judgement } from './acknowledge.ts'

/** Tenants that roster manages something in and whose folder is gone: always a decision of its own. */
export async function tenantsRemoved(run: Run, opened: Opened): Promise<readonly Finding[]> {
  const known = new Set(opened.files.tenants.map(({ id }) => id))
  const findings: Finding[] = []
  const asked = run.tenants === undefined ? await run.ledger.tenants() : (run.gone ?? [])
  for (const tenant of asked) {
    if (known.has(tenant)) continue
    const managed = (await recall(run.ledger, tenant)).objects.size
    if (managed === 0) continue
    const message = `tenants/${tenant} is gone, and ${managed} objects are managed there. Nothing is done to them. Bring the folder back; to give the tenant up, keep its tenant.yaml with no directories and an acknowledgement (gate: scopeRemoved, max: ${managed}).`
    findings.push({
      slug: 'scopeRemoved',
      gate: 'scopeRemoved',
      scope: tenant,
      result: 'block',
      measured: managed,
      limit: 0,
      message,
    })
  }
  return findings
}

/** Objects that are managed in directories of the tenant that tenant.yaml no longer has. */
export function abandoned(desired: DesiredTenant, memory: Memory): readonly Address[] {
  return [...memory.objects.keys()].filter((address) => !desired.directories.has(address.split('/')[1] ?? ''))
}

/** A directory went away from tenant.yaml while roster manages something in it. */
export function directoriesRemoved(desired: DesiredTenant, memory: Memory): readonly Judgement[] {
  const managed = abandoned(desired, memory)
  if (managed.length === 0) return []
  const names = [...new Set(managed.map((address) => address.split('/')[1]))].join(', ')
  const message = `tenant.yaml of ${desired.id} no longer has ${names}, where ${managed.length} objects are managed. Nothing is done to them.`
  return [
    {
      slug: 'scopeRemoved',
      gate: 'scopeRemoved',
      scope: desired.id,
      result: 'block',
      measured: managed.length,
      limit: 0,
      message,
      advice: `Bring the directory back, or give it up with an acknowledgement (gate: scopeRemoved, max: ${managed.length}).`,
    },
  ]
}
