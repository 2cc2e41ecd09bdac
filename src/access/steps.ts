import type { PlatformAccess } from './access.ts'
import { keysOf } from './catalogue.ts'
import { numbersOf } from './graph.ts'
import { changedIds, same, sameAccount, sameEntity } from './same.ts'
import type { World } from './world.ts'
import { worldOf } from './world.ts'

/** What is changed in one step, in the order in which somebody's access hangs on it. */
export type StepName = 'account' | 'role' | 'accessGroup' | 'entity' | 'department' | 'tenant' | 'platform'

/** One step of the way from one state to another. */
export interface Step {
  readonly name: StepName
  /** How things are after this step. */
  readonly world: World
}

/** The way from one state to another, a step for each sort of thing that is different. */
export interface Steps {
  readonly first: World
  readonly steps: readonly Step[]
  readonly last: World
  readonly changed: Readonly<Record<'account' | 'role' | 'accessGroup' | 'entity' | 'department', ReadonlySet<string>>>
  /** Whether something changed that everybody has to do with. */
  readonly isGeneral: boolean
}

/**
 * Takes the changes one sort after the other. What is new comes in with the first thing that can name it: a person who
 * gets a new role gains by their own line, not by the role's.
 */
export function stepsBetween(before: PlatformAccess, after: PlatformAccess): Steps {
  const changed = {
    account: changedIds(before.accounts, after.accounts, sameAccount),
    role: changedIds(before.roles, after.roles),
    accessGroup: changedIds(before.groups, after.groups),
    entity: changedIds(before.entities, after.entities, sameEntity),
    department: changedIds(before.departments, after.departments),
  }
  const isTenant = !same(layersOf(before), layersOf(after))
  const isPlatform = !same(before.rules, after.rules)
  const keys = isPlatform ? [...new Set([...keysOf(after.rules), ...keysOf(before.rules)])] : keysOf(before.rules)
  const numbers = changed.entity.size === 0 ? numbersOf(before) : numbersOf(before, after)
  const first = worldOf(before, { numbers, keys })
  const { base, guards, ceilings } = after
  const changes: readonly (readonly [StepName, boolean, (access: PlatformAccess) => PlatformAccess])[] = [
    ['account', changed.account.size > 0, (access) => ({ ...withNew(access, after), accounts: after.accounts })],
    ['role', changed.role.size > 0, (access) => ({ ...access, roles: after.roles })],
    ['accessGroup', changed.accessGroup.size > 0, (access) => ({ ...access, groups: after.groups })],
    ['entity', changed.entity.size > 0, (access) => ({ ...access, entities: after.entities })],
    ['department', changed.department.size > 0, (access) => ({ ...access, departments: after.departments })],
    ['tenant', isTenant, (access) => ({ ...access, base, guards, ceilings })],
    ['platform', isPlatform, (access) => ({ ...access, rules: after.rules })],
  ]
  const steps: Step[] = []
  let last = first
  for (const [name, isChanged, change] of changes) {
    if (!isChanged) continue
    last = worldOf(change(last.access), { numbers, keys }, last)
    steps.push({ name, world: last })
  }
  return { first, steps, last, changed, isGeneral: isTenant || isPlatform }
}

function layersOf({ base, guards, ceilings }: PlatformAccess): readonly unknown[] {
  return [base, guards, ceilings]
}

function withNew(access: PlatformAccess, { roles, groups, departments }: PlatformAccess): PlatformAccess {
  return {
    ...access,
    roles: new Map([...roles, ...access.roles]),
    groups: new Map([...groups, ...access.groups]),
    departments: new Map([...departments, ...access.departments]),
  }
}
