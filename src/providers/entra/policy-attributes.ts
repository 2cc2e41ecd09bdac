import type {
  ConditionalAccessGrantControls,
  ConditionalAccessPolicy,
  ConditionalAccessSessionControls,
} from '@microsoft/microsoft-graph-types'
import { networkOf } from '../../model/network.ts'
import type { Attributes, Value, WishedAttributes } from '../../model/value.ts'
import { valuesOf } from '../../model/value.ts'
import { branchOf, named } from './policy-wire.ts'
import type { Branch, WireLocation, WirePolicy } from './policy-wire.ts'
import type { Body, Row } from './row.ts'

/** Names of what a policy says: Graph's own paths, those of conditions without that word. */
export const said = {
  state: 'state',
  groups: 'users.includeGroups',
  roles: 'users.includeRoles',
  spared: 'users.excludeUsers',
  applications: 'applications.includeApplications',
  clients: 'clientAppTypes',
  from: 'locations.includeLocations',
  butFrom: 'locations.excludeLocations',
  /** The addresses of its own location, which Graph keeps apart. */
  ranges: 'locations.ranges',
  controls: 'grantControls.builtInControls',
  strength: 'grantControls.authenticationStrength',
  frequency: 'sessionControls.signInFrequency',
} as const

/** The group and the location that roster makes with a policy and for it alone: what stands for their ids, which only the directory knows. */
export const itsOwn = 'its own'

export const states = {
  enforced: 'enabled',
  reportOnly: 'enabledForReportingButNotEnforced',
} as const

/** What belongs to one policy, by its ids. */
export interface Belongings {
  readonly group?: string
  readonly location?: string
}

