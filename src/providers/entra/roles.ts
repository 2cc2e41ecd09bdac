import type { UnifiedRoleAssignment, UnifiedRoleDefinition } from '@microsoft/microsoft-graph-types'
import type { ObservedGroup } from '../../model/observed.ts'
import { kindAttribute, places } from './group-kind.ts'
import { wholeOf } from './listing.ts'
import type { Asking } from './listing.ts'
import { protection } from './protect.ts'
import { idOf, select, textIn } from './row.ts'
import type { Row } from './row.ts'
import { ourselvesAmong } from './translate-group.ts'
import type { Terms } from './terms.ts'

/** Template of Global Administrator: https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference */
export const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10'

/** Directory roles, and whoever holds one anywhere in the directory. */
export interface Roles {
  readonly roles: readonly ObservedGroup[]
  /** Ids of users, groups and applications that hold a role, at whatever scope. */
  readonly holders: ReadonlySet<string>
}

/** Reads directory roles with those who hold them in the whole directory. Throws DirectoryFault. */
export async function readRoles(asking: Asking, terms: Terms): Promise<Roles> {
  const definitions: readonly Row<UnifiedRoleDefinition>[] = await wholeOf(
    '/roleManagement/directory/roleDefinitions',
    { $select: select<UnifiedRoleDefinition>('id', 'displayName', 'isEnabled', 'templateId') },
    asking,
  )
  const assignments: readonly Row<UnifiedRoleAssignment>[] = await wholeOf(
    '/roleManagement/directory/roleAssignments',
    { $select: select<UnifiedRoleAssignment>('id', 'principalId', 'roleDefinitionId', 'directoryScopeId') },
    asking,
  )
  const members = membersByRole(assignments)
  for (const row of definitions) terms.learnt.roles.add((textIn(row, 'displayName') ?? '').toLowerCase())
  return {
    roles: definitions.map((row) => roleOf(row, members.get(idOf(row)) ?? [], terms)),
    holders: new Set(assignments.flatMap((row) => textIn(row, 'principalId')?.toLowerCase() ?? [])),
  }
}

/** Who holds a role over the whole directory; what is held over a part of it is nobody's membership here. */
function membersByRole(assignments: readonly Row<UnifiedRoleAssignment>[]): ReadonlyMap<string, readonly string[]> {
  const members = new Map<string, Set<string>>()
  for (const row of assignments) {
    const [role, principal] = [textIn(row, 'roleDefinitionId'), textIn(row, 'principalId')]
    if (textIn(row, 'directoryScopeId') !== '/' || role === undefined || principal === undefined) continue
    const held = members.get(role.toLowerCase()) ?? new Set()
    members.set(role.toLowerCase(), held.add(principal.toLowerCase()))
  }
  return new Map([...members].map(([role, held]) => [role, [...held].toSorted()]))
}

/** Every role lets people do something to the directory: who comes into one gains rights, whichever it is. */
function roleOf(row: Row<UnifiedRoleDefinition>, members: readonly string[], terms: Terms): ObservedGroup {
  const { settings, learnt } = terms
  const id = idOf(row)
  const name = textIn(row, 'displayName') ?? id
  const why = protection([name, id], settings) ?? switchedOff(row)
  for (const member of members) learnt.linked.add(member)
  return {
    kind: 'group',
    immutableId: id,
    reference: id,
    container: places.roles,
    name,
    attributes: { [kindAttribute]: 'directoryRole' },
    references: {},
    unknown: [],
    members,
    ...ourselvesAmong(members, terms),
    privileged: true,
    builtIn: true,
    ...(isGlobal(row, id) ? { needsHolder: true } : {}),
    ...(why === undefined ? {} : { notManageable: why }),
  }
}

function isGlobal(row: Row<UnifiedRoleDefinition>, id: string): boolean {
  return id === globalAdministrator || textIn(row, 'templateId')?.toLowerCase() === globalAdministrator
}

function switchedOff(row: Row<UnifiedRoleDefinition>): string | undefined {
  return row.isEnabled === false ? 'the role is switched off (isEnabled): nothing comes of holding it' : undefined
}
