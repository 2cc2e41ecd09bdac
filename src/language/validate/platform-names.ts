import type { Platform } from '../../generated/platform.ts'
import { personPaths } from './person-paths.ts'
import type { PlatformProblem } from './platform-problem.ts'
import { entries, named, namesOf } from './platform-problem.ts'
import type { Path } from './schema-file.ts'

/** What a person has on a platform, beside the paths of users.yaml. */
const ofAssignments = ['role', 'roles', 'accessGroup', 'accessGroups', 'at', 'as', 'expires', 'reason']

/** Names that lead nowhere: keys, kinds, switches, roles and attributes. Sorts of account and tiers are looked at elsewhere. */
export function nameProblems(spec: Platform): readonly PlatformProblem[] {
  return [...keyNames(spec), ...kindNames(spec), ...flagNames(spec), ...roleNames(spec), ...attributeNames(spec)]
}

function keyNames(spec: Platform): readonly PlatformProblem[] {
  const names = namesOf(spec.permissions)
  const key = (path: Path, name: string | undefined, target: 'key' | 'value' = 'value') =>
    name === undefined ? [] : named({ path, target, what: 'a permission', name, names })
  const keysOf = (path: Path, levels: object | undefined) =>
    namesOf(levels).flatMap((name) => key([...path, name], name, 'key'))
  return [
    ...names.flatMap((name) => categoryName(spec, name)),
    ...entries(spec.permissions).flatMap(([id, { needs }]) => key(['permissions', id, 'needs'], needs)),
    ...(spec.table ?? []).flatMap((name, at) => key(['table', at], name)),
    ...entries(spec.builtInRoles).flatMap(([id, role]) => [
      ...keysOf(['builtInRoles', id, 'permissions'], role.permissions),
      ...keysOf(['builtInRoles', id, 'forced'], role.forced),
    ]),
    ...entries(spec.roles?.presets).flatMap(([id, { permissions }]) =>
      keysOf(['roles', 'presets', id, 'permissions'], permissions),
    ),
    ...key(['entityCreation', 'permission'], spec.entityCreation?.permission),
  ]
}

function categoryName(spec: Platform, key: string): readonly PlatformProblem[] {
  const name = key.slice(0, key.indexOf('/'))
  return named({ path: ['permissions', key], target: 'key', what: 'a category', name, names: namesOf(spec.categories) })
}

function kindNames(spec: Platform): readonly PlatformProblem[] {
  const names = namesOf(spec.entityKinds)
  const kind = (path: Path, name: string | undefined) =>
    name === undefined ? [] : named({ path, what: 'a kind of entity', name, names })
  return [
    ...entries(spec.entityKinds).flatMap(([id, { inside }]) => kind(['entityKinds', id, 'inside'], inside)),
    ...(spec.reach?.kinds ?? []).flatMap((name, at) => kind(['reach', 'kinds', at], name)),
    ...(spec.roles?.scope?.exclude ?? []).flatMap((name, at) => kind(['roles', 'scope', 'exclude', at], name)),
    ...entries(spec.accountTypes).flatMap(([id, { at }]) => kind(['accountTypes', id, 'at', 'kind'], at?.kind)),
  ]
}

function flagNames(spec: Platform): readonly PlatformProblem[] {
  const names = namesOf(spec.roleFlags)
  return entries(spec.needsFlag).flatMap(([task, name]) =>
    named({ path: ['needsFlag', task], what: 'a switch of roles', name, names }),
  )
}

function roleNames(spec: Platform): readonly PlatformProblem[] {
  const names = namesOf(spec.builtInRoles)
  const role = (path: Path, name: string) => named({ path, what: 'a built-in role', name, names })
  return [
    ...entries(spec.lifecycle).flatMap(([id, { created }]) =>
      created?.role === undefined || created.role === 'declared'
        ? []
        : role(['lifecycle', id, 'created', 'role'], created.role),
    ),
    ...entries(spec.invariants).flatMap(([id, one]) => role(['invariants', id, 'role'], one.role)),
    ...entries(spec.capabilities?.operator).flatMap(([what, id]) => role(['capabilities', 'operator', what], id)),
    ...entries(spec.personas).flatMap(([id, one]) => role(['personas', id, 'role'], one.role)),
  ]
}

function attributeNames(spec: Platform): readonly PlatformProblem[] {
  const names = [...personPaths(), ...ofAssignments]
  const all = (path: Path, list: readonly string[] | undefined) =>
    (list ?? []).flatMap((name, at) =>
      named({ path: [...path, at], what: 'a value of people and no assignment', name, names }),
    )
  return [
    ...entries(spec.accountTypes).flatMap(([id, { required }]) => all(['accountTypes', id, 'required'], required)),
    ...entries(spec.personas).flatMap(([id, { requires }]) => all(['personas', id, 'requires'], requires)),
    ...(spec.effects ?? []).flatMap(({ drops }, at) => all(['effects', at, 'drops'], drops)),
  ]
}
