import type { ObservedPolicies, ObservedPolicy } from '../../model/observed.ts'
import type { Attributes } from '../../model/value.ts'
import { valuesOf } from '../../model/value.ts'
import { ownName, parentOf } from '../../ldap/dn.ts'
import { code, Refusal } from '../../ldap/faults.ts'
import { referenceOf } from '../../ldap/layout.ts'
import { Rights } from '../../ldap/listing.ts'
import { entriesBelow, entryAt } from '../../ldap/lookup.ts'
import type { Entry } from '../../ldap/wire/answer.ts'
import type { Connection } from '../../ldap/wire/connection.ts'
import { generalPolicy } from './policy-default.ts'
import type { PolicyPlace } from './policy-place.ts'
import { isRosters, policyAttribute } from './policy-place.ts'
import { policyClass, tidied } from './policy-values.ts'
import type { Terms } from './translate.ts'

/** Whom the listing found to name a policy: reference of the person -> canonical DN; null: it may not be read. */
export type Named = ReadonlyMap<string, string | null>

/** How a server rules passwords: its default policy, and the policies that people name. */
export async function readPolicies(
  connection: Connection,
  place: PolicyPlace,
  { terms, named }: { readonly terms: Terms; readonly named: Named },
): Promise<ObservedPolicies> {
  const unreadable = (why: string): ObservedPolicies => ({ general: {}, policies: { unreadable: why } })
  const { bindDn } = terms.settings.credentials.read
  if (!connection.isPoliced) return unreadable(unproven(place, bindDn))
  const container = await entryAt(connection, place.container, [])
  if (container === undefined)
    return unreadable(
      `${place.container}, where roster would put policies, is not there or not shown to ${bindDn}. Make it an organizationalUnit, and let both accounts read it and the one of credentials.write write in it.`,
    )
  if ([...named.values()].includes(null)) return unreadable(noRight(`${policyAttribute} of people`, bindDn))
  const found = await policiesIn(connection, place)
  const hidden = found === undefined ? place.tree : await hiddenField(found, connection, { place, terms })
  if (found === undefined || hidden !== undefined) return unreadable(noRight(hidden ?? place.tree, bindDn))
  const policies = [...withMembers(found, named, place), ...absent(found, named)]
  const general = await generalPolicy(connection, { place, policies, terms })
  return 'unreadable' in general ? unreadable(general.unreadable) : { ...general, policies }
}

function unproven({ tree }: PolicyPlace, bindDn: string): string {
  return `the server knows password policies, and nothing proves that it holds anybody in ${tree} to them: it answered the sign-in of ${bindDn} without one. Put the overlay (slapo-ppolicy) on the database of ${tree}, and let credentials.read name an account in it that is not its rootdn.`
}

function noRight(what: string, bindDn: string): string {
  return `${what} is not shown to ${bindDn}. Give it the right to read the ${policyClass} entries, and ${policyAttribute} of people.`
}

/** A policy as it was found. */
export interface FoundPolicy {
  readonly dn: string
  readonly reference: string
  readonly immutableId: string
  /** As the server holds them; what it does not hold is not there. */
  readonly raw: ReadonlyMap<string, string>
  readonly attributes: Attributes
}

/** Attributes a policy is read by: its id, one that each has, then its fields. */
function readAttributes({ fields }: PolicyPlace): readonly string[] {
  return ['entryUUID', 'pwdAttribute', ...fields]
}

/** Undefined: they may not be searched, or some of them are not shown whole. */
async function policiesIn(connection: Connection, place: PolicyPlace): Promise<readonly FoundPolicy[] | undefined> {
  try {
    const isPolicy = { attribute: 'objectClass', equals: policyClass }
    const entries = await entriesBelow(connection, place.tree, isPolicy, readAttributes(place))
    const found = entries.map((entry) => policyIn(entry, place))
    return found.every((each) => each !== undefined) ? found : undefined
  } catch (error) {
    if (error instanceof Refusal && error.result.code === code.insufficientAccess) return undefined
    throw error
  }
}

