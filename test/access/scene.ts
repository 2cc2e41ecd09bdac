import { fileURLToPath } from 'node:url'
import type {
  AccessAccount,
  AccessEntity,
  AccessGroup,
  AccessRole,
  AccessScope,
  AccessSource,
  PlatformAccess,
  Selector,
} from '../../src/access/access.ts'
import { accountKey } from '../../src/access/access.ts'
import type { BuiltInRole, Platform } from '../../src/generated/platform.ts'
import { platform as isPlatform } from '../../src/generated/validators.js'
import { readDocument } from '../../src/language/load/document.ts'
import { workTree } from '../../src/language/load/tree.ts'

/** The rules of a product that comes with roster. */
export function profile(id: string): Platform {
  const tree = workTree(fileURLToPath(new URL('../../', import.meta.url)))
  const { value, diagnostics } = readDocument(tree, { path: `platforms/${id}.yaml`, form: 'whole' })
  if (diagnostics.length > 0 || !isPlatform(value)) throw new Error(`platforms/${id}.yaml is broken`)
  return value as Platform
}

/** A line of a file of the tenant. */
export function at(file: string, line = 1): AccessSource {
  return { file: `tenants/acme/${file}.yaml`, line, via: [] }
}

/** A role that nothing special is said of. */
export function role(id: string, rest: Partial<AccessRole> = {}): AccessRole {
  return {
    id,
    name: id,
    builtIn: false,
    administrator: false,
    grants: 'listed',
    permissions: {},
    flags: [],
    risk: 'basic',
    privileged: false,
    requires: { mfa: false, certifications: [], reason: false },
    source: at('roles'),
    ...rest,
  }
}

/** A scope of these entities. */
export function scope(chosen: readonly string[], rest: Partial<AccessScope> = {}): AccessScope {
  return { all: false, chosen, accessGroups: [], except: [], ...rest }
}

/** An entity that nothing special is said of. */
export function entity(id: string, kind: string, rest: Partial<AccessEntity> = {}): AccessEntity {
  return { id, name: id, kind, tags: [], links: [], privileged: false, source: at('entities'), ...rest }
}

/** An access group. */
export function group(id: string, select: Selector, rest: Partial<AccessGroup> = {}): AccessGroup {
  return { id, name: id, select, privileged: false, source: at('access-groups'), ...rest }
}

/** Somebody's account, by their own line. */
export function account(user: string, roles: readonly string[], rest: Partial<AccessAccount> = {}): AccessAccount {
  return {
    user,
    subscription: 'main',
    type: 'user',
    state: 'active',
    roles,
    accessGroups: [],
    overrides: [],
    route: 'own',
    source: at('users'),
    ...rest,
  }
}

/** What a tenant says, with lists for maps. The roles that the product brings along are there by themselves. */
export interface Scene extends Partial<Pick<PlatformAccess, 'base' | 'guards' | 'ceilings' | 'departments'>> {
  readonly platform?: string
  readonly roles?: readonly AccessRole[]
  readonly entities?: readonly AccessEntity[]
  readonly groups?: readonly AccessGroup[]
  readonly accounts?: readonly AccessAccount[]
}

/** What a tenant says about access on a platform. */
export function access(rules: Platform, scene: Scene): PlatformAccess {
  const builtIn = Object.entries(rules.builtInRoles ?? {}).map(([id, said]) => builtInRole(id, said))
  return {
    platform: scene.platform ?? 'product',
    rules,
    base: scene.base ?? [],
    guards: scene.guards ?? [],
    ceilings: scene.ceilings ?? [],
    departments: scene.departments ?? new Map(),
    roles: byId([...builtIn, ...(scene.roles ?? [])]),
    entities: byId(scene.entities ?? []),
    groups: byId(scene.groups ?? []),
    accounts: new Map((scene.accounts ?? []).map((one) => [accountKey(one.subscription, one.user), one])),
  }
}

function byId<T extends { readonly id: string }>(all: readonly T[]): ReadonlyMap<string, T> {
  return new Map(all.map((one) => [one.id, one]))
}

function builtInRole(id: string, { name, administrator, grants, permissions }: BuiltInRole): AccessRole {
  return role(id, {
    name,
    builtIn: true,
    administrator: administrator === true,
    grants: grants === 'everything' ? 'everything' : 'listed',
    permissions: permissions ?? {},
    source: { file: 'roster:platforms', line: 1, via: [] },
  })
}
