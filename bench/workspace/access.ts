import type {
  AccessAccount,
  AccessEntity,
  AccessGroup,
  AccessRole,
  PermissionLayer,
  PlatformAccess,
} from '../../src/access/access.ts'
import { accountKey } from '../../src/access/access.ts'
import type { Platform } from '../../src/generated/platform.ts'
import type { Level } from '../../src/model/level.ts'

const seen: readonly Level[] = ['none', 'listed', 'masked', 'view', 'edit', 'full']
const keys = Array.from({ length: 60 }, (_, n) => (n % 3 === 2 ? `action/do-${n}` : `data/see-${n}`))
const source = { file: 'tenants/bench/users.yaml', line: 1, via: [] }
const groupsAtMost = 400

/** How large a tenant is. */
export interface AccessSize {
  readonly users: number
  readonly entities: number
}

/**
 * A tenant with 60 permissions on a platform, two thirds of them on entities, two of those one link away: 40 roles, 200
 * departments, up to 400 access groups by tags; a tenth of the people have permissions of their own, a twentieth two roles.
 */
export function benchAccess({ users, entities }: AccessSize): PlatformAccess {
  const groups = Math.max(4, Math.min(groupsAtMost, Math.floor(entities / 25)))
  return {
    platform: 'bench',
    rules,
    base: [{ permissions: levels(3, 7), source }],
    guards: [{ keys: [keyAt(8)], source }],
    ceilings: [{ permissions: { [keyAt(9)]: 'view' }, source }],
    roles: numbered(40, roleOf),
    departments: numbered(200, (n): PermissionLayer & { id: string } => ({
      id: `d${n}`,
      permissions: levels(n, 20),
      source,
    })),
    entities: numbered(entities, (n) => entityOf(n, groups, entities)),
    groups: numbered(groups, groupOf),
    accounts: new Map(
      Array.from({ length: users }, (_, n) => accountOf(n, groups)).map((one) => [
        accountKey(one.subscription, one.user),
        one,
      ]),
    ),
  }
}

/** The same after one edit: an entity in the middle loses the tag that its access group goes by. */
export function withoutOneTag(access: PlatformAccess): PlatformAccess {
  const id = `e${Math.floor(access.entities.size / 40) * 20 + 2}`
  const entity = access.entities.get(id)
  if (entity === undefined) throw new Error(`there is no entity ${id}`)
  return { ...access, entities: new Map(access.entities).set(id, { ...entity, tags: entity.tags.slice(1) }) }
}

/** The same as it comes back from a ledger: equal, and no object shared. */
export function readBack(access: PlatformAccess): PlatformAccess {
  return { ...structuredClone(access), rules: access.rules }
}

const rules: Platform = {
  name: 'Bench',
  version: '2026-11-01',
  categories: { data: { levels: seen }, action: { levels: ['none', 'allow'] } },
  entityKinds: {
    fund: { plural: 'funds', tagged: true },
    company: { plural: 'companies' },
    person: { plural: 'persons', stakeholder: true },
  },
  reach: { from: 'accessGroup', kinds: ['fund', 'company', 'person'] },
  permissions: Object.fromEntries(
    keys.map((key, n) => [
      key,
      {
        name: key,
        risk: n % 17 === 0 ? 'critical' : 'basic',
        scoped: n % 30 === 4 ? 'neighbours' : n % 3 === 0 ? 'everywhere' : 'reach',
        ...(n === 1 ? { stakeholders: true } : {}),
      },
    ]),
  ),
}

function keyAt(n: number): string {
  return keys[n % keys.length] ?? ''
}

function levels(start: number, step: number): Readonly<Record<string, Level>> {
  const some: Record<string, Level> = {}
  for (let n = start % step; n < keys.length; n += step) {
    const key = keyAt(n)
    some[key] = key.startsWith('action/') ? 'allow' : (seen[1 + ((n + start) % 5)] ?? 'view')
  }
  return some
}

function numbered<T extends { readonly id: string }>(count: number, make: (n: number) => T): ReadonlyMap<string, T> {
  const map = new Map<string, T>()
  for (let n = 0; n < count; n += 1) {
    const one = make(n)
    map.set(one.id, one)
  }
  return map
}

function roleOf(n: number): AccessRole {
  return {
    id: `r${n}`,
    name: `Role ${n}`,
    builtIn: false,
    administrator: n === 0,
    grants: n === 0 ? 'everything' : 'listed',
    permissions: n === 0 ? {} : levels(n, 2),
    flags: [],
    risk: 'basic',
    privileged: n < 2,
    requires: { mfa: false, certifications: [], reason: false },
    source,
  }
}

/** Nine in ten are funds with the tag of an access group, each third one inside a company; links go to the next one. */
function entityOf(n: number, groups: number, all: number): AccessEntity {
  const kind = n % 20 === 0 ? 'company' : n % 20 === 1 ? 'person' : 'fund'
  return {
    id: `e${n}`,
    name: `Entity ${n}`,
    kind,
    tags: kind === 'fund' ? [`t${n % groups}`, `z${n % 7}`] : [],
    ...(kind === 'fund' && n % 3 === 0 ? { inside: `e${n - (n % 20)}` } : {}),
    links: n % 2 === 0 ? [{ to: `e${(n + 1) % all}` }] : [],
    privileged: n % 1000 === 7,
    source: { ...source, line: n + 1 },
  }
}

function groupOf(n: number): AccessGroup & { readonly id: string } {
  const select =
    n % 50 === 0 ? ({ by: 'all' } as const) : ({ by: 'tags', tags: [`t${n}`, `t${n + 1}`], match: 'any' } as const)
  return { id: `g${n}`, name: `Group ${n}`, select, privileged: false, source }
}

function accountOf(n: number, groups: number): AccessAccount {
  const role = n % 500 === 0 ? 0 : 1 + (n % 39)
  const overrides = n % 10 === 3 ? [{ key: keyAt(n), level: 'none' as const, reason: 'bench', source }] : []
  return {
    user: `u${n}`,
    subscription: 'main',
    type: 'user',
    state: 'active',
    roles: n % 20 === 5 ? [`r${role}`, `r${1 + ((n + 7) % 39)}`] : [`r${role}`],
    accessGroups: role === 0 ? [] : [`g${(n * 7) % groups}`],
    department: `d${n % 200}`,
    overrides,
    route: 'own',
    source: { ...source, line: n + 1 },
  }
}