/** Reads one policy; undefined: it is not there, or not shown. */
export async function policyAt(
  connection: Connection,
  dn: string,
  place: PolicyPlace,
): Promise<FoundPolicy | undefined> {
  const entry = await entryAt(connection, dn, readAttributes(place), { attribute: 'objectClass', equals: policyClass })
  return entry === undefined ? undefined : policyIn(entry, place)
}

/** The same by its entryUUID, wherever it lies now. */
export async function policyById(
  connection: Connection,
  { id, hint }: { readonly id: string; readonly hint: string | undefined },
  place: PolicyPlace,
): Promise<FoundPolicy | undefined> {
  const isIt = {
    and: [
      { attribute: 'objectClass', equals: policyClass },
      { attribute: 'entryUUID', equals: id },
    ],
  }
  const near = hint === undefined ? undefined : await entryAt(connection, hint, readAttributes(place), isIt)
  const entry = near ?? (await entriesBelow(connection, place.tree, isIt, readAttributes(place)))[0]
  return entry === undefined ? undefined : policyIn(entry, place)
}

function policyIn({ dn, values }: Entry, { fields }: PolicyPlace): FoundPolicy | undefined {
  const [[immutableId], [attribute]] = [valuesOf(values[0]), valuesOf(values[1])]
  if (immutableId === undefined || attribute === undefined) return undefined
  const raw = fields.flatMap((name, at) => valuesOf(values[at + 2]).map((value) => [name, value] as const))
  const held = new Map(raw)
  const attributes = Object.fromEntries(fields.map((name) => [name, tidied(name, held.get(name))]))
  return { dn, reference: referenceOf(dn), immutableId, raw: held, attributes }
}

/** The first field that is not shown although it is there: each is asked for once, of the first policy without it. */
async function hiddenField(
  found: readonly FoundPolicy[],
  connection: Connection,
  { place, terms }: { readonly place: PolicyPlace; readonly terms: Terms },
): Promise<string | undefined> {
  const rights = new Rights(terms.schema)
  const questions = place.fields.map(async (name) => {
    const first = found.find(({ raw }) => !raw.has(name))
    const isHidden = first !== undefined && (await rights.isHidden(first.dn, name, connection))
    return isHidden ? `${name} of ${first.dn}` : undefined
  })
  return (await Promise.all(questions)).find((each) => each !== undefined)
}

/** Names are those of roster's own place; whatever lies elsewhere is called by its DN, so that nothing is taken for roster's. */
function withMembers(
  found: readonly FoundPolicy[],
  named: Named,
  { container }: PolicyPlace,
): readonly ObservedPolicy[] {
  const members = byPolicy(named)
  return found.map(({ dn, reference, immutableId, attributes }) => ({
    immutableId,
    reference,
    name: parentOf(reference) === container ? (ownName(dn).get('cn') ?? dn) : dn,
    attributes,
    members: members.get(reference) ?? [],
    through: [],
  }))
}

/**
 * What people name and is not there, or not shown: nothing is known to hold for them (slapo-ppolicy asks nothing of whoever names
 * a policy that is gone). It is somebody else's, and asks nothing. roster's own come back in their place.
 */
function absent(found: readonly FoundPolicy[], named: Named): readonly ObservedPolicy[] {
  const known = new Set(found.map(({ reference }) => reference))
  return [...byPolicy(named)].flatMap(([reference, members]) => {
    if (known.has(reference) || isRosters(reference)) return []
    return [{ immutableId: reference, reference, name: reference, attributes: {}, members, through: [] }]
  })
}

/** Canonical DN of a policy -> the people that name it. */
function byPolicy(named: Named): ReadonlyMap<string, readonly string[]> {
  const people = new Map<string, string[]>()
  for (const [person, policy] of named) {
    if (policy === null) continue
    const list = people.get(policy)
    if (list === undefined) people.set(policy, [person])
    else list.push(person)
  }
  return people
}
