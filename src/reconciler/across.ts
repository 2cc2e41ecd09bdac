import type { DesiredDirectory, DesiredTenant } from '../language/compile/desired-tenant.ts'
import { addressOf } from '../model/address.ts'
import { operationId } from '../model/operation.ts'
import { needing } from './diff/draft.ts'
import type { Draft } from './digest.ts'
import { inOrder } from './order.ts'

/** Creations of one person go from directory to directory as `dependsOn` says. */
export function acrossDirectories(desired: DesiredTenant, drafts: readonly Draft[]): readonly Draft[] {
  const ids = new Set(drafts.map(({ id }) => id))
  return drafts.map((draft) => {
    const upstream = desired.directories.get(draft.directory)?.dependsOn ?? []
    if (upstream.length === 0 || draft.kind !== 'user') return draft
    const id = draft.address.slice(addressOf({ ...draft, id: '' }).length)
    const needs = upstream
      .map((directory) => operationId(addressOf({ tenant: draft.tenant, directory, kind: 'user', id }), draft.verb))
      .filter((need) => ids.has(need))
    return needs.length === 0 ? draft : needing(draft, needs)
  })
}

/** Directories in the order in which they may be read and written. */
export function inDependencyOrder(directories: DesiredTenant['directories']): readonly DesiredDirectory[] {
  const nodes = [...directories.values()].map((directory) => ({
    ...directory,
    needs: directory.dependsOn,
    urgent: false,
    verb: 'create' as const,
    kind: 'user' as const,
    address: directory.id,
  }))
  return inOrder(nodes).order
}
