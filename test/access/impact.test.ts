import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PlatformAccess } from '../../src/access/access.ts'
import { impactOf } from '../../src/access/impact.ts'
import type { AccessGroupChange } from '../../src/model/plan.ts'
import type { Level } from '../../src/model/level.ts'
import { rankOf } from '../../src/model/level.ts'
import { isScoped, keysIn, oracle } from './oracle.ts'
import { dice, edited, editedOnce, randomRules, randomTenant } from './random-tenant.ts'
import { entity } from './scene.ts'

/** An entity that is not there yet: who reaches it reaches all, what is to come included. */
const future = entity('to-come', 'site')

/** Permission -> level before and after, those that differ only. */
type Vector = Readonly<Record<string, readonly [Level, Level]>>

/** What two plain evaluations differ in, one line each; `*`: everywhere, and on what is to come. */
function differences(before: PlatformAccess, after: PlatformAccess): readonly string[] {
  const users = new Set([...before.accounts.values(), ...after.accounts.values()].map(({ user }) => user))
  const entities = new Set([...before.entities.keys(), ...after.entities.keys()])
  const [was, is] = [before, after].map((access) => ({
    ...access,
    entities: new Map([...access.entities, ['to-come', future]]),
  }))
  if (was === undefined || is === undefined) return []
  const differs = comparing(was, is)
  const lines = [...users].flatMap((user) => {
    const coming = differs(user, 'to-come')
    const isTold = (vector: Told): boolean => coming.changed !== '' && vector.all === coming.all
    const listed = [...entities].flatMap((id) => {
      const vector = differs(user, id)
      return isTold(vector) ? [] : linesOf(user, id, vector.changes)
    })
    return [...linesOf(user, '*', together(differs(user, undefined), coming)), ...listed]
  })
  return lines.toSorted()
}

/** A permission that held everywhere and now holds on all there is and will be has not changed for who has it. */
function together(everywhere: Told, coming: Told): Vector {
  const keys = [...new Set([...Object.keys(everywhere.changes), ...Object.keys(coming.changes)])]
  const higher = (a: Level, b: Level): Level => (rankOf(a) > rankOf(b) ? a : b)
  const none = ['none', 'none'] as const
  const pairs = keys.map((key): readonly [string, readonly [Level, Level]] => {
    const [one, other] = [everywhere.changes[key] ?? none, coming.changes[key] ?? none]
    return [key, [higher(one[0], other[0]), higher(one[1], other[1])]]
  })
  return Object.fromEntries(pairs.filter(([, [from, to]]) => from !== to))
}

interface Told {
  readonly changes: Vector
  readonly changed: string
  /** Everything somebody has there before and after, as text. */
  readonly all: string
}

function comparing(before: PlatformAccess, after: PlatformAccess): (user: string, entity: string | undefined) => Told {
  const [was, is] = [oracle(before), oracle(after)]
  const keys = [...new Set([...keysIn(before), ...keysIn(after)])]
  const holds = (access: PlatformAccess, key: string, entity: string | undefined): boolean =>
    keysIn(access).includes(key) && isScoped(access, key) === (entity !== undefined)
  return (user, entity) => {
    const pairs = keys.map((key): readonly [string, readonly [Level, Level]] => [
      key,
      [
        holds(before, key, entity) ? was.ofPerson(user, key, entity) : 'none',
        holds(after, key, entity) ? is.ofPerson(user, key, entity) : 'none',
      ],
    ])
    const inReach = pairs.filter(([key]) => holds(after, key, entity) && scopingIn(after, key) === 'reach')
    const best = Math.max(0, ...inReach.map(([, [, to]]) => rankOf(to)))
    const changes = pairs.filter(([key, [from, to]]) => {
      // Whoever comes to reach an entity is its neighbour no more, and loses nothing by it.
      const isNeighbours = holds(before, key, entity) && entity !== undefined && scopingIn(before, key) === 'neighbours'
      return from !== to && !(isNeighbours && rankOf(to) < rankOf(from) && best >= rankOf(from))
    })
    const all = JSON.stringify(pairs.map(([, levels]) => levels))
    return { changes: Object.fromEntries(changes), all, changed: changes.map(([key]) => key).join() }
  }
}

function scopingIn({ rules }: PlatformAccess, key: string): string {
  return rules.permissions?.[key]?.scoped ?? 'everywhere'
}

function linesOf(user: string, where: string, changes: Vector): readonly string[] {
  return Object.entries(changes).map(([key, [from, to]]) => `${user} ${where} ${key} ${from} ${to}`)
}

function linesOfGroups(groups: readonly AccessGroupChange[]): readonly string[] {
  const lines = groups.flatMap(({ users, entities, levels }) =>
    users.flatMap((user) =>
      (entities === 'everywhere' ? ['*'] : entities).flatMap((entity) =>
        Object.entries(levels).map(([key, { from, to }]) => `${user} ${entity} ${key} ${from} ${to}`),
      ),
    ),
  )
  return lines.toSorted()
}

interface States {
  readonly before: PlatformAccess
  readonly after: PlatformAccess
}

function twoStates(seed: number, edit: typeof edited): States {
  const roll = dice(seed)
  const before = randomTenant(roll, randomRules(roll))
  return { before, after: edit(roll, before) }
}

function isDifference({ before, after }: States): void {
  const groups = impactOf({ tenant: 'acme', before, after, full: after })
  expect(linesOfGroups(groups).join('\n')).toBe(differences(before, after).join('\n'))
}

describe('the impact of edits', () => {
  test('it is the difference of two plain evaluations, row by row, whatever the tenant and the edits', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => isDifference(twoStates(seed, edited))),
      { numRuns: 300 },
    )
  })

  test('it is so for one edit of one entity, there and back', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { before, after } = twoStates(seed, editedOnce)
        isDifference({ before, after })
        isDifference({ before: after, after: before })
      }),
      { numRuns: 300 },
    )
  })
})
