import type {
  AccessAccount,
  AccessEntity,
  AccessGroup,
  AccessRole,
  PlatformAccess,
  Selector,
} from '../../src/access/access.ts'
import type { BuiltInRole, Platform } from '../../src/generated/platform.ts'
import type { Level } from '../../src/model/level.ts'
import type { Scene } from './scene.ts'
import { access, account, at, entity, group, role, scope } from './scene.ts'

/** Numbers that look random, and are the same for the same seed. */
export interface Dice {
  readonly below: (sides: number) => number
  readonly oneIn: (times: number) => boolean
  readonly pick: <T>(some: readonly T[]) => T
  /** Some of them, in their order. */
  readonly some: <T>(all: readonly T[], oneIn: number) => readonly T[]
}

/** Dice of a seed (mulberry32). */
export function dice(seed: number): Dice {
  let state = seed | 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (sides: number): number => Math.floor(next() * sides)
  const oneIn = (times: number): boolean => below(times) === 0
  return {
    below,
    oneIn,
    pick: (some) => some[below(some.length)] as (typeof some)[number],
    some: (all, times) => all.filter(() => oneIn(times)),
  }
}

const seen: readonly Level[] = ['none', 'listed', 'masked', 'view', 'edit', 'full']
const levelsOf: Readonly<Record<string, readonly Level[]>> = {
  data: seen,
  action: ['none', 'allow'],
  rmm: ['none', 'allow'],
}
const keys = ['data/a', 'data/b', 'data/c', 'data/who', 'data/near', 'action/d', 'action/e', 'rmm/f', 'rmm/g']
const tags = ['red', 'green', 'blue', 'grey']

/** The rules of a product that nobody sells. */
export function randomRules(roll: Dice): Platform {
  const scoped = ['everywhere', 'reach', 'reach', 'neighbours'] as const
  const marked = roll.oneIn(3) ? undefined : 'data/who'
  const permissions = Object.fromEntries(
    keys.map((key) => {
      const atMost = roll.oneIn(6) ? { atMost: roll.pick(levelsFor(key)) } : {}
      const stakeholders = key === marked ? { stakeholders: true } : {}
      const risk = roll.oneIn(5) ? ('critical' as const) : ('basic' as const)
      return [key, { name: key, risk, scoped: roll.pick(scoped), ...atMost, ...stakeholders }]
    }),
  )
  const builtIn = (spec: Partial<BuiltInRole>): BuiltInRole => ({ name: 'Built in', ...spec })
  return {
    name: 'Product',
    version: '2026-11-01',
    categories: {
      data: { levels: seen, whenExcluded: roll.pick(['none', 'listed', 'view'] as const) },
      action: { levels: ['none', 'allow'] },
      rmm: { levels: ['none', 'allow'], whenExcluded: 'listed' },
    },
    entityKinds: {
      customer: { plural: 'customers' },
      site: { plural: 'sites', inside: 'customer' },
      folder: { plural: 'folders', inside: 'site', excludable: true },
      person: { plural: 'persons', stakeholder: true },
    },
    reach: {
      from: roll.pick(['roleScope', 'roleScope', 'accessGroup', 'accessGroup', 'none'] as const),
      ...(roll.oneIn(2) ? {} : { kinds: roll.pick([['customer', 'site', 'person'], ['site'], ['customer', 'site']]) }),
    },
    permissions,
    roleFlags: { everything: { name: 'Everything', risk: 'critical', grants: 'everything' } },
    builtInRoles: {
      admin: builtIn({
        administrator: true,
        grants: 'everything',
        ...(roll.oneIn(2) ? { forced: { 'rmm/f': 'allow' } } : {}),
      }),
      beginner: builtIn({ grants: 'nothing' }),
    },
    accountTypes: { user: { name: 'User' }, served: { name: 'Served', platformAccess: false } },
  }
}

/** A tenant of such a product: every layer, several roles and scopes, containers, links, people around them. */
export function randomTenant(roll: Dice, rules: Platform): PlatformAccess {
  return access(rules, randomScene(roll))
}

function randomScene(roll: Dice): Scene {
  const entities = randomEntities(roll)
  const ids = entities.map(({ id }) => id)
  const groups = ['g1', 'g2', 'g3', 'g4'].map((id) => randomGroup(roll, id, ids))
  const roles = ['r1', 'r2', 'r3', 'r4', 'r5'].map((id) => randomRole(roll, id, ids))
  const layer = (file: string): { permissions: Readonly<Record<string, Level>>; source: ReturnType<typeof at> } => ({
    permissions: randomLevels(roll, 5),
    source: at(file),
  })
  return {
    entities,
    groups,
    roles,
    base: roll.oneIn(2) ? [] : [layer('tenant')],
    guards: roll.oneIn(2)
      ? []
      : [{ keys: roll.some(keys, 6), source: at('tenant', 2), ...(roll.oneIn(3) ? { subscription: 'main' } : {}) }],
    ceilings: roll.oneIn(2) ? [] : [layer('tenant'), layer('parent')],
    departments: new Map(['d1', 'd2'].map((id) => [id, layer(id)])),
    accounts: Array.from({ length: 8 }, (_, index) =>
      randomAccount(roll, `u${index % 7}`, index === 7 ? 'second' : 'main', index),
    ),
  }
}

function levelsFor(key: string): readonly Level[] {
  return levelsOf[key.slice(0, key.indexOf('/'))] ?? seen
}

