import type { DesiredDirectory, DesiredTenant } from '../language/compile/desired-tenant.ts'
import { addressOf } from '../model/address.ts'
import type { Verb } from '../model/kind.ts'
import { operationId } from '../model/operation.ts'
import { needing } from './diff/draft.ts'
import type { Draft } from './digest.ts'
import { inOrder } from './order.ts'

/** By these somebody comes to have an account that works, whichever of them it takes. */
const arrivals: readonly Verb[] = ['create', 'restore', 'enable']

/**
 * What one person gains, and how they are called, goes from directory to directory as `dependsOn` says: where an earlier one fails the
 * later one waits. What is taken away waits for nobody: a leaver is out of one directory though another cannot be reached.
 */
export function acrossDirectories(desired: DesiredTenant, drafts: readonly Draft[]): readonly Draft[] {
  const ids = new Set(drafts.map(({ id }) => id))
  return drafts.map((draft) => {
    const upstream = desired.directories.get(draft.directory)?.dependsOn ?? []
    if (upstream.length === 0 || draft.kind !== 'user') return draft
    const id = draft.address.slice(addressOf({ ...draft, id: '' }).length)
    const needs = upstream
      .flatMap((directory) => {
        const address = addressOf({ tenant: draft.tenant, directory, kind: 'user', id })
        return comesAfter(draft.verb).map((verb) => operationId(address, verb))
      })
      .filter((need) => ids.has(need))
    return needs.length === 0 ? draft : needing(draft, needs)
  })
}

/** What has to have happened to the same person in an earlier directory. */
function comesAfter(verb: Verb): readonly Verb[] {
  if (arrivals.includes(verb)) return arrivals
  return verb === 'update' || verb === 'rename' ? [verb] : []
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
