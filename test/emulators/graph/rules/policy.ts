import type { Entity } from '../state.ts'
import type { Tenant } from '../tenant.ts'
import { checkNames, fieldsOf, refused, textsOf } from './conditional-access.ts'
import type { Fields } from './conditional-access.ts'

const states = ['enabled', 'disabled', 'enabledForReportingButNotEnforced']
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const noUsers = lists('includeUsers excludeUsers includeGroups excludeGroups includeRoles excludeRoles', {
  includeGuestsOrExternalUsers: null,
  excludeGuestsOrExternalUsers: null,
})
const noApplications = lists(
  'includeApplications excludeApplications includeUserActions includeAuthenticationContextClassReferences',
  {
    applicationFilter: null,
  },
)
const noConditions = {
  ...lists('userRiskLevels signInRiskLevels servicePrincipalRiskLevels'),
  clientAppTypes: ['all'],
  ...nothing('applications users platforms locations clientApplications devices authenticationFlows insiderRiskLevels'),
}
const noGrant = {
  operator: 'OR',
  ...lists('builtInControls customAuthenticationFactors termsOfUse'),
  authenticationStrength: null,
}
const noSession = nothing(
  'disableResilienceDefaults applicationEnforcedRestrictions cloudAppSecurity signInFrequency persistentBrowser secureSignInSession',
)
const noPolicy = nothing(
  'templateId description deletedDateTime createdDateTime modifiedDateTime sessionControls grantControls',
)
const own = ['id', 'displayName', 'state', 'conditions']

/** What Graph fills in where a client says nothing; named locations stay as they are. */
export function completed(wished: Fields, name: 'conditionalAccessPolicies' | 'namedLocations'): Fields {
  if (name === 'namedLocations') return wished
  const { conditions, grantControls, sessionControls } = wished
  const { applications, users, locations } = fieldsOf(conditions)
  return {
    ...noPolicy,
    ...wished,
    conditions: {
      ...noConditions,
      ...fieldsOf(conditions),
      applications: filled(applications, noApplications),
      users: filled(users, noUsers),
      locations: filled(locations, lists('includeLocations excludeLocations')),
    },
    grantControls: filled(grantControls, noGrant),
    sessionControls: withFrequency(filled(sessionControls, noSession)),
  }
}

/** https://learn.microsoft.com/graph/api/conditionalaccessroot-post-policies and the pages of its parts. */
export function checkedPolicy(tenant: Tenant, policy: Entity): Entity {
  checkNames('conditionalAccessPolicy', policy, [...own, ...Object.keys(noPolicy)])
  if (typeof policy['displayName'] !== 'string' || policy['displayName'] === '')
    throw refused('A policy must have a displayName.')
  if (!states.includes(String(policy['state'])))
    throw refused(`The state '${String(policy['state'])}' of the policy is invalid.`)
  if (policy['grantControls'] === null && policy['sessionControls'] === null)
    throw refused('A policy must have grant controls or session controls.')
  const { users, applications, locations, ...rest } = fieldsOf(policy['conditions'])
  checkNames('conditionalAccessConditionSet', rest, Object.keys(noConditions))
  checkUsers(tenant, fieldsOf(users))
  checkApplications(fieldsOf(applications))
  checkLocations(tenant, fieldsOf(locations))
  checkControls(policy['grantControls'], policy['sessionControls'], fieldsOf(applications))
  return policy
}

/** What was, with what is wished; parts of it one by one, lists as a whole: OData 4.01 Part 1, 11.4.3. */
export function merged(before: unknown, wished: unknown): unknown {
  const isPart = typeof wished === 'object' && wished !== null && !Array.isArray(wished)
  if (!isPart) return wished
  const parts = fieldsOf(before)
  return {
    ...parts,
    ...Object.fromEntries(Object.entries(wished).map(([name, value]) => [name, merged(parts[name], value)])),
  }
}

function checkUsers(tenant: Tenant, users: Fields): void {
  checkNames('conditionalAccessUsers', users, Object.keys(noUsers))
  const isSomebody = ['includeUsers', 'includeGroups', 'includeRoles'].some((name) => textsOf(users[name]).length > 0)
  if (!isSomebody && (users['includeGuestsOrExternalUsers'] ?? null) === null)
    throw refused('A policy must include users, groups, roles or guests.')
  const { state } = tenant
  checkIds(
    'user',
    [users['includeUsers'], users['excludeUsers']],
    ['All', 'None', 'GuestsOrExternalUsers'],
    state.users,
  )
  checkIds('group', [users['includeGroups'], users['excludeGroups']], [], state.groups)
  checkIds('role', [users['includeRoles'], users['excludeRoles']], [], state.roleDefinitions)
}

