import type { Group } from '../../generated/groups.ts'
import type { Tenant } from '../../generated/tenant.ts'

/**
 * The directory a group lives in: the one it names, else the tenant's only one, else the only one that is written to
 * (mode other than observe). Undefined where that leaves a choice, or nothing.
 */
export function directoryOf(
  group: Pick<Group, 'directory'>,
  tenant: Pick<Tenant, 'directories'> | undefined,
): string | undefined {
  if (group.directory !== undefined) return group.directory
  const directories = Object.entries(tenant?.directories ?? {})
  if (directories.length === 1) return directories[0]?.[0]
  const writable = directories.filter(([, { mode }]) => mode !== undefined && mode !== 'observe')
  return writable.length === 1 ? writable[0]?.[0] : undefined
}
