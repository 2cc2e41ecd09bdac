import type { Level } from '../model/level.ts'
import type { AccessAccount, AccessSource } from './access.ts'
import { deciderOf } from './chain.ts'
import type { Layer } from './chain.ts'
import { cutsOf } from './cuts.ts'
import type { Evaluation } from './evaluate.ts'
import { levelAt } from './evaluate.ts'
import type { Hop } from './paths.ts'
import { pathsTo } from './paths.ts'
import type { Where } from './position.ts'
import { positionOf } from './position.ts'
import { below } from './source.ts'

/** What one place says about a permission of an account. */
export interface Saying {
  readonly layer: Exclude<Layer, 'nobody'>
  /** Id of the role or department; the platform's where it is `forced`. */
  readonly name?: string
  /** Not there: it says nothing about this permission. */
  readonly level?: Level
  /** Whether it is the one that counts. */
  readonly decides: boolean
  readonly source: AccessSource
}

/** What holds a permission below that which the layers say. */
export interface Cut {
  readonly by: 'guard' | 'ceiling' | 'atMost' | 'stakeholders' | 'leftOut'
  readonly to: Level
  readonly source: AccessSource
}

/** Why an account has a permission, or has it not: everything that is said about it, in order, with its place. */
export interface Provenance {
  readonly account: string
  readonly key: string
  readonly entity?: string
  /** What it comes to. */
  readonly level: Level
  /** What the layers come to, before guard and ceilings. */
  readonly value: Level
  readonly sayings: readonly Saying[]
  /** The one of `sayings` that counts; none: nobody says anything, which is none. */
  readonly decider?: Saying
  /** Everything that would hold it lower than `value`, the lowest first. */
  readonly cuts: readonly Cut[]
  readonly where: Where
  /** Every way on which the entity is reached (or left out), each hop with its place; independent of one another. */
  readonly paths: readonly (readonly Hop[])[]
}

/** Everything that is said about a permission of an account, on an entity or (without one) apart from entities. */
export function provenance(evaluation: Evaluation, account: string, key: string, entity?: string): Provenance {
  const { access, world } = evaluation
  const subject = access.accounts.get(account)
  const column = world.catalogue.column.get(key)
  const common = { account, key, ...(entity === undefined ? {} : { entity }) }
  const level = evaluation.level(account, key, entity)
  if (subject === undefined || column === undefined || world.alike(account).account === undefined) {
    return { ...common, level, value: 'none', sayings: [], cuts: [], where: 'noAccess', paths: [] }
  }
  const position = positionOf(evaluation, { account, column, entity })
  const sayings = sayingsOf(evaluation, subject, { key, column, roles: position.roles })
  const decider = sayings.find(({ decides }) => decides)
  const value = decider?.level ?? 'none'
  return {
    ...common,
    level,
    value,
    sayings,
    ...(decider === undefined ? {} : { decider }),
    cuts: cutsOf(evaluation, subject, { key, value, position }),
    where: position.where,
    paths: entity === undefined ? [] : pathsTo(world, subject, entity, position.where === 'neighbour'),
  }
}

function sayingsOf(
  { access, world }: Evaluation,
  account: AccessAccount,
  { key, column, roles }: { readonly key: string; readonly column: number; readonly roles: readonly string[] },
): readonly Saying[] {
  const decider = deciderOf(world.chains.of(account, roles).deciders[column] ?? 0)
  const saying = (layer: Saying['layer'], entry: number, rest: Omit<Saying, 'layer' | 'decides'>): Saying => ({
    layer,
    decides: decider.layer === layer && decider.entry === entry,
    ...rest,
  })
  const department = account.department === undefined ? undefined : access.departments.get(account.department)
  return [
    ...access.base.map(({ permissions, source }, entry) =>
      saying('base', entry, { ...said(permissions[key]), source: below(source, key) }),
    ),
    ...roles.flatMap((name, entry): readonly Saying[] => {
      const role = access.roles.get(name)
      if (role === undefined) return []
      const rank = world.chains.ofRole(name)[column] ?? -1
      const source = role.permissions[key] === undefined ? role.source : below(role.source, 'permissions', key)
      return [saying('roles', entry, { name, ...said(rank < 0 ? undefined : levelAt(rank)), source })]
    }),
    ...(department === undefined || account.department === undefined
      ? []
      : [
          saying('department', 0, {
            name: account.department,
            ...said(department.permissions[key]),
            source: below(department.source, key),
          }),
        ]),
    ...account.overrides.flatMap((override, entry) =>
      override.key === key ? [saying('override', entry, { level: override.level, source: override.source })] : [],
    ),
    ...roles.flatMap((name, entry): readonly Saying[] => {
      const role = access.roles.get(name)
      const level = role?.builtIn === true ? access.rules.builtInRoles?.[name]?.forced?.[key] : undefined
      if (role === undefined || level === undefined) return []
      return [saying('forced', entry, { name, level, source: below(role.source, 'forced', key) })]
    }),
  ]
}

function said(level: Level | undefined): { readonly level?: Level } {
  return level === undefined ? {} : { level }
}
