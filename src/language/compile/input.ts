import type { AccessGroup } from '../../generated/access-groups.ts'
import type { Acknowledgement } from '../../generated/acknowledgements.ts'
import type { Action } from '../../generated/actions.ts'
import type { Department } from '../../generated/departments.ts'
import type { Entity } from '../../generated/entities.ts'
import type { Group } from '../../generated/groups.ts'
import type { Policies } from '../../generated/policies.ts'
import type { Role } from '../../generated/roles.ts'
import type { Workspace } from '../../generated/roster.ts'
import type { Template } from '../../generated/templates.ts'
import type { Tenant } from '../../generated/tenant.ts'
import type { AccessTest } from '../../generated/tests.ts'
import type { User } from '../../generated/users.ts'
import type { Written, WrittenKind } from '../load/source.ts'
import type { Platforms } from '../validate/platforms.ts'

/** The valid documents of one tenant, what it inherits from a library included. */
export interface TenantInput {
  readonly id: string
  readonly tenant: Written<Tenant>
  /** The settings of the workspace. */
  readonly roster?: Written<Workspace>
  /** The tenant that serves this one. */
  readonly parent?: Written<Tenant>
  readonly users: WrittenKind<User>
  readonly groups: WrittenKind<Group>
  readonly departments: WrittenKind<Department>
  /** Its own, then the parent's, then the workspace's: the first with an id wins. */
  readonly templates: WrittenKind<Template>
  /** Its own, then the parent's, then the workspace's: the first with an id wins. */
  readonly roles: WrittenKind<Role>
  readonly entities: WrittenKind<Entity>
  readonly accessGroups: WrittenKind<AccessGroup>
  readonly actions: WrittenKind<Action>
  readonly tests: WrittenKind<AccessTest>
  readonly platforms: Platforms
  /** Of the workspace's library, the parent's library, and its own. */
  readonly policies: readonly Written<Policies>[]
  readonly acknowledgements: WrittenKind<Acknowledgement>
}

/** What compiling needs from outside the files. */
export interface CompileContext {
  readonly asOf: Date
  /** The zone of the workspace, for tenants that name none. */
  readonly timezone: string
  /** Usernames that people have by now, by user id: a derived name that was given out is kept. */
  readonly usernames: ReadonlyMap<string, string>
}
