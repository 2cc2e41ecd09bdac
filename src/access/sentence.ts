import type { Level } from '../model/level.ts'
import { rankOf } from '../model/level.ts'
import type { Platform } from '../generated/platform.ts'

/** What a sentence about a change is made of. */
export interface Told {
  readonly rules: Platform
  readonly isLost: boolean
  readonly users: readonly string[]
  readonly entities: 'everywhere' | readonly string[]
  /** Whether what holds everywhere is about entities: all, and those to come. */
  readonly isScoped: boolean
  readonly levels: Readonly<Record<string, { readonly from: Level; readonly to: Level }>>
  readonly why: string
}

/** «40 people lose view on fund-apac-1: tag `fund` removed». */
export function sentence(told: Told): string {
  const { users, why } = told
  const who = users.length === 1 ? (users[0] ?? '') : `${users.length} people`
  return `${who} ${whatOf(told)} ${whereOf(told)}${restOf(told)}: ${why}`
}

/** A switch that is gone takes nothing off the list: what can be done there is lost, that it is there is not. */
function restOf({ isLost, levels }: Told): string {
  const isListed = Object.values(levels).some(({ from, to }) => from === 'allow' && to === 'listed')
  return isLost && isListed ? ', still visible' : ''
}

function whatOf({ rules, isLost, users, levels }: Told): string {
  const isOne = users.length === 1
  const verb = isLost ? (isOne ? 'loses' : 'lose') : isOne ? 'gains' : 'gain'
  const changes = Object.entries(levels)
  const [[key, only] = []] = changes
  const whole = changes.every(([, { from, to }]) => (isLost ? to : from) === 'none')
  const [highest, other] = extremes(
    changes.map(([, change]) => change),
    isLost,
  )
  if (changes.length === 1 && key !== undefined && only !== undefined) {
    const name = `«${rules.permissions?.[key]?.name ?? key}»`
    if (highest === 'allow') return `${verb} ${name}`
    return whole
      ? `${verb} ${highest} of ${name}`
      : `${isOne ? 'goes' : 'go'} from ${only.from} to ${only.to} of ${name}`
  }
  if (highest === undefined) return `${verb} ${changes.length} permissions`
  if (whole || other === undefined) return `${verb} ${highest}`
  return `${isOne ? 'goes' : 'go'} from ${isLost ? highest : other} to ${isLost ? other : highest}`
}

/** The highest level that comes or goes, and what it was before or is now; undefined where things are only done. */
function extremes(
  changes: readonly { readonly from: Level; readonly to: Level }[],
  isLost: boolean,
): readonly [Level | undefined, Level | undefined] {
  const seen = changes
    .map(({ from, to }) => (isLost ? ([from, to] as const) : ([to, from] as const)))
    .toSorted(([a], [b]) => rankOf(b) - rankOf(a))
  if (changes.length === 1) return seen[0] ?? [undefined, undefined]
  return seen.find(([high]) => high !== 'allow') ?? [undefined, undefined]
}

function whereOf({ rules, entities, isScoped }: Told): string {
  if (entities !== 'everywhere') {
    const [first, second, third, ...more] = entities
    if (more.length > 0 || first === undefined) return `on ${entities.length} entities`
    const last = third ?? second
    if (last === undefined) return `on ${first}`
    return third === undefined ? `on ${first} and ${last}` : `on ${first}, ${second} and ${last}`
  }
  return isScoped ? `on everything in ${rules.name}, what is to come included` : `in ${rules.name}`
}