function randomLevels(roll: Dice, oneIn: number): Readonly<Record<string, Level>> {
  return Object.fromEntries(roll.some(keys, oneIn).map((key) => [key, roll.pick(levelsFor(key))]))
}

function randomEntities(roll: Dice): readonly AccessEntity[] {
  const kinds = [
    'customer',
    'customer',
    'site',
    'site',
    'site',
    'folder',
    'folder',
    'folder',
    'person',
    'person',
    'site',
    'customer',
  ]
  const within: Readonly<Record<string, string>> = { site: 'customer', folder: 'site' }
  return kinds.map((kind, number) => {
    const containers = kinds.flatMap((other, at) => (other === within[kind] ? [`e${at}`] : []))
    const inside = containers.length > 0 && !roll.oneIn(3) ? { inside: roll.pick(containers) } : {}
    const links = Array.from({ length: roll.below(3) }, () => ({ to: `e${roll.below(14)}` }))
    return entity(`e${number}`, kind, {
      tags: roll.some(tags, 3),
      links,
      ...inside,
      privileged: roll.oneIn(9),
      source: at('entities', number + 1),
    })
  })
}

function randomGroup(roll: Dice, id: string, ids: readonly string[]): AccessGroup {
  const selectors: readonly Selector[] = [
    { by: 'tags', tags: roll.some(tags, 2), match: roll.pick(['any', 'all']) },
    { by: 'tags', tags: [roll.pick(tags)], match: 'all' },
    { by: 'names', names: roll.some(ids, 4) },
    roll.oneIn(3) ? { by: 'all' } : { by: 'names', names: roll.some(ids, 3) },
  ]
  return group(id, roll.pick(selectors), { privileged: roll.oneIn(5) })
}

function randomRole(roll: Dice, id: string, ids: readonly string[]): AccessRole {
  const scoped = {
    scope: scope(roll.some(ids, 4), {
      all: roll.oneIn(5),
      accessGroups: roll.some(['g1', 'g2', 'g3'], 4),
      except: roll.oneIn(2) ? roll.some(ids, 5) : [],
    }),
  }
  return role(id, {
    permissions: randomLevels(roll, 2),
    flags: roll.oneIn(9) ? ['everything'] : [],
    privileged: roll.oneIn(6),
    ...(roll.oneIn(6) ? {} : scoped),
  })
}

/** Somebody's account. */
export function randomAccount(roll: Dice, user: string, subscription: string, line: number): AccessAccount {
  const own = roll.some(['r1', 'r2', 'r3', 'r4', 'r5'], 3)
  const roles = roll.oneIn(8) ? ['admin'] : roll.oneIn(9) ? [...own, 'beginner'] : own
  const overrides = [...roll.some(keys, 8), ...roll.some(keys, 12)].map((key) => ({
    key,
    level: roll.pick(levelsFor(key)),
    reason: 'because',
    source: at('users', line),
  }))
  return account(user, roles, {
    subscription,
    accessGroups: roll.some(['g1', 'g2', 'g3', 'g4'], 3),
    overrides,
    state: roll.oneIn(9) ? 'disabled' : 'active',
    type: roll.oneIn(12) ? 'served' : 'user',
    ...(roll.oneIn(2) ? { department: roll.pick(['d1', 'd2', 'd3']) } : {}),
    route: roll.pick(['own', 'own', 'template'] as const),
    source: at('users', line + 1),
  })
}

/** The same tenant after one edit of one entity. */
export function editedOnce(roll: Dice, before: PlatformAccess): PlatformAccess {
  const fresh = new Map((randomScene(roll).entities ?? []).map((one) => [one.id, one]))
  const id = `e${roll.below(12)}`
  const [was, is] = [before.entities.get(id), fresh.get(id)]
  if (was === undefined || is === undefined) throw new Error(`there is no entity ${id}`)
  const { inside: _, ...loose } = was
  const moved = is.inside === undefined ? loose : { ...loose, inside: is.inside }
  const entities = new Map(before.entities)
  const edit = roll.pick(['tags', 'links', 'inside', 'gone'] as const)
  if (edit === 'gone') entities.delete(id)
  else
    entities.set(
      id,
      edit === 'tags' ? { ...was, tags: is.tags } : edit === 'links' ? { ...was, links: is.links } : moved,
    )
  return { ...before, entities }
}

/** The same tenant after some edits. */
export function edited(roll: Dice, before: PlatformAccess): PlatformAccess {
  const other = randomScene(roll)
  const fresh = access(before.rules, other)
  const some = <T>(was: ReadonlyMap<string, T>, is: ReadonlyMap<string, T>, oneIn: number): ReadonlyMap<string, T> => {
    if (roll.oneIn(2)) return was
    const map = new Map(was)
    for (const [id, one] of is) {
      if (!roll.oneIn(oneIn)) continue
      if (roll.oneIn(4)) map.delete(id)
      else map.set(id, one)
    }
    return map
  }
  return {
    ...before,
    base: roll.oneIn(6) ? fresh.base : before.base,
    guards: roll.oneIn(6) ? fresh.guards : before.guards,
    ceilings: roll.oneIn(6) ? fresh.ceilings : before.ceilings,
    roles: some(before.roles, fresh.roles, 4),
    groups: some(before.groups, fresh.groups, 3),
    entities: some(before.entities, fresh.entities, 5),
    departments: some(before.departments, fresh.departments, 2),
    accounts: some(before.accounts, fresh.accounts, 3),
    rules: roll.oneIn(8) ? randomRules(roll) : before.rules,
  }
}
