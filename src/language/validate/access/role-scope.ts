import type { EntityKind, Platform } from '../../../generated/platform.ts'
import type { Scope } from '../../../generated/roles.ts'
import { nearestOf } from '../known-name.ts'
import { wordsOfScopes } from '../platform-access.ts'
import { seen } from '../problem.ts'
import type { Findings, Spot, World } from '../world.ts'
import { below } from '../world.ts'
import { checkEntityNamed } from './entity-named.ts'
import { grantsEverything, keysGiven } from './known-role.ts'
import type { RuledRole } from './role-alone.ts'

/** The form of a scope, and whether one is needed. */
export function checkScopeAlone(ruled: RuledRole): void {
  const { findings, spot, role, platform } = ruled
  checkNeed(ruled)
  if (role.scope !== undefined) checkScopeForm({ findings, spot: below(spot, 'scope'), scope: role.scope, platform })
}

/** A scope, and where it stands. */
interface RuledScope {
  readonly findings: Findings
  readonly spot: Spot
  readonly scope: Scope
  readonly platform: Platform
}

/** The words of a scope: those that the platform has for what a role can work on. */
export function checkScopeForm(ruled: RuledScope): void {
  const { findings, spot, scope, platform } = ruled
  const { all, except, ...lists } = scope
  if (all === true && Object.keys(lists).length > 0) {
    findings.mistake(below(spot, 'all'), {
      target: 'key',
      slug: 'select-all-alone',
      message: `\`all: true\` reaches everything, but there is ${seen(Object.keys(lists))} too.`,
      fix: 'Remove `all: true`, or the rest.',
    })
  }
  for (const name of Object.keys(lists)) if (!wordsOfScopes.includes(name)) checkPlural(ruled, below(spot, name), name)
  for (const name of Object.keys(except ?? {})) checkExcludable(ruled, below(spot, 'except', name), name)
  if (kindsOfPeople(platform).length > 0) return
  for (const name of ['tenants', 'departments'] as const) {
    if (scope[name] === undefined) continue
    findings.mistake(below(spot, name), {
      target: 'key',
      slug: 'capability',
      message: `Roles on ${platform.name} do not work on people, so \`${name}\` chooses nothing.`,
      fix: `Name entities: ${pluralsOf(platform).join(', ') || 'the platform has none'}.`,
    })
  }
}

function checkNeed({ findings, spot, id, role, platform }: RuledRole): void {
  const known = { id, declared: { file: spot.file, line: 0, spec: role } }
  const scoped =
    platform.reach?.from === 'roleScope' && keysGiven(platform, known).some((key) => isScoped(platform, key))
  if (role.scope !== undefined && !scoped) {
    findings.mistake(below(spot, 'scope'), {
      target: 'key',
      slug: 'scope-unused',
      severity: 'warning',
      message: `No permission of \`${id}\` depends on the scope of the role, so it changes nothing.`,
      fix: 'Remove `scope`.',
    })
  }
  const said = platform.roles?.scope?.whenMissing ?? 'allow'
  if (role.scope !== undefined || !scoped || said === 'allow' || grantsEverything(platform, known)) return
  findings.mistake(spot, {
    target: 'key',
    slug: 'scope-missing',
    severity: said === 'warn' ? 'warning' : 'error',
    message: `\`${id}\` has permissions that hold on some entities only, and does not say on which.`,
    fix: `Add \`scope: { ${pluralsOf(platform)[0] ?? 'departments'}: [...] }\`, or \`scope: { all: true }\` for everything, now and later.`,
  })
}

function isScoped(platform: Platform, key: string): boolean {
  const { scoped = 'everywhere' } = platform.permissions?.[key] ?? {}
  return scoped !== 'everywhere'
}

function checkPlural({ findings, platform }: RuledScope, spot: Spot, name: string): void {
  if (kindOf(platform, name) !== undefined) return
  const plurals = Object.values(platform.entityKinds ?? {}).map(({ plural }) => plural)
  findings.mistake(spot, {
    target: 'key',
    slug: 'unknown-property',
    message: `\`${name}\` is not a kind of entity of ${platform.name}.`,
    fix: () => nearestOf(name, [...plurals, ...wordsOfScopes]),
  })
}

