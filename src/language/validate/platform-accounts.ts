import type { AccountType, Platform } from '../../generated/platform.ts'
import type { PlatformProblem } from './platform-problem.ts'
import { contradiction, entries, named, namesOf } from './platform-problem.ts'
import type { Path } from './schema-file.ts'

/** What a work order can be about besides accounts. */
const ofWorkOrders = ['role', 'seat', 'accessGroup', 'entity']

/** Sorts of account that do not exist, and rules about them that cannot be kept. */
export function accountProblems(spec: Platform): readonly PlatformProblem[] {
  return [...typeNames(spec), ...entries(spec.accountTypes).flatMap(typeProblems), ...endings(spec)]
}

function typeNames(spec: Platform): readonly PlatformProblem[] {
  const names = namesOf(spec.accountTypes)
  const type = (path: Path, name: string, target: 'key' | 'value' = 'value', more: readonly string[] = []) =>
    named({ path, target, what: 'a sort of account', name, names: [...names, ...more] })
  const keys = (path: Path, map: object | undefined) =>
    namesOf(map).flatMap((name) => type([...path, name], name, 'key'))
  const { capabilities } = spec
  return [
    ...keys(['lifecycle'], spec.lifecycle),
    ...keys(['capabilities', 'create'], capabilities?.create),
    ...keys(['capabilities', 'syncIn'], capabilities?.syncIn),
    ...(capabilities?.delete ?? []).flatMap((name, at) => type(['capabilities', 'delete', at], name)),
    ...namesOf(capabilities?.operator).flatMap((word) => operatorName(names, word)),
    ...entries(spec.personas).flatMap(([id, one]) =>
      one.as === undefined ? [] : type(['personas', id, 'as'], one.as),
    ),
    ...(spec.effects ?? []).flatMap((one, at) => type(['effects', at, 'of'], one.of)),
    ...(spec.workOrders ?? []).flatMap((one, at) => type(['workOrders', at, 'of'], one.of, 'value', ofWorkOrders)),
  ]
}

const verbs = ['create', 'update', 'rename', 'grant', 'revoke', 'enable', 'disable', 'delete', 'restore', 'invite']

/** `createTechnician`: a verb, and a sort of account with a capital. */
function operatorName(types: readonly string[], name: string): readonly PlatformProblem[] {
  const names = types.flatMap((type) => verbs.map((verb) => `${verb}${type.charAt(0).toUpperCase()}${type.slice(1)}`))
  return named({
    path: ['capabilities', 'operator', name],
    target: 'key',
    what: 'a verb and a sort of account',
    name,
    names,
  })
}

function typeProblems([id, type]: readonly [string, AccountType]): readonly PlatformProblem[] {
  const path = ['accountTypes', id]
  return [
    ...(ofWorkOrders.includes(id) ? [taken(path, id)] : []),
    ...bounds([...path, 'roles'], type.roles),
    ...bounds([...path, 'accessGroups'], type.accessGroups),
    ...(type.platformAccess === false && ((type.roles?.min ?? 0) > 0 || (type.seats ?? 0) > 0)
      ? [served(path, id)]
      : []),
  ]
}

function taken(path: Path, id: string): PlatformProblem {
  return contradiction({
    path,
    message: `\`${id}\` is what work orders call something else.`,
    fix: `Call the sort of account otherwise than ${ofWorkOrders.join(', ')}.`,
  })
}

function served(path: Path, id: string): PlatformProblem {
  return contradiction({
    path: [...path, 'platformAccess'],
    message: `People of the sort \`${id}\` never use the platform, and yet they need a role or take a seat.`,
    fix: 'Remove `platformAccess: false`, or let `roles.min` and `seats` be 0.',
  })
}

interface Bounds {
  readonly min?: number
  readonly max?: number
}

function bounds(path: Path, { min = 0, max }: Bounds = {}): readonly PlatformProblem[] {
  if (max === undefined || min <= max) return []
  const message = `At least ${min} and at most ${max}: no number is both.`
  return [contradiction({ path, message, fix: 'Let `min` be no greater than `max`.' })]
}

/** An account that ends deleted must be one that can be deleted. */
function endings(spec: Platform): readonly PlatformProblem[] {
  const deletable = spec.capabilities?.delete ?? []
  return entries(spec.lifecycle).flatMap(([id, { end }]) =>
    end !== 'deleted' || deletable.includes(id)
      ? []
      : [
          contradiction({
            path: ['lifecycle', id, 'end'],
            message: `\`${id}\` ends deleted, and \`capabilities.delete\` does not have it.`,
            fix: `Write \`end: disabled\`, or add \`${id}\` to \`capabilities.delete\`.`,
          }),
        ],
  )
}
