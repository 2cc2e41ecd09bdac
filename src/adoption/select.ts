import { matchesPieces } from '../model/pieces.ts'
import { canonicalDn, DnSyntaxError } from '../ldap/dn.ts'
import { nearest } from '../language/load/nearest.ts'
import { UsageError } from '../model/fault.ts'
import { valuesOf } from '../model/value.ts'
import type { Candidate, GroupCandidate } from './survey.ts'

/** Which people and groups an import is about. */
export interface Selection {
  /** Whether somebody is chosen; `groups` are the names of the groups they are in. */
  readonly person: (candidate: Candidate, groups: readonly string[]) => boolean
  /** Whether a group is chosen for itself; groups of chosen people come along without it. */
  readonly group: (candidate: GroupCandidate) => boolean
}

const everything: Selection = { person: () => true, group: () => true }

const keys: Readonly<Record<string, string>> = {
  department: 'department.name',
  title: 'title',
  location: 'location',
  email: 'email',
  employeeid: 'employeeId',
  city: 'address.city',
  country: 'address.country',
}
/** Attributes that name containers, as a DN begins. */
const places: ReadonlySet<string> = new Set(['ou', 'cn', 'o', 'dc', 'c', 'l', 'st'])
const names = ['username', 'group', 'state', ...Object.keys(keys)]

/** Reads `--select`: `department=Sales`, `username=a*`, `group=VPN users`, or a container. Of one key any will do, of several keys all. */
export function selectionOf(written: readonly string[]): Selection {
  if (written.length === 0) return everything
  const byKey = new Map<string, Test[]>()
  for (const text of written) {
    const { key, test } = readTest(text)
    byKey.set(key, [...(byKey.get(key) ?? []), test])
  }
  const alternatives = [...byKey.values()]
  return {
    person: (candidate, groups) => alternatives.every((tests) => tests.some((test) => test.person(candidate, groups))),
    group: (candidate) => alternatives.every((tests) => tests.some((test) => test.group(candidate))),
  }
}

type Test = Selection
interface Read {
  readonly key: string
  readonly test: Test
}

function readTest(text: string): Read {
  const [, left = '', right = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? []
  const key = left.trim().toLowerCase()
  if (text.trim() === '' || text.startsWith('(')) throw refused(text)
  if (names.includes(key)) return { key, test: byValue(key, right.trim()) }
  const place = placeOf(text)
  if (text.includes('=') && place === undefined) throw refused(text, nearest(key, names))
  return { key: 'container', test: byPlace(place ?? text.replace(/^\/+|\/+$/g, '')) }
}

function refused(text: string, near?: string): UsageError {
  const hint =
    near !== undefined ? ` Did you mean ${near}=?` : text.includes(',') ? ' A comma in a name is written \\,.' : ''
  return new UsageError(
    `--select ${text} is not understood.${hint} Name a container, as OU=Sales, or one of ${names.map((name) => `${name}=`).join(', ')} with a value (* stands for any text).`,
  )
}

function byValue(key: string, pattern: string): Test {
  const fits = globOf(pattern)
  const values = ({ described }: Candidate, groups: readonly string[]): readonly string[] => {
    if (key === 'username') return [described.username]
    if (key === 'state') return [described.state]
    if (key === 'group') return groups
    return valuesOf(described.values[keys[key] ?? key])
  }
  return {
    person: (candidate, groups) => values(candidate, groups).some(fits),
    group: ({ described }) => key === 'group' && fits(described.name),
  }
}

function globOf(pattern: string): (text: string) => boolean {
  const pieces = pattern.toLowerCase().split('*')
  return (text) => matchesPieces(pieces, text.toLowerCase())
}

/** A container as it is compared; undefined: this is none. */
function placeOf(text: string): string | undefined {
  try {
    const place = canonicalDn(text)
    return places.has(place.slice(0, place.indexOf('='))) ? place : undefined
  } catch (error) {
    if (error instanceof DnSyntaxError) return undefined
    throw error
  }
}

/** In this container or below it; a DN may leave out what stands behind it, a path what stands before it. */
function byPlace(place: string): Test {
  const isDn = place.includes('=')
  const [around, end] = isDn
    ? [',', (held: string): string => `,${held},`]
    : ['/', (held: string): string => `/${held}/`]
  const sought = `${around}${place}${around}`.toLowerCase()
  const within = ({ live }: Candidate | GroupCandidate): boolean => end(live.container).toLowerCase().includes(sought)
  return { person: within, group: within }
}