function checkExcludable({ findings, platform }: RuledScope, spot: Spot, name: string): void {
  const allowed = platform.roles?.scope?.exclude ?? []
  const plurals = allowed.map((kind) => platform.entityKinds?.[kind]?.plural ?? kind)
  if (plurals.includes(name)) return
  findings.mistake(spot, {
    target: 'key',
    slug: 'not-excludable',
    message: `A scope on ${platform.name} cannot leave out \`${name}\`.`,
    fix: () => (plurals.length === 0 ? 'Remove `except`: nothing can be left out.' : nearestOf(name, plurals)),
  })
}

interface ScopeHere extends RuledScope {
  readonly world: World
  readonly platformId: string
}

/** Whom and what a scope names: entities of the platform, access groups, departments, tenants that are served. */
export function checkScopeHere(here: ScopeHere): void {
  const { world, findings, spot, platformId, scope, platform } = here
  const { all: _, except, ...lists } = scope
  for (const [name, ids] of Object.entries({ ...lists, ...prefixed(except) })) {
    const kind = kindOf(platform, name.replace('except.', ''))?.[0]
    if (kind === undefined) continue
    const people = platform.entityKinds?.[kind]?.people === true
    for (const [at, id] of ids.entries()) {
      const place = below(spot, ...name.split('.'), at)
      if (people) findings.refer('users', id, place)
      else checkEntityNamed({ world, findings, spot: place, id, platformId, kinds: [kind] })
    }
  }
  scope.accessGroups?.forEach((id, at) => {
    const group = world.accessGroups.get(id)?.spec
    if (group === undefined) findings.refer('access-groups', id, spot, 'accessGroups', at)
    else if (group.platform !== platformId) {
      findings.mistake(below(spot, 'accessGroups', at), {
        slug: 'other-platform',
        message: `\`${id}\` is an access group on \`${group.platform}\`, and the role is on \`${platformId}\`.`,
        fix: 'Name an access group of the same platform.',
      })
    }
  })
  scope.tenants?.forEach((id, at) => checkChild(here, below(spot, 'tenants', at), id))
  scope.departments?.forEach((id, at) => checkDepartment(here, below(spot, 'departments', at), id))
}

function prefixed(except: Scope['except']): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(except ?? {}).map(([name, ids]) => [`except.${name}`, ids]))
}

function checkChild({ world, findings }: ScopeHere, spot: Spot, id: string): boolean {
  const children = world.family.children()
  if (children.has(id)) return true
  findings.mistake(spot, {
    slug: 'not-a-child',
    message: `\`${id}\` is not a tenant that names \`${world.id}\` as its parent.`,
    fix: () => nearestOf(id, [...children]),
  })
  return false
}

function checkDepartment(here: ScopeHere, spot: Spot, id: string): void {
  const { world, findings } = here
  const [tenant = '', department] = id.split('/')
  if (department === undefined) return findings.refer('departments', id, spot)
  if (!checkChild(here, spot, tenant)) return
  const theirs = world.family.departmentsOf(tenant)
  if (theirs.has(department)) return
  findings.mistake(spot, {
    slug: 'unknown-department',
    message: `There is no department \`${department}\` in \`${tenant}\`.`,
    fix: () => nearestOf(department, [...theirs]),
  })
}

function kindOf(platform: Platform, plural: string): readonly [string, EntityKind] | undefined {
  return Object.entries(platform.entityKinds ?? {}).find(([, kind]) => kind.plural === plural)
}

function pluralsOf(platform: Platform): readonly string[] {
  const kinds = Object.values(platform.entityKinds ?? {})
  return kinds.filter(({ people }) => people !== true).map(({ plural }) => plural)
}

function kindsOfPeople(platform: Platform): readonly EntityKind[] {
  return Object.values(platform.entityKinds ?? {}).filter(({ people }) => people === true)
}
