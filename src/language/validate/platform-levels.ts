import type { Levels, Platform } from '../../generated/platform.ts'
import type { Level } from '../../model/level.ts'
import type { PlatformProblem } from './platform-problem.ts'
import { entries } from './platform-problem.ts'
import { oneOf } from './problem.ts'
import type { Path } from './schema-file.ts'

/** The two scales that levels of a category are taken from, lowest first. */
const scales: readonly (readonly Level[])[] = [
  ['none', 'listed', 'masked', 'view', 'edit', 'full'],
  ['none', 'allow'],
]

/** Levels that are out of order, or that a key does not have. */
export function levelProblems(spec: Platform): readonly PlatformProblem[] {
  return [
    ...entries(spec.categories).flatMap(([id, { levels }]) => scaleProblems(id, levels)),
    ...entries(spec.permissions).flatMap(([key, { atMost }]) =>
      atMost === undefined ? [] : levelProblem({ spec, path: ['permissions', key, 'atMost'], key, level: atMost }),
    ),
    ...entries(spec.builtInRoles).flatMap(([id, { permissions, forced }]) => [
      ...levelsAt(spec, ['builtInRoles', id, 'permissions'], permissions),
      ...levelsAt(spec, ['builtInRoles', id, 'forced'], forced),
    ]),
    ...entries(spec.roles?.presets).flatMap(([id, { permissions }]) =>
      levelsAt(spec, ['roles', 'presets', id, 'permissions'], permissions),
    ),
  ]
}

function scaleProblems(id: string, levels: readonly Level[]): readonly PlatformProblem[] {
  if (scales.some((scale) => isTakenFrom(scale, levels))) return []
  return [
    {
      slug: 'profile-level',
      path: ['categories', id, 'levels'],
      target: 'value',
      message: `The levels of \`${id}\` are neither taken from none < listed < masked < view < edit < full, lowest first and with none, nor are they none and allow.`,
      fix: 'Write for example [none, view, edit], or [none, allow].',
    },
  ]
}

function isTakenFrom(scale: readonly Level[], levels: readonly Level[]): boolean {
  const places = levels.map((level) => scale.indexOf(level))
  return places[0] === 0 && places.every((place, at) => at === 0 || place > (places[at - 1] ?? 0))
}

function levelsAt(spec: Platform, path: Path, levels: Levels | undefined): readonly PlatformProblem[] {
  return entries(levels).flatMap(([key, level]) => levelProblem({ spec, path: [...path, key], key, level }))
}

interface Leveled {
  readonly spec: Platform
  readonly path: Path
  readonly key: string
  readonly level: Level
}

/** Nothing for a key of an unknown category: that is told by its name. */
function levelProblem({ spec, path, key, level }: Leveled): readonly PlatformProblem[] {
  const category = key.slice(0, key.indexOf('/'))
  const levels = new Map(Object.entries(spec.categories)).get(category)?.levels
  if (levels === undefined || levels.includes(level)) return []
  return [
    {
      slug: 'profile-level',
      path,
      target: 'value',
      message: `\`${key}\` cannot be ${level}.`,
      fix: `Keys of \`${category}\` can be ${oneOf(levels)}.`,
    },
  ]
}
