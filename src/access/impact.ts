import type { AccessChange, AccessGroupChange } from '../model/plan.ts'
import type { PlatformAccess } from './access.ts'
import { attribute } from './attribution.ts'
import type { Comparison } from './cause.ts'
import { causesOf } from './causes.ts'
import type { Collected } from './collect.ts'
import { collector } from './collect.ts'
import { crowdsOf } from './crowds.ts'
import type { Evaluation } from './evaluate.ts'
import { levelAt } from './evaluate.ts'
import { sentence } from './sentence.ts'
import type { Steps } from './steps.ts'
import { stepsBetween } from './steps.ts'

/** What is compared, on one platform of one tenant. */
export interface ImpactInput {
  readonly tenant: string
  /** What is in effect; not there: nobody has anything yet. */
  readonly before: PlatformAccess | undefined
  readonly after: PlatformAccess
  /** `after` with what begins later or has ended. */
  readonly full: PlatformAccess
  /** Whether a person is still of the tenant: whoever is not is a leaver. Not there: everybody is. */
  readonly isPresent?: (user: string) => boolean
}

/** Who gains and who loses what between two states, and because of what: privileged first, then what is lost. */
export function impactOf(input: ImpactInput): readonly AccessGroupChange[] {
  const { after, full, isPresent = () => true } = input
  const before = input.before ?? { ...after, accounts: new Map() }
  const way = stepsBetween(before, after)
  if (way.steps.length === 0) return []
  const linked = (entity: number): readonly number[] => [
    ...new Set([...way.last.graph.linked(entity), ...way.first.graph.linked(entity)]),
  ]
  const compared: Comparison = { before, after, full, isPresent }
  const found = collector()
  for (const crowd of crowdsOf(way)) attribute(crowd, way, causesOf(compared, linked), found)
  return found
    .all()
    .map((change) => groupOf(input.tenant, way, change))
    .toSorted(inOrder)
}

function groupOf(tenant: string, { first, last }: Steps, change: Collected): AccessGroupChange {
  const { cause, isLost, users, rows } = change
  const { keys, scoping } = last.catalogue
  const { platform, rules } = last.access
  const entities = change.entities?.map((entity) => first.graph.numbers.ids[entity] ?? '').toSorted() ?? 'everywhere'
  const levels = Object.fromEntries(
    rows.map(({ column, from, to }) => [keys[column] ?? '', { from: levelAt(from), to: levelAt(to) }]),
  )
  const isScoped = rows.some(({ column }) => scoping[column] !== 'everywhere')
  const { file, line, via } = cause.source
  return {
    tenant,
    platform,
    change: isLost ? 'lost' : 'gained',
    cause: cause.cause,
    source: via.length === 0 ? { file, line } : { file, line, via },
    summary: sentence({ rules, isLost, users, entities, isScoped, levels, why: cause.why }),
    privileged: change.isPrivileged,
    explicit: cause.explicit,
    users,
    entities,
    levels,
  }
}

function inOrder(a: AccessGroupChange, b: AccessGroupChange): number {
  if (a.privileged !== b.privileged) return a.privileged ? -1 : 1
  if (a.change !== b.change) return a.change === 'lost' ? -1 : 1
  if (a.source.file !== b.source.file) return a.source.file < b.source.file ? -1 : 1
  if (a.source.line !== b.source.line) return a.source.line - b.source.line
  return textOf(a) < textOf(b) ? -1 : 1
}

function textOf({ summary, users, entities, levels }: AccessGroupChange): string {
  return [summary, users.join(), entities.toString(), Object.keys(levels).join()].join('\n')
}

/** The groups one by one, as far as they go: those that are left out are counted. */
export function rowsOf(
  groups: readonly AccessGroupChange[],
  atMost: number,
): { readonly gained: readonly AccessChange[]; readonly lost: readonly AccessChange[]; readonly omitted: number } {
  const gained: AccessChange[] = []
  const lost: AccessChange[] = []
  let left = atMost
  for (const group of groups) {
    const rows = group.change === 'gained' ? gained : lost
    for (const row of rowsOfGroup(group)) {
      if (left === 0) break
      left -= 1
      rows.push(row)
    }
  }
  const all = groups.reduce((sum, group) => sum + countOf(group), 0)
  return { gained, lost, omitted: all - (atMost - left) }
}

function* rowsOfGroup(group: AccessGroupChange): Iterable<AccessChange> {
  const { tenant, platform, cause, source, change, users, entities, levels } = group
  for (const user of users) {
    for (const entity of entities === 'everywhere' ? [undefined] : entities) {
      for (const [key, { from, to }] of Object.entries(levels)) {
        const [level, other] = change === 'gained' ? [to, from] : [from, to]
        const where = entity === undefined ? {} : { entity }
        const beside = other === 'none' ? {} : { other }
        yield { tenant, user, platform, ...where, key, level, ...beside, cause, source }
      }
    }
  }
}

function countOf({ users, entities, levels }: AccessGroupChange): number {
  const places = entities === 'everywhere' ? 1 : entities.length
  return users.length * places * Object.keys(levels).length
}

/** A person, and an entity or (without one) what holds everywhere, that somebody loses. */
export interface PairLost {
  readonly user: string
  readonly platform: string
  readonly entity?: string
  readonly explicit: boolean
}

/**
 * The pairs that something is lost of. With both states it is exact: a pair counts if nothing is left of it, and whoever
 * reached everything loses each entity there was. Each pair once; it is explicit if its own line is among the causes.
 */
export function pairsLost(
  groups: readonly AccessGroupChange[],
  states?: { readonly before: Evaluation; readonly after: Evaluation },
): readonly PairLost[] {
  const pairs = new Map<string, PairLost>()
  const note = (group: AccessGroupChange, user: string, entity: string | undefined): void => {
    if (states !== undefined && (!states.before.has(user, entity) || states.after.has(user, entity))) return
    const key = `${group.platform}\n${user}\n${entity ?? ''}`
    const explicit = group.explicit || pairs.get(key)?.explicit === true
    pairs.set(key, { user, platform: group.platform, ...(entity === undefined ? {} : { entity }), explicit })
  }
  for (const group of groups.filter(({ change }) => change === 'lost')) {
    const isAll = states !== undefined && group.entities === 'everywhere' && isScopedIn(group, states.before)
    const places = group.entities === 'everywhere' ? [undefined] : group.entities
    const all = isAll ? states.before.access.entities.keys() : []
    for (const user of group.users) for (const entity of [...places, ...all]) note(group, user, entity)
  }
  return [...pairs.values()]
}

function isScopedIn({ levels }: AccessGroupChange, { world: { catalogue } }: Evaluation): boolean {
  return Object.keys(levels).some((key) => catalogue.scoping[catalogue.column.get(key) ?? -1] !== 'everywhere')
}
