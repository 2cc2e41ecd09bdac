import type { Level, Risk } from '../model/level.ts'
import type { AccessRole, PlatformAccess } from './access.ts'
import { usersWith, vectorsOf } from './lint-input.ts'

/** A role in a list. */
export interface RoleRow {
  readonly platform: string
  readonly id: string
  readonly name: string
  readonly builtIn: boolean
  readonly administrator: boolean
  readonly risk: Risk
  readonly privileged: boolean
  readonly preset?: string
  readonly flags: readonly string[]
  /** How many hold it now or later. */
  readonly holders: number
}

/** One permission of a role, and what it comes from. */
export interface RoleKey {
  readonly key: string
  readonly name: string
  readonly level: Level
  readonly risk: Risk
  readonly scoped: 'everywhere' | 'reach' | 'neighbours'
  /** What of a thing is shown at the level listed. */
  readonly listedFields?: readonly string[]
  readonly from: 'permissions' | 'preset' | 'switch' | 'builtIn' | 'nothing'
  /** What guard, ceilings and the platform leave of it in this tenant, where that is less. */
  readonly inTenant?: Level
}

/** A role spelt out: every permission of the platform, given or not. */
export interface RoleAnswer extends RoleRow {
  readonly permissions: readonly RoleKey[]
  readonly scope?: AccessRole['scope']
  readonly requires: AccessRole['requires']
  readonly maxAssignees?: number
  /** Holders, sorted. */
  readonly users: readonly string[]
  readonly source: AccessRole['source']
}

/** All roles of a platform, those that it brings along first. */
export function roleRows(full: PlatformAccess): readonly RoleRow[] {
  return [...full.roles.values()]
    .map((role) => rowOf(full, role))
    .toSorted((a, b) => Number(b.builtIn) - Number(a.builtIn) || (a.id < b.id ? -1 : 1))
}

/** A role spelt out: presets, switches and what the product fixes are all in it. */
export function roleAnswer(full: PlatformAccess, role: AccessRole): RoleAnswer {
  const one = { ...full, roles: new Map([[role.id, role]]) }
  const written = vectorsOf(one, false).get(role.id)
  const inTenant = vectorsOf(one, true).get(role.id)
  const permissions = [...(written ?? [])].map(([key, level]): RoleKey => {
    const {
      name,
      risk,
      scoped = 'everywhere',
      listedFields,
    } = full.rules.permissions?.[key] ?? { name: key, risk: 'basic' }
    const left = inTenant?.get(key) ?? level
    return {
      key,
      name,
      level,
      risk,
      scoped,
      ...(listedFields === undefined ? {} : { listedFields }),
      from: originOf(role, key, level),
      ...(left === level ? {} : { inTenant: left }),
    }
  })
  const { scope, requires, maxAssignees, source } = role
  return {
    ...rowOf(full, role),
    permissions,
    ...(scope === undefined ? {} : { scope }),
    requires,
    ...(maxAssignees === undefined ? {} : { maxAssignees }),
    users: usersWith(full, ({ roles }) => roles.includes(role.id)),
    source,
  }
}

function originOf({ builtIn, preset, permissions }: AccessRole, key: string, level: Level): RoleKey['from'] {
  if (permissions[key] === undefined) return level === 'none' ? 'nothing' : builtIn ? 'builtIn' : 'switch'
  return builtIn ? 'builtIn' : preset === undefined ? 'permissions' : 'preset'
}

function rowOf(full: PlatformAccess, role: AccessRole): RoleRow {
  const { id, name, builtIn, administrator, risk, privileged, preset, flags } = role
  const holders = usersWith(full, ({ roles }) => roles.includes(id)).length
  const common = { platform: full.platform, id, name, builtIn, administrator, risk, privileged, flags, holders }
  return preset === undefined ? common : { ...common, preset }
}
