import type { ObservedPolicies, ObservedPolicy } from '../../model/observed.ts'
import type { Attributes } from '../../model/value.ts'
import { valuesOf } from '../../model/value.ts'
import { ownName } from '../../ldap/dn.ts'
import { code, Refusal } from '../../ldap/faults.ts'
import { referenceOf } from '../../ldap/layout.ts'
import { entryAt } from '../../ldap/lookup.ts'
import type { Connection } from '../../ldap/wire/connection.ts'
import { ridOf } from './ids.ts'
import type { Names, Primaries } from './members.ts'
import { domainAttributes, generalAttributes, policyAttributes } from './policy-values.ts'
import { objectAt, objectsBelow } from './lookup.ts'
import type { Found } from './lookup.ts'

/** Attribute that says whom a policy holds for. */
export const appliesTo = 'msDS-PSOAppliesTo'

/** Where all policies of a domain lie. */
export function policyContainer(root: string): string {
  return `CN=Password Settings Container,CN=System,${root}`
}

/** What a listing has learnt of who is who. */
export interface Acquainted {
  /** DN of the domain. */
  readonly root: string
  readonly names: Names
  readonly primaries: Primaries
}

/** How a domain rules passwords: its own rules, and the policies that name people or groups. */
export async function readPolicies(connection: Connection, known: Acquainted): Promise<ObservedPolicies> {
  const head = await entryAt(connection, known.root, [...domainAttributes])
  const general = generalAttributes((name) => valuesOf(head?.values[domainAttributes.indexOf(name)])[0])
  const hidden = domainAttributes.find((_, slot) => head?.values[slot] === undefined)
  if (hidden !== undefined) return { general, policies: { unreadable: noRight(`${hidden} of ${known.root}`) } }
  const container = policyContainer(known.root)
  const found = await policiesBelow(connection, container)
  if (found === undefined) return { general, policies: { unreadable: noRight(container) } }
  const policies: ObservedPolicy[] = []
  for (const entry of found) {
    const policy = await policyOf(entry, connection, known)
    if (policy === undefined) return { general, policies: { unreadable: noRight(entry.dn) } }
    policies.push(policy)
  }
  return { general, policies }
}

/** Attributes a policy is read by: its values, then its name, then whom it is for. */
export const readAttributes: readonly string[] = [...policyAttributes, 'cn', appliesTo]

/** Undefined: the container is not shown to this account. Whoever may not see it sees no policy either. */
async function policiesBelow(connection: Connection, container: string): Promise<readonly Found[] | undefined> {
  try {
    const there = await objectAt(connection, container, ['cn'])
    if (there?.values[0] === undefined) return undefined
    const isPolicy = { attribute: 'objectClass', equals: 'msDS-PasswordSettings' }
    return await objectsBelow(connection, container, isPolicy, readAttributes)
  } catch (error) {
    if (error instanceof Refusal && error.result.code === code.insufficientAccess) return undefined
    throw error
  }
}

/** The values of a policy; undefined: some of them, which all policies have, may not be read. */
export function policyValues(entry: Found): Attributes | undefined {
  const values = policyAttributes.map((name, slot) => [name, valuesOf(entry.values[slot])[0]] as const)
  if (values.some(([, value]) => value === undefined)) return undefined
  return Object.fromEntries(values.map(([name, value]) => [name, value ?? '']))
}

async function policyOf(entry: Found, connection: Connection, known: Acquainted): Promise<ObservedPolicy | undefined> {
  const attributes = policyValues(entry)
  if (attributes === undefined) return undefined
  return {
    immutableId: entry.guid,
    reference: referenceOf(entry.dn),
    name: valuesOf(entry.values[policyAttributes.length])[0] ?? ownName(entry.dn).get('cn') ?? entry.dn,
    attributes,
    members: valuesOf(entry.values[policyAttributes.length + 1]).map((value) => known.names.referenceOf(value)),
    through: await membersOfGroups(entry.dn, connection, known),
  }
}

/** Whoever is in a group that a policy names, groups in groups included, and whoever has it as primary group. */
async function membersOfGroups(policy: string, connection: Connection, known: Acquainted): Promise<readonly string[]> {
  const people = new Set<string>()
  const seen = new Set<string>()
  const open = [...(await groupsWhere('msDS-PSOApplied', policy, connection, known))]
  for (let group = open.pop(); group !== undefined; group = open.pop()) {
    if (seen.has(group.guid)) continue
    seen.add(group.guid)
    for (const value of valuesOf(group.values[0])) people.add(known.names.referenceOf(value))
    for (const reference of known.primaries.of(ridOf(valuesOf(group.values[1])[0]))) people.add(reference)
    open.push(...(await groupsWhere('memberOf', group.dn, connection, known)))
  }
  return [...people]
}

async function groupsWhere(
  attribute: string,
  dn: string,
  connection: Connection,
  { root }: Acquainted,
): Promise<readonly Found[]> {
  const isGroup = { attribute: 'objectClass', equals: 'group' }
  return objectsBelow(connection, root, { and: [isGroup, { attribute, equals: dn }] }, ['member', 'objectSid'])
}

function noRight(what: string): string {
  return `${what} is not shown to the account of credentials.read. Give it the right to read the Password Settings Container and the msDS-PasswordSettings objects in it (by default only Domain Admins have it).`
}