/** What a policy says, as attributes: whatever is neither empty nor a matter of course, so that nothing that was added stays unseen. */
export function policyAttributes(
  policy: WirePolicy,
  locations: readonly WireLocation[],
  { group, location }: Belongings,
): Attributes {
  const { conditions, grantControls, sessionControls } = policy
  const found = new Map<string, Value>([[said.state, policy.state]])
  for (const [path, value] of leaves(conditions)) found.set(path, value)
  for (const [path, value] of grants(grantControls)) found.set(path, value)
  for (const [path, value] of sessions(sessionControls)) found.set(path, value)
  own(found, said.groups, group)
  const excluded = named(policy, 'locations', 'excludeLocations')
  const ranges = excluded.map((id) => locations.find((each) => each.id === id)?.ranges)
  if (ranges.length > 0 && ranges.every((each) => each !== undefined))
    found.set(said.ranges, several(ranges.flat().map((range) => networkOf(range) ?? range)))
  own(found, said.butFrom, location)
  return Object.fromEntries([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** Puts the word in the place of the id. */
function own(found: Map<string, Value>, name: string, id: string | undefined): void {
  const values = valuesOf(found.get(name))
  if (id !== undefined && values.includes(id))
    found.set(name, several(values.map((value) => (value === id ? itsOwn : value))))
}

/** A list in its one spelling. */
export function several(values: readonly string[]): Value {
  const sorted = [...new Set(values)].toSorted()
  const [only] = sorted
  return sorted.length === 1 && only !== undefined ? only : sorted
}

function* leaves(branch: Branch, above = ''): Generator<readonly [string, Value]> {
  for (const [name, value] of Object.entries(branch)) {
    const path = `${above}${name}`
    if (name.includes('@odata.') || value === null || value === undefined || value === false || value === '') continue
    if (Array.isArray(value)) {
      if (value.length > 0) yield [path, several(value.map(textOf))]
    } else if (typeof value === 'object') yield* leaves(branchOf(value), `${path}.`)
    else yield [path, textOf(value)]
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Which of one control it takes says nothing. */
function* grants(branch: Row<ConditionalAccessGrantControls>): Generator<readonly [string, Value]> {
  const { authenticationStrength, operator, ...rest } = branch
  const found = [...leaves(rest, 'grantControls.')]
  yield* found
  const { id } = branchOf(authenticationStrength)
  if (typeof id === 'string') yield [said.strength, id]
  const controls = found.reduce((sum, [, value]) => sum + valuesOf(value).length, typeof id === 'string' ? 1 : 0)
  if (controls > 1 && typeof operator === 'string') yield ['grantControls.operator', operator]
}

/** `4 hours`, where it is nothing but that. */
function* sessions(branch: Row<ConditionalAccessSessionControls>): Generator<readonly [string, Value]> {
  const { signInFrequency, ...rest } = branch
  yield* leaves(rest, 'sessionControls.')
  const { isEnabled, type, value, authenticationType, frequencyInterval, ...more } = branchOf(signInFrequency)
  if (isEnabled !== true) return
  const isPlain =
    (frequencyInterval ?? 'timeBased') === 'timeBased' &&
    (authenticationType ?? 'primaryAndSecondaryAuthentication') === 'primaryAndSecondaryAuthentication' &&
    Object.keys(more).every((name) => name.includes('@odata.'))
  if (isPlain) yield [said.frequency, `${String(value)} ${String(type)}`]
  else yield* leaves(branchOf(signInFrequency), `${said.frequency}.`)
}

/** Seconds of a frequency such as `4 hours`; undefined where it is another sort of thing. */
export function secondsOf(frequency: Value | null | undefined): number | undefined {
  const [, amount, unit] = /^([0-9]+) (hours|days)$/.exec(valuesOf(frequency)[0] ?? '') ?? []
  return amount === undefined ? undefined : Number(amount) * (unit === 'days' ? 86_400 : 3600)
}

/** A policy as it is written: all that a policy of roster's can say, and the rest emptied. */
export function policyBody(
  name: string,
  attributes: WishedAttributes,
  { group, location }: Belongings,
): Body<ConditionalAccessPolicy> {
  const list = (key: string, id?: string): readonly string[] =>
    valuesOf(attributes[key]).flatMap((value) => (value === itsOwn ? (id ?? []) : [value]))
  return {
    displayName: name,
    state: valuesOf(attributes[said.state])[0] ?? states.reportOnly,
    conditions: {
      clientAppTypes: list(said.clients),
      applications: {
        includeApplications: list(said.applications),
        excludeApplications: [],
        includeUserActions: [],
        includeAuthenticationContextClassReferences: [],
      },
      users: {
        includeUsers: [],
        excludeUsers: list(said.spared),
        includeGroups: list(said.groups, group),
        excludeGroups: [],
        includeRoles: list(said.roles),
        excludeRoles: [],
        includeGuestsOrExternalUsers: null,
        excludeGuestsOrExternalUsers: null,
      },
      locations: attributes[said.from]
        ? { includeLocations: list(said.from), excludeLocations: list(said.butFrom, location) }
        : null,
      platforms: null,
      devices: null,
      clientApplications: null,
      authenticationFlows: null,
      userRiskLevels: [],
      signInRiskLevels: [],
      servicePrincipalRiskLevels: [],
      insiderRiskLevels: null,
    },
    grantControls: grantBody(list(said.controls), valuesOf(attributes[said.strength])[0]),
    sessionControls: sessionBody(valuesOf(attributes[said.frequency])[0]),
  }
}

function grantBody(
  controls: readonly string[],
  strength: string | undefined,
): Body<ConditionalAccessGrantControls> | null {
  if (controls.length === 0 && strength === undefined) return null
  const authenticationStrength = strength === undefined ? null : { id: strength }
  return {
    operator: 'OR',
    builtInControls: controls,
    customAuthenticationFactors: [],
    termsOfUse: [],
    authenticationStrength,
  }
}

function sessionBody(frequency: string | undefined): Body<ConditionalAccessSessionControls> | null {
  const [value, type] = frequency?.split(' ') ?? []
  if (value === undefined || type === undefined) return null
  return {
    signInFrequency: {
      isEnabled: true,
      type,
      value: Number(value),
      authenticationType: 'primaryAndSecondaryAuthentication',
      frequencyInterval: 'timeBased',
    },
  }
}
