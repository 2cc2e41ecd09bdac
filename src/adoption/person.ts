import { dayIn, lapse } from '../language/compile/calendar.ts'
import * as validators from '../generated/validators.js'
import { valuesOf } from '../model/value.ts'
import type { DescribedUser } from '../providers/provider.ts'
import type { Entry } from './attributes.ts'
import { at, fitted, plainPaths, put, sayable, take, written } from './attributes.ts'
import type { Claims, Unique } from './claims.ts'
import type { Workplace } from './workplace.ts'

/** What a directory says of somebody, written out in full. What else they need, and what defaults give, comes later. */
export type Described = { readonly entry: Entry; readonly notes: readonly string[] } | { readonly refused: string }

/** Names without which a person cannot be declared as they are. */
const vital = ['name', 'displayName', 'username', 'upn', 'adopt']

interface Telling {
  readonly id: string
  readonly described: DescribedUser
  readonly place: Workplace
  readonly claims: Claims
}

/** Writes a person out; what cannot be said in the language is left to the directory, with a note. */
export function describePerson({ id, described, place, claims }: Telling): Described {
  const entry: Entry = {}
  const notes: string[] = []
  const names = namesOf(described)
  if (typeof names === 'string') return { refused: names }
  Object.assign(entry, names)
  for (const path of plainPaths) {
    const value = described.values[path]
    if (value === undefined || value === null || valuesOf(value).length === 0) continue
    const said = written(path, value)
    if ('why' in said) notes.push(`${path} stays as it is: ${said.why}`)
    else put(entry, path, said.value)
  }
  addEnd(entry, notes, described, place)
  const { dropped, wrong } = fitted(entry, validators.user, vital)
  if (wrong !== undefined) return { refused: `its ${wrong} cannot be declared: ${shownAt(entry, wrong)}` }
  for (const path of dropped) notes.push(`${path} stays as it is: the language does not take its value`)
  const refused = claimNames(entry, id, claims)
  if (refused !== undefined) return { refused }
  claimValues(entry, id, claims, notes)
  allowForeign(entry, place)
  return { entry, notes }
}

function shownAt(entry: Entry, path: string): string {
  return JSON.stringify(at(entry, path) ?? null)
}

/** Username, UPN and names of a person, or why they cannot be written. */
function namesOf({ username, upn, values }: DescribedUser): Entry | string {
  const entry: Entry = {}
  const told = [
    ['username', username],
    ['upn', upn],
    ['displayName', values['displayName']],
    ['name.first', values['name.first']],
    ['name.last', values['name.last']],
  ] as const
  for (const [path, value] of told) {
    if (value === undefined || value === null || valuesOf(value).length === 0) continue
    const [only, ...more] = valuesOf(value)
    if (only === undefined || more.length > 0)
      return `its ${path} has ${more.length + 1} values, and one can be declared`
    const said = sayable(only)
    if ('why' in said) return `its ${path} cannot be declared: ${said.why}`
    if (said.text !== '') put(entry, path, said.text)
  }
  // Somebody without any name is called by the login; where the directory would hold that too, the proof tells.
  if (entry['name'] === undefined && entry['displayName'] === undefined) entry['displayName'] = username
  return entry
}

/** The last day, where the end that the directory holds is the end of a day, and is still to come. */
function addEnd(entry: Entry, notes: string[], { expiresAt, state }: DescribedUser, { zone, today }: Workplace): void {
  if (expiresAt === undefined) return
  const ends = dayIn(zone, new Date(Date.parse(expiresAt) - 1))
  if (lapse(ends, zone) !== new Date(expiresAt).toISOString()) {
    notes.push(`ends stays as it is: the account expires at ${expiresAt}, which is not the end of a day in ${zone}`)
  } else if (ends < today && state === 'active') {
    notes.push(`ends stays as it is: the account expired on ${ends} and was not disabled`)
  } else if (ends >= today) entry['ends'] = ends
}

function claimNames(entry: Entry, id: string, claims: Claims): string | undefined {
  for (const what of ['username', 'upn'] as const) {
    const name = entry[what]
    const holder = typeof name === 'string' ? claims.take(what, name, id) : undefined
    if (holder !== undefined) return `its ${what} ${JSON.stringify(name)} belongs to ${holder}`
  }
  return undefined
}

/** Values that only one may have: of the second they are left to the directory. */
function claimValues(entry: Entry, id: string, claims: Claims, notes: string[]): void {
  const claim = (what: Unique, path: string, name: string): boolean => {
    const holder = claims.take(what, name, id)
    if (holder !== undefined) notes.push(`${path} stays as it is: ${name} belongs to ${holder} already`)
    return holder === undefined
  }
  const plain = [
    ['email', 'email'],
    ['employeeId', 'employeeId'],
    ['uidNumber', 'posix.uidNumber'],
  ] as const
  for (const [what, path] of plain) {
    const value = at(entry, path)
    const name = typeof value === 'number' ? String(value) : value
    if (typeof name === 'string' && !claim(what, path, name)) take(entry, path)
  }
  const further = entry['emails']
  if (!Array.isArray(further)) return
  const addresses = (further as readonly { readonly address: string }[]).map(({ address }) => address)
  if (!addresses.every((address) => claim('email', 'emails', address))) take(entry, 'emails')
}

/** Addresses outside of the tenant's domains are declared on purpose. */
function allowForeign(entry: Entry, { documents }: Workplace): void {
  const domains = new Set(documents.tenant.spec.domains)
  if (domains.size === 0) return
  const further = (entry['emails'] ?? []) as readonly { readonly address: string }[]
  const addresses = [entry['email'], ...further.map(({ address }) => address)]
  const isForeign = (address: unknown): boolean =>
    typeof address === 'string' && !domains.has(address.slice(address.lastIndexOf('@') + 1).toLowerCase())
  if (addresses.some(isForeign)) entry['guest'] = true
}