function checkApplications(applications: Fields): void {
  checkNames('conditionalAccessApplications', applications, Object.keys(noApplications))
  const named = textsOf(applications['includeApplications'])
  const others = ['includeUserActions', 'includeAuthenticationContextClassReferences']
  if (named.length === 0 && others.every((name) => textsOf(applications[name]).length === 0))
    throw refused('A policy must include applications, user actions or authentication contexts.')
  const words = ['All', 'None', 'Office365', 'MicrosoftAdminPortals']
  const stranger = [...named, ...textsOf(applications['excludeApplications'])].find(
    (id) => !words.includes(id) && !guid.test(id),
  )
  if (stranger !== undefined) throw refused(`The application '${stranger}' of the policy is invalid.`)
}

function checkLocations({ state }: Tenant, locations: Fields): void {
  checkNames('conditionalAccessLocations', locations, ['includeLocations', 'excludeLocations'])
  const { includeLocations, excludeLocations } = locations
  if (textsOf(excludeLocations).length > 0 && textsOf(includeLocations).length === 0)
    throw refused('A policy that excludes locations must include some.')
  checkIds('named location', [includeLocations, excludeLocations], ['All', 'AllTrusted'], state.namedLocations)
}

function checkIds(
  what: string,
  listed: readonly unknown[],
  words: readonly string[],
  known: ReadonlyMap<string, Entity>,
): void {
  const stranger = listed.flatMap(textsOf).find((id) => !words.includes(id) && !known.has(id.toLowerCase()))
  if (stranger !== undefined) throw refused(`The ${what} '${stranger}' of the policy does not exist.`)
}

/** A browser stays signed in only where the policy is for all applications. */
function checkControls(grant: unknown, session: unknown, applications: Fields): void {
  if (grant !== null) {
    const { operator, builtInControls, authenticationStrength, termsOfUse } = fieldsOf(grant)
    checkNames('conditionalAccessGrantControls', fieldsOf(grant), Object.keys(noGrant))
    if (operator !== 'AND' && operator !== 'OR') throw refused('The operator of grant controls must be AND or OR.')
    const controls = textsOf(builtInControls)
    if (controls.length + textsOf(termsOfUse).length === 0 && authenticationStrength === null)
      throw refused('Grant controls must name at least one control.')
    if (controls.includes('block') && controls.length > 1)
      throw refused('The control block cannot stand beside others.')
  }
  const { persistentBrowser, signInFrequency } = fieldsOf(session)
  checkNames('conditionalAccessSessionControls', fieldsOf(session), Object.keys(noSession))
  if (
    fieldsOf(persistentBrowser)['isEnabled'] === true &&
    !textsOf(applications['includeApplications']).includes('All')
  )
    throw refused('A persistent browser session can be asked for only where the policy is for all applications.')
  checkFrequency(fieldsOf(signInFrequency))
}

/** 1 to 23 hours, or 1 to 365 days: https://learn.microsoft.com/graph/api/resources/signinfrequencysessioncontrol */
function checkFrequency({ isEnabled, frequencyInterval, type, value }: Fields): void {
  if (isEnabled !== true || frequencyInterval === 'everyTime') return
  const most = type === 'hours' ? 23 : type === 'days' ? 365 : 0
  if (!Number.isInteger(value) || Number(value) < 1 || Number(value) > most)
    throw refused(`The sign-in frequency of ${String(value)} ${String(type)} is invalid.`)
}

function withFrequency(session: Fields | null): Fields | null {
  const { signInFrequency } = session ?? {}
  if (session === null || typeof signInFrequency !== 'object' || signInFrequency === null) return session
  const usual = {
    authenticationType: 'primaryAndSecondaryAuthentication',
    frequencyInterval: 'timeBased',
    type: null,
    value: null,
  }
  return { ...session, signInFrequency: { ...usual, ...signInFrequency } }
}

function filled(value: unknown, usual: Fields): Fields | null {
  return value === undefined || value === null ? null : { ...usual, ...fieldsOf(value) }
}

function lists(names: string, more: Fields = {}): Fields {
  return { ...Object.fromEntries(names.split(' ').map((name) => [name, []])), ...more }
}

function nothing(names: string): Fields {
  return Object.fromEntries(names.split(' ').map((name) => [name, null]))
}
