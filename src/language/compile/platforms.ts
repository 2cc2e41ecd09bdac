import type { AccessAccount, PlatformAccess } from '../../access/access.ts'
import type { Platform } from '../../generated/platform.ts'
import type { Written } from '../load/source.ts'
import { compileAccounts } from './accounts.ts'
import { compileTests } from './access-tests.ts'
import type { DesiredPlatforms, DesiredSubscription } from './desired-platforms.ts'
import { compileSeparation, compileWaivers } from './duties.ts'
import { compileAccessGroups, compileEntities } from './entities.ts'
import type { TenantInput } from './input.ts'
import type { Draft } from './people.ts'
import { compileBase, compileCeilings, compileDepartments, compileGuards } from './permissions.ts'
import { compileRoles } from './roles.ts'
import { scopeWords } from './scopes.ts'
import { selector } from './selection.ts'
import { compileActions, compileChecklists, compileReviews, offboardingOf } from './undertakings.ts'

/** When it is asked, and what was worked out before. */
export interface Occasion {
  readonly asOf: Date
  readonly zone: string
  readonly subscriptions: ReadonlyMap<string, DesiredSubscription>
}

/** What a tenant asks for beyond its directories, at a moment. */
export function compilePlatforms(
  input: TenantInput,
  drafts: ReadonlyMap<string, Draft>,
  { asOf, zone, subscriptions }: Occasion,
): DesiredPlatforms {
  const { policies } = input
  const moment = asOf.toISOString()
  const crowd = { drafts, selects: selector(moment) }
  const offboarding = offboardingOf(policies)
  return {
    access: accessOf(input, drafts, { zone, subscriptions }),
    subscriptions,
    separation: compileSeparation(policies),
    waivers: compileWaivers(policies, { zone, moment, isPerson: (id) => drafts.has(id) }),
    tests: compileTests(input.tests),
    checklists: compileChecklists(policies),
    ...(offboarding === undefined ? {} : { offboarding }),
    reviews: compileReviews(policies, crowd),
    actions: compileActions(input, crowd),
    identityProviders: identityProviders(input),
  }
}

/** Access on each platform that the tenant has a contract for, or declares something on. */
function accessOf(
  input: TenantInput,
  drafts: ReadonlyMap<string, Draft>,
  { zone, subscriptions }: Omit<Occasion, 'asOf'>,
): ReadonlyMap<string, PlatformAccess> {
  const ids = new Set([...subscriptions.values()].map(({ platform }) => platform))
  for (const { spec } of input.entities.values()) ids.add(spec.platform)
  for (const { spec } of input.accessGroups.values()) ids.add(spec.platform)
  const accounts = compileAccounts(drafts, zone)
  const found = new Map<string, PlatformAccess>()
  for (const id of [...ids].toSorted()) {
    const profile = input.platforms.get(id)
    if (profile !== undefined)
      found.set(
        id,
        platformAccess(id, profile, { input, drafts, subscriptions, accounts: accounts.get(id) ?? new Map() }),
      )
  }
  return found
}

interface Held {
  readonly input: TenantInput
  readonly drafts: ReadonlyMap<string, Draft>
  readonly subscriptions: Occasion['subscriptions']
  readonly accounts: ReadonlyMap<string, AccessAccount>
}

function platformAccess(
  platform: string,
  profile: Written<Platform>,
  { input, drafts, subscriptions, accounts }: Held,
): PlatformAccess {
  const rules = profile.spec
  return {
    platform,
    rules,
    base: compileBase(platform, input),
    guards: compileGuards(platform, input, subscriptions),
    ceilings: compileCeilings(platform, input),
    roles: compileRoles(platform, profile, input, scopeWords(platform, rules, input.entities)),
    departments: compileDepartments(platform, input.departments),
    entities: compileEntities(platform, rules, input, drafts),
    groups: compileAccessGroups(platform, input.accessGroups),
    accounts,
  }
}

function identityProviders({ tenant }: TenantInput): DesiredPlatforms['identityProviders'] {
  const { file, line, spec } = tenant
  return new Map(
    Object.entries(spec.identityProviders ?? {}).map(([id, provider]) => [
      id,
      { ...provider, source: { file, line, via: [], path: ['identityProviders', id] } },
    ]),
  )
}
