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
import type { Written, WrittenKind } from '../load/source.ts'
import type { Family } from './family.ts'
import type { Platforms } from './platforms.ts'
import type { Mistake } from './problem.ts'
import type { Path } from './schema-file.ts'

/** The ids of a kind. `complete`: every file of the kind could be read, so an id that is not there does not exist. */
export interface Declared {
  readonly ids: ReadonlySet<string>
  readonly complete: boolean
}

/** What the cross checks of one tenant look at: the entries whose form is right, and all ids that are declared. */
export interface World {
  readonly id: string
  readonly tenant: Written<Tenant> | undefined
  /** The tenant that serves this one; undefined: none, or its tenant.yaml has mistakes. */
  readonly parent: Written<Tenant> | undefined
  readonly users: WrittenKind<User>
  readonly groups: WrittenKind<Group>
  readonly departments: WrittenKind<Department>
  /** Own ones and those handed down. */
  readonly templates: WrittenKind<Template>
  /** Own ones and those handed down. */
  readonly roles: WrittenKind<Role>
  readonly entities: WrittenKind<Entity>
  readonly accessGroups: WrittenKind<AccessGroup>
  readonly actions: WrittenKind<Action>
  readonly imports: WrittenKind<Upstream>
  readonly tests: WrittenKind<AccessTest>
  readonly acknowledgements: WrittenKind<Acknowledgement>
  readonly leaves: WrittenKind<Leave>
  /** The workspace's, its parent's, its own. */
  readonly policies: readonly Written<Policies>[]
  readonly platforms: Platforms
  readonly declared: Readonly<
    Record<'users' | 'groups' | 'departments' | 'templates' | 'roles' | 'entities' | 'access-groups', Declared>
  >
  readonly tenants: ReadonlySet<string>
  readonly approvers: ReadonlySet<string>
  /** The tenants above and below this one, as far as it may name what is theirs. */
  readonly family: Family
  /** The calendar day in the tenant's zone; undefined: what has run out is not judged. */
  readonly today: string | undefined
}

/** Where something is said: a file, and the path from the id (or, in tenant.yaml, from the top). */
export interface Spot {
  readonly file: string
  readonly path: Path
}

/** A name that points to an entry of a kind. */
export interface Reference extends Spot {
  readonly kind: ReferredKind
  readonly id: string
  /** What could be meant instead; not there: all that is declared of the kind. */
  readonly among?: readonly string[]
}

/** The kinds whose entries are named elsewhere. */
type ReferredKind = keyof World['declared']

/** What a check tells: mistakes, and references, which are looked up afterwards all together. */
export interface Findings {
  readonly mistake: (spot: Spot, mistake: Mistake & { readonly target?: 'key' | 'value' }) => void
  /** An id of a kind is named at the path below the spot. The spot is put together only if nobody has that id. */
  readonly refer: (kind: ReferredKind, id: string, spot: Spot, ...path: Path) => void
  /** An id that was looked up already, and that nothing here has. */
  readonly dangling: (reference: Reference) => void
}

/** The place below a spot. */
export function below(spot: Spot, ...path: Path): Spot {
  return { file: spot.file, path: [...spot.path, ...path] }
}
