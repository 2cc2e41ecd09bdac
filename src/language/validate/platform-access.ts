import type { BuiltInRole, Platform } from '../../generated/platform.ts'
import { circles, inWords } from './cycles.ts'
import type { PlatformProblem } from './platform-problem.ts'
import { contradiction, entries } from './platform-problem.ts'
import type { Path } from './schema-file.ts'

/** Words of a scope, which no kind of entity may be called by. */
export const wordsOfScopes: readonly string[] = ['all', 'tenants', 'departments', 'accessGroups', 'except']

/** Properties of a role in roles.yaml, which no switch may be called by. */
export const wordsOfRoles: readonly string[] = [
  'platform',
  'name',
  'description',
  'preset',
  'permissions',
  'scope',
  'tasks',
  'requires',
  'maxAssignees',
  'privileged',
  'security',
  'movedFrom',
]

/** Rules about roles, keys and entities that contradict one another. */
export function accessProblems(spec: Platform): readonly PlatformProblem[] {
  return [
    ...circleProblems(spec),
    ...pluralProblems(spec),
    ...reachProblems(spec),
    ...stakeholderProblems(spec),
    ...entries(spec.builtInRoles).flatMap(roleProblems),
    ...entries(spec.roleFlags).flatMap(([id]) => (wordsOfRoles.includes(id) ? [flagTaken(id)] : [])),
    ...excludedProblems(spec),
  ]
}

function circleProblems(spec: Platform): readonly PlatformProblem[] {
  const inside = entries(spec.entityKinds).map(([id, one]) => [id, one.inside] as const)
  const needs = entries(spec.permissions).map(([id, one]) => [id, one.needs] as const)
  return [
    ...circles(arrows(inside)).map((circle) =>
      cycle(circle, ['entityKinds', circle[0] ?? '', 'inside'], 'lies inside'),
    ),
    ...circles(arrows(needs)).map((circle) => cycle(circle, ['permissions', circle[0] ?? '', 'needs'], 'needs')),
  ]
}

function arrows(pairs: readonly (readonly [string, string | undefined])[]): ReadonlyMap<string, readonly string[]> {
  return new Map(pairs.flatMap(([from, to]) => (to === undefined ? [] : [[from, [to]] as const])))
}

function cycle(circle: readonly string[], path: Path, verb: string): PlatformProblem {
  const message =
    circle.length === 1 ? `\`${circle[0]}\` ${verb} itself.` : `Each ${verb} the next: ${inWords(circle)}.`
  return { slug: 'profile-cycle', path, target: 'value', message, fix: 'Take one of them out of the circle.' }
}

function pluralProblems(spec: Platform): readonly PlatformProblem[] {
  const seen = new Map(wordsOfScopes.map((word) => [word, 'every scope']))
  return entries(spec.entityKinds).flatMap(([id, { plural }]) => {
    const other = seen.get(plural)
    seen.set(plural, `\`${id}\``)
    if (other === undefined) return []
    const message = `\`${plural}\` is a word of ${other} already.`
    return [
      contradiction({ path: ['entityKinds', id, 'plural'], target: 'value', message, fix: 'Choose another word.' }),
    ]
  })
}

function reachProblems(spec: Platform): readonly PlatformProblem[] {
  const from = spec.reach?.from ?? 'none'
  const kinds = spec.reach?.kinds ?? []
  if (from !== 'none') return kinds.length > 0 ? [] : [noKinds()]
  return entries(spec.permissions).flatMap(([key, { scoped = 'everywhere' }]) =>
    scoped === 'everywhere'
      ? []
      : [
          contradiction({
            path: ['permissions', key, 'scoped'],
            target: 'value',
            message: `\`${key}\` follows what is reached, and nothing is reached on this platform.`,
            fix: 'Write `reach: { from: roleScope, kinds: [...] }`, or leave `scoped` out.',
          }),
        ],
  )
}

function noKinds(): PlatformProblem {
  const message = 'Something is reached, and no kind of entity is named.'
  return contradiction({ path: ['reach'], message, fix: 'Add `kinds:`, with kinds of `entityKinds`.' })
}

function stakeholderProblems(spec: Platform): readonly PlatformProblem[] {
  const keys = entries(spec.permissions).filter(([, { stakeholders }]) => stakeholders === true)
  return keys.slice(1).map(([key]) =>
    contradiction({
      path: ['permissions', key, 'stakeholders'],
      message: `\`${keys[0]?.[0]}\` says already how far stakeholders are seen.`,
      fix: 'Mark one key at most.',
    }),
  )
}

function roleProblems([id, role]: readonly [string, BuiltInRole]): readonly PlatformProblem[] {
  const { grants = 'listed', permissions, administrator = false, accessGroups } = role
  const path = ['builtInRoles', id]
  const all = [
    grants === 'listed' && permissions === undefined
      ? contradiction({
          path,
          message: `\`${id}\` says neither what it grants nor its permissions.`,
          fix: 'Add `permissions:`, or `grants: everything` or `nothing`.',
        })
      : undefined,
    grants !== 'listed' && permissions !== undefined
      ? contradiction({
          path: [...path, 'permissions'],
          message: `\`${id}\` grants ${grants}, and lists permissions besides.`,
          fix: 'Remove one of the two.',
        })
      : undefined,
    administrator && accessGroups === 'required'
      ? contradiction({
          path: [...path, 'accessGroups'],
          target: 'value',
          message: `\`${id}\` reaches everything, and yet asks for an access group.`,
          fix: 'Write `accessGroups: forbidden`, or remove `administrator`.',
        })
      : undefined,
  ]
  return all.filter((one) => one !== undefined)
}

function flagTaken(id: string): PlatformProblem {
  const message = `\`${id}\` is a property of every role already.`
  return contradiction({ path: ['roleFlags', id], message, fix: 'Call the switch otherwise.' })
}

function excludedProblems(spec: Platform): readonly PlatformProblem[] {
  const kinds = new Map(entries(spec.entityKinds))
  return (spec.roles?.scope?.exclude ?? []).flatMap((name, at) => {
    const kind = kinds.get(name)
    if (kind === undefined || kind.excludable === true) return []
    const message = `A scope may leave out a \`${name}\`, which is not excludable.`
    const fix = `Write \`excludable: true\` at \`${name}\`, or remove it here.`
    return [contradiction({ path: ['roles', 'scope', 'exclude', at], target: 'value', message, fix })]
  })
}
