import type { AccessGroup } from '../../generated/access-groups.ts'
import type { Acknowledgement } from '../../generated/acknowledgements.ts'
import type { Action } from '../../generated/actions.ts'
import type { Department } from '../../generated/departments.ts'
import type { Entity } from '../../generated/entities.ts'
import type { Group } from '../../generated/groups.ts'
import type { Upstream } from '../../generated/imports.ts'
import type { Leave } from '../../generated/leave.ts'
import type { Policies } from '../../generated/policies.ts'
import type { Role } from '../../generated/roles.ts'
import type { Template } from '../../generated/templates.ts'
import type { Tenant } from '../../generated/tenant.ts'
import type { AccessTest } from '../../generated/tests.ts'
import type { User } from '../../generated/users.ts'
import type { KindFiles } from '../load/folder.ts'
import type { Written } from '../load/source.ts'
import type { SharedDocuments } from './documents.ts'
import { familyOf } from './family.ts'
import type { Library } from './library.ts'
import { together } from './library.ts'
import type { Notes } from './reading.ts'
import { readKind } from './reading.ts'
import type { World } from './world.ts'

/** What a tenant is read from. */
interface Reading {
  readonly notes: Notes
  readonly tenant: Written<Tenant> | undefined
  readonly parent: Written<Tenant> | undefined
  readonly id: string
  readonly kinds: KindFiles
  readonly policies: readonly Written<Policies>[]
  readonly shared: SharedDocuments
  readonly handed: Library | undefined
  /** Whether all that is handed down is known. */
  readonly isWhole: boolean
  readonly today: string | undefined
}

/** Reads all kinds of a tenant, with what is handed down to it. */
export function readWorld({
  notes,
  tenant,
  parent,
  id,
  kinds,
  policies,
  shared,
  handed,
  isWhole,
  today,
}: Reading): World {
  const users = readKind<User>(notes, kinds, 'users')
  const groups = readKind<Group>(notes, kinds, 'groups')
  const departments = readKind<Department>(notes, kinds, 'departments')
  const own = readKind<Template>(notes, kinds, 'templates')
  const ownRoles = readKind<Role>(notes, kinds, 'roles')
  const roles = together([ownRoles.entries, handed?.roles, shared.library.roles])
  const entities = readKind<Entity>(notes, kinds, 'entities')
  const accessGroups = readKind<AccessGroup>(notes, kinds, 'access-groups')
  const templates = together([own.entries, handed?.templates, shared.library.templates])
  const templateIds = new Set([...own.declared.ids, ...templates.keys()])
  return {
    id,
    tenant,
    parent,
    users: users.entries,
    groups: groups.entries,
    departments: departments.entries,
    templates,
    roles,
    entities: entities.entries,
    accessGroups: accessGroups.entries,
    actions: readKind<Action>(notes, kinds, 'actions').entries,
    imports: readKind<Upstream>(notes, kinds, 'imports').entries,
    tests: readKind<AccessTest>(notes, kinds, 'tests').entries,
    platforms: shared.platforms,
    acknowledgements: readKind<Acknowledgement>(notes, kinds, 'acknowledgements').entries,
    leaves: readKind<Leave>(notes, kinds, 'leave').entries,
    policies,
    declared: {
      users: users.declared,
      groups: groups.declared,
      departments: departments.declared,
      templates: { ids: templateIds, complete: own.declared.complete && isWhole },
      roles: {
        ids: new Set([...ownRoles.declared.ids, ...roles.keys()]),
        complete: ownRoles.declared.complete && isWhole,
      },
      entities: entities.declared,
      'access-groups': accessGroups.declared,
    },
    tenants: new Set(notes.files.tenants.map((one) => one.id)),
    approvers: new Set(Object.keys(shared.roster.spec.approvers ?? {})),
    family: familyOf(notes.files, id, tenant?.spec.parent),
    today,
  }
}
