import type { AccessRole, AccessScope, AccessSource, Levels } from '../../access/access.ts'
import type { BuiltInRole, Platform } from '../../generated/platform.ts'
import type { Role } from '../../generated/roles.ts'
import type { Tenant } from '../../generated/tenant.ts'
import type { Risk } from '../../model/level.ts'
import type { Written } from '../load/source.ts'
import type { TenantInput } from './input.ts'
import type { ScopeWords } from './scopes.ts'
import { compileScope } from './scopes.ts'

/** The roles of one platform: those it brings along, and those declared for it. */
export function compileRoles(
  platform: string,
  profile: Written<Platform>,
  { roles: declared, tenant }: Pick<TenantInput, 'roles' | 'tenant'>,
  words: ScopeWords,
): Map<string, AccessRole> {
  const roles = new Map<string, AccessRole>()
  for (const [id, role] of Object.entries(profile.spec.builtInRoles ?? {}))
    roles.set(id, builtIn(id, role, { profile, scope: scopeSaid(tenant, platform, id, words) }))
  for (const [id, written] of declared)
    if (written.spec.platform === platform && !roles.has(id)) roles.set(id, ownRole(id, written, profile.spec, words))
  return roles
}

/** What a contract says a role works on that comes with the platform. */
function scopeSaid(
  { spec, file, line }: Written<Tenant>,
  platform: string,
  role: string,
  words: ScopeWords,
): AccessScope | undefined {
  for (const [id, { platform: on, scopes }] of Object.entries(spec.subscriptions ?? {})) {
    const scope = on === platform ? scopes?.[role] : undefined
    const path = ['subscriptions', id, 'scopes', role]
    if (scope !== undefined) return { ...compileScope(scope, words), source: { file, line, via: [], path } }
  }
  return undefined
}

interface ComesAlong {
  readonly profile: Written<Platform>
  readonly scope: AccessScope | undefined
}

/** Everything, where nobody can say a scope for it. */
export function usualScope({ reach }: BuiltInRole): AccessScope | undefined {
  return reach === 'all' ? { all: true, chosen: [], accessGroups: [], except: [] } : undefined
}

function builtIn(id: string, role: BuiltInRole, { profile, scope: said }: ComesAlong): AccessRole {
  const { spec: rules, file, line } = profile
  const scope = said ?? usualScope(role)
  const all = role.grants === 'everything'
  const permissions = role.grants === 'nothing' ? nothingAtAll(rules) : (role.permissions ?? {})
  const risk = riskOf(rules, permissions, all)
  const administrator = role.administrator ?? false
  return {
    id,
    name: role.name,
    builtIn: true,
    administrator,
    grants: all ? 'everything' : 'listed',
    permissions,
    flags: [],
    ...(scope === undefined ? {} : { scope }),
    risk,
    privileged: administrator,
    requires: { mfa: false, certifications: [], reason: risk === 'critical' },
    ...(role.maxAssignees === undefined ? {} : { maxAssignees: role.maxAssignees }),
    source: { file, line, via: [], path: ['builtInRoles', id] },
  }
}

function ownRole(id: string, { spec, file, line }: Written<Role>, rules: Platform, words: ScopeWords): AccessRole {
  const permissions = spec.preset === undefined ? (spec.permissions ?? {}) : presetOf(rules, spec.preset)
  const flags = flagsOf(spec, rules)
  const risk = highest([riskOf(rules, permissions, flags.some(grantsAll(rules))), ...flags.map(riskOfFlag(rules))])
  const { mfa = false, certifications = [], reason = false } = spec.requires ?? {}
  const source: AccessSource = { file, line, via: [] }
  return {
    id,
    name: spec.name,
    builtIn: false,
    administrator: false,
    grants: 'listed',
    // A copy with a prototype: what was written has none, and is hashed and compared as plain data from here on.
    permissions: { ...permissions },
    flags,
    ...(spec.scope === undefined ? {} : { scope: compileScope(spec.scope, words) }),
    risk,
    privileged: spec.privileged ?? false,
    requires: { mfa, certifications, reason: reason || risk === 'critical' },
    ...(spec.maxAssignees === undefined ? {} : { maxAssignees: spec.maxAssignees }),
    ...(spec.preset === undefined ? {} : { preset: spec.preset }),
    source,
  }
}

function presetOf({ roles }: Platform, preset: string): Levels {
  return roles?.presets?.[preset]?.permissions ?? {}
}

/** Switches of the platform are written as properties of the role. */
function flagsOf(spec: Role, { roleFlags }: Platform): readonly string[] {
  const written = new Map<string, unknown>(Object.entries(spec))
  return Object.keys(roleFlags ?? {}).filter((flag) => written.get(flag) === true)
}

function grantsAll({ roleFlags }: Platform) {
  return (flag: string): boolean => roleFlags?.[flag]?.grants === 'everything'
}

function riskOfFlag({ roleFlags }: Platform) {
  return (flag: string): Risk => roleFlags?.[flag]?.risk ?? 'basic'
}

/** That each key is none is said in full: it differs from saying nothing. */
function nothingAtAll({ permissions }: Platform): Levels {
  return Object.fromEntries(Object.keys(permissions ?? {}).map((key) => [key, 'none']))
}

function riskOf({ permissions: catalogue = {} }: Platform, permissions: Levels, all: boolean): Risk {
  const given = all ? Object.keys(catalogue) : Object.keys(permissions).filter((key) => permissions[key] !== 'none')
  return highest(given.map((key) => catalogue[key]?.risk ?? 'basic'))
}

function highest(risks: readonly Risk[]): Risk {
  if (risks.includes('critical')) return 'critical'
  return risks.includes('elevated') ? 'elevated' : 'basic'
}
