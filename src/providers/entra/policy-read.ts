import type { ConditionalAccessUsers, Group, User } from '@microsoft/microsoft-graph-types'
import { DirectoryFault } from '../../model/fault.ts'
import type { ObservedPolicies, ObservedPolicy } from '../../model/observed.ts'
import { literal, path } from './graph/quote.ts'
import type { Graph } from './graph/request.ts'
import { foundIn, fullPage, linksOf, wholeOf } from './listing.ts'
import { isByRole, isGeneral } from './policy-demands.ts'
import { policyAttributes } from './policy-attributes.ts'
import { namesBegin, policyGroupsBegin } from './policy-names.ts'
import type { PolicyTerms } from './policy-terms.ts'
import { locationIn, named, policyIn, policySelect } from './policy-wire.ts'
import type { WireLocation, WirePolicy } from './policy-wire.ts'
import { idOf, select } from './row.ts'

/** Where policies and locations lie. */
export const policiesRoad = '/identity/conditionalAccess/policies'
export const locationsRoad = '/identity/conditionalAccess/namedLocations'

/** How a tenant rules signing in: roster's own policies with their people, and what others' demand of everybody they reach. */
export async function readPolicies(graph: Graph, terms: PolicyTerms): Promise<ObservedPolicies> {
  await findEmergencyAccounts(graph, terms)
  try {
    const policies = await policiesIn(graph)
    const locations = policies.some(namesLocations) ? await locationsIn(graph) : []
    return { general: {}, policies: await observed(policies, locations, graph) }
  } catch (error) {
    if (!(error instanceof DirectoryFault) || error.kind !== 'permission') throw error
    return { general: {}, policies: { unreadable: `${error.message} Reading policies takes Policy.Read.All.` } }
  }
}

/** All policies of the tenant. Throws DirectoryFault. */
export async function policiesIn(graph: Graph): Promise<readonly WirePolicy[]> {
  const rows = await wholeOf(policiesRoad, { $select: policySelect }, { graph })
  return rows.map(policyIn)
}

/** All named locations of the tenant. Throws DirectoryFault. */
export async function locationsIn(graph: Graph): Promise<readonly WireLocation[]> {
  // What a location is made of is a property of its sort: a selection would leave it out.
  return (await wholeOf(locationsRoad, {}, { graph })).map(locationIn)
}

function namesLocations(policy: WirePolicy): boolean {
  return named(policy, 'locations', 'excludeLocations').length > 0
}

/** Who must never be locked out, by id. */
async function findEmergencyAccounts(graph: Graph, { settings, learnt }: PolicyTerms): Promise<void> {
  const { breakGlass } = settings
  const answers = await graph.all(
    breakGlass.map((name) => ({ method: 'GET', path: path`/users/${name}`, query: { $select: select<User>('id') } })),
  )
  for (const [index, answer] of answers.entries()) {
    const row = foundIn(answer, 'looking for the emergency accounts')
    const name = breakGlass[index]
    if (row !== undefined && name !== undefined) learnt.emergency.set(name, idOf(row))
  }
}

async function observed(
  policies: readonly WirePolicy[],
  locations: readonly WireLocation[],
  graph: Graph,
): Promise<readonly ObservedPolicy[]> {
  const own = policies.some(({ displayName }) => displayName.startsWith(namesBegin)) ? await ownGroups(graph) : none
  const sights = policies.map((policy) => sightOf(policy, locations, own))
  const groups = [...new Set(sights.flatMap(({ asks }) => asks))]
  const kinds = groups.map((id) => (own.has(id) ? path`/groups/${id}/members` : path`/groups/${id}/transitiveMembers`))
  const answers = await linksOf(kinds, { graph, pageSize: fullPage })
  const members = new Map(groups.map((id, index) => [id, answers[index] ?? 'unknown']))
  return sights.map((sight) => asObserved(sight, members))
}

const none: ReadonlySet<string> = new Set()

async function ownGroups(graph: Graph): Promise<ReadonlySet<string>> {
  const query = {
    $filter: `startswith(mailNickname,${literal(policyGroupsBegin)})`,
    $select: select<Group>('id'),
    $top: String(fullPage),
  }
  return new Set((await wholeOf('/groups', query, { graph })).map(idOf))
}

interface Sight {
  readonly policy: WirePolicy
  readonly attributes: ObservedPolicy['attributes']
  /** The group that roster made for it. */
  readonly group?: string
  /** Groups whose members have to be known. */
  readonly asks: readonly string[]
}

function sightOf(policy: WirePolicy, locations: readonly WireLocation[], own: ReadonlySet<string>): Sight {
  const belongings = belongingsOf(policy, own, locations)
  const attributes = policyAttributes(policy, locations, belongings)
  const { group } = belongings
  const included = named(policy, 'users', 'includeGroups')
  const strangers = isGeneral(attributes) ? [...included, ...named(policy, 'users', 'excludeGroups')] : []
  return group === undefined ? { policy, attributes, asks: strangers } : { policy, attributes, group, asks: [group] }
}

/** What roster made for a policy, which may have been given another name since. */
export function belongingsOf(
  policy: WirePolicy,
  own: { has(id: string): boolean },
  locations: readonly WireLocation[],
): { readonly group?: string; readonly location?: string } {
  const group = named(policy, 'users', 'includeGroups').find((id) => own.has(id))
  const location = named(policy, 'locations', 'excludeLocations').find((id) =>
    locations.some((each) => each.id === id && each.displayName.startsWith(namesBegin)),
  )
  return { ...(group === undefined ? {} : { group }), ...(location === undefined ? {} : { location }) }
}

type Members = ReadonlyMap<string, readonly string[] | 'unknown'>

/** Of roster's own, whom its group holds; of somebody else's, whomever it reaches for certain. */
function asObserved({ policy, attributes, group }: Sight, members: Members): ObservedPolicy {
  const { id, displayName: name } = policy
  const known = { immutableId: id, reference: group ?? id, name, attributes }
  if (group !== undefined) {
    const people = members.get(group)
    if (people === 'unknown' || people === undefined) throw unseen(name)
    return { ...known, members: people, through: [] }
  }
  const reach = isGeneral(attributes) ? reachOf(policy, attributes, members) : undefined
  return { ...known, members: [], through: [], ...reach }
}

function unseen(name: string): DirectoryFault {
  const text = `the people under the Conditional Access policy ${name} cannot be read: its group is not to be seen. Wait some minutes, and plan again.`
  return new DirectoryFault('incomplete', text)
}

/** Whom a policy of somebody else's reaches; undefined: not for certain. */
function reachOf(
  policy: WirePolicy,
  attributes: ObservedPolicy['attributes'],
  members: Members,
): Pick<ObservedPolicy, 'members' | 'through' | 'everybodyBut'> | undefined {
  const of = (what: keyof ConditionalAccessUsers): readonly string[] => named(policy, 'users', what)
  const groups = (what: 'includeGroups' | 'excludeGroups'): readonly string[] | undefined => {
    const lists = of(what).map((id) => members.get(id) ?? 'unknown')
    return lists.every((list) => list !== 'unknown') ? lists.flat() : undefined
  }
  const spared = groups('excludeGroups')
  if (spared === undefined) return undefined
  const but = new Set([...of('excludeUsers'), ...spared])
  if (isByRole(attributes) || of('includeUsers').includes('all'))
    return { members: [], through: [], everybodyBut: [...but] }
  const included = groups('includeGroups') ?? []
  const reached = (ids: readonly string[]): readonly string[] => [...new Set(ids)].filter((id) => !but.has(id))
  return { members: reached(of('includeUsers')), through: reached(included) }
}
