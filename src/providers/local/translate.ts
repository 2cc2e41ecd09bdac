import type { DesiredGroup, Person } from '../../model/desired.ts'
import type { Observed, ObservedGroup, ObservedUser } from '../../model/observed.ts'
import { valuesOf, type Attributes, type Value, type WishedAttributes } from '../../model/value.ts'
import type { DescribedGroup, DescribedUser, Dialect, ExpressedGroup, ExpressedUser } from '../provider.ts'
import { matches } from './glob.ts'
import type { Misbehaviour } from './misbehaviour.ts'
import type { ObjectRecord } from './records.ts'
import type { LocalSettings } from './settings.ts'
import { foldName, type Tree } from './tree.ts'

/** Compares two values as sets, as the directory would. */
export type Same = (attribute: string, a: Value | null | undefined, b: Value | null | undefined) => boolean

/** How the local directory holds what is declared: attributes are the paths of users.yaml, containers are paths. */
export function localDialect(
  settings: LocalSettings,
  faults: Misbehaviour | undefined,
  recordOf: (reference: string) => ObjectRecord | undefined,
): Dialect {
  return {
    user: (person) => expressUser(person, settings),
    group: (group) => expressGroup(group, settings),
    describeUser: (live) => describeUser(live, settings),
    describeGroup: (live) => describeGroup(live),
    same: sameIn(faults),
    foldName,
    problems,
    disabledContainer: (container) => settings.disabled ?? container,
    protects: (reference) => {
      const record = recordOf(reference)
      return record !== undefined && protectionOf(record, settings) !== undefined
    },
    lineage: (container) => lineage(container, settings),
  }
}

/** The equality of values in a directory that misbehaves so. */
export function sameIn(faults: Misbehaviour | undefined): Same {
  const fold = faults?.foldCase === true ? (text: string): string => text.toLowerCase() : (text: string): string => text
  return (_attribute, a, b) => {
    const [left, right] = [new Set(valuesOf(a).map(fold)), new Set(valuesOf(b).map(fold))]
    return left.size === right.size && [...left].every((value) => right.has(value))
  }
}

/** What a record looks like from outside. */
export function observedOf(
  record: ObjectRecord,
  tree: Tree,
  settings: LocalSettings,
  faults: Misbehaviour | undefined,
): Observed {
  const unknown = faults?.unreadable === undefined ? (record.unknown ?? []) : hiddenOn(record, faults.unreadable)
  const references = tree.references(record)
  const why = whyNotManageable(record, settings)
  const common = {
    immutableId: record.id,
    reference: record.id,
    container: record.container,
    attributes: unknown.length === 0 ? record.attributes : without(record.attributes, unknown),
    references: unknown.length === 0 ? references : without(references, unknown),
    unknown,
    ...(why === undefined ? {} : { notManageable: why }),
  }
  switch (record.kind) {
    case 'user':
      return {
        kind: 'user',
        ...common,
        username: record.username,
        keys: keysOf(common.attributes, settings),
        state: record.state,
      }
    case 'group':
      return {
        kind: 'group',
        ...common,
        name: record.name,
        members: unknown.includes('members') ? 'unknown' : tree.members(record.id),
      }
    case 'organizationalUnit':
      // Containers are named by their path, everywhere.
      return { kind: 'organizationalUnit', ...common, reference: record.container }
  }
}

/** Why roster must leave a record alone; undefined: it need not. */
export function whyNotManageable(record: ObjectRecord, settings: LocalSettings): string | undefined {
  return record.notManageable ?? protectionOf(record, settings)
}

function protectionOf(record: ObjectRecord, settings: LocalSettings): string | undefined {
  if (settings.protect.length === 0 || record.kind === 'organizationalUnit') return undefined
  const path = `${record.container}/${record.kind === 'user' ? record.username : record.name}`
  const pattern = settings.protect.find((candidate) => matches(candidate, path))
  return pattern === undefined ? undefined : `protected by ${pattern}`
}

/** Is a container this one, or below it? */
export function isWithin(container: string, base: string | undefined): boolean {
  return base !== undefined && (container === base || container.startsWith(`${base}/`))
}

/** Containers below the bases, outermost first. The bases are always there. */
export function lineage(container: string, settings: LocalSettings): readonly string[] {
  const bases = [settings.users, settings.groups, settings.disabled].filter((base) => isWithin(container, base))
  const base = bases.toSorted((a, b) => (b ?? '').length - (a ?? '').length)[0] ?? ''
  const parts = container
    .slice(base.length)
    .split('/')
    .filter((part) => part !== '')
  return parts.map((_, index) => [base, ...parts.slice(0, index + 1)].filter((part) => part !== '').join('/'))
}

/** Attributes without those that have no value, and with as many values as are told apart. */
export function present(attributes: WishedAttributes, faults: Misbehaviour | undefined): Attributes {
  const kept: Record<string, Value> = {}
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value.length === 0) continue
    kept[name] = faults?.foldCase === true ? lower(value) : value
  }
  return kept
}

function lower(value: Value): Value {
  return typeof value === 'string' ? value.toLowerCase() : value.map((text) => text.toLowerCase())
}

function expressUser(person: Person, settings: LocalSettings): ExpressedUser {
  const manager = attributesFor('manager', settings)
  return {
    kind: 'user',
    username: person.username,
    ...resting(placeOf(person, settings), settings.users, settings.placement),
    attributes: mapped(person.values, settings),
    references: person.manager === undefined ? {} : everywhere(manager, person.manager),
    naming: person.upn === undefined ? {} : everywhere(attributesFor('upn', settings), person.upn),
    initial: mapped(person.initial, settings),
    keys: keysFrom({ employeeId: person.values['employeeId'], upn: person.upn, mail: person.values['email'] }),
  }
}

function expressGroup(group: DesiredGroup, settings: LocalSettings): ExpressedGroup {
  return {
    kind: 'group',
    name: group.name,
    ...resting(settings.groups, settings.groups, settings.groupPlacement),
    attributes: {
      kind: group.groupKind === 'security' ? null : group.groupKind,
      ...(group.description === undefined ? {} : { description: group.description }),
      ...(group.mail === undefined ? {} : { mail: group.mail }),
      ...(group.gidNumber === undefined ? {} : { gidNumber: group.gidNumber }),
    },
    references: group.owner === undefined ? {} : { owner: group.owner },
  }
}

/** With `keep`, only new objects are put into the base. */
function resting(container: string, base: string, placement: string): Pick<ExpressedUser, 'container' | 'rests'> {
  return placement === 'keep' && container === base ? { container, rests: true } : { container }
}

/** Suspended people stay where they are: they come back. */
function placeOf(person: Person, settings: LocalSettings): string {
  const leaves = person.state === 'disabled' || person.state === 'absent'
  if (leaves && settings.disabled !== undefined) return settings.disabled
  const path = person.departmentPath.map(part)
  switch (settings.placement) {
    case 'flat':
    case 'keep':
      return settings.users
    case 'department':
      return [settings.users, ...path.slice(-1)].join('/')
    case 'departmentPath':
      return [settings.users, ...path].join('/')
  }
}

/** A name as one part of a path. */
function part(name: string): string {
  return name.replaceAll('%', '%25').replaceAll('/', '%2F')
}

function mapped(values: WishedAttributes, settings: LocalSettings): WishedAttributes {
  if (settings.mapping.size === 0) return values
  return Object.fromEntries(
    Object.entries(values).flatMap(([path, value]) =>
      attributesFor(path, settings).map((attribute) => [attribute, value] as const),
    ),
  )
}

function attributesFor(path: string, settings: LocalSettings): readonly string[] {
  return settings.mapping.get(path) ?? [path]
}

function everywhere<V>(attributes: readonly string[], value: V): Readonly<Record<string, V>> {
  return Object.fromEntries(attributes.map((attribute) => [attribute, value]))
}

function keysOf(attributes: Attributes, settings: LocalSettings): ExpressedUser['keys'] {
  const first = (path: string): Value | undefined =>
    settings.mapping.size === 0 ? attributes[path] : attributes[attributesFor(path, settings)[0] ?? path]
  return keysFrom({ employeeId: first('employeeId'), upn: first('upn'), mail: first('email') })
}

function keysFrom(
  keys: Readonly<Record<'employeeId' | 'upn' | 'mail', Value | null | undefined>>,
): ExpressedUser['keys'] {
  const folded: { employeeId?: string; upn?: string; mail?: string } = {}
  for (const name of ['employeeId', 'upn', 'mail'] as const) {
    const value = keys[name]
    const text = typeof value === 'string' ? value : value?.[0]
    if (text !== undefined) folded[name] = foldName(text)
  }
  return folded
}

function hiddenOn(record: ObjectRecord, unreadable: readonly string[]): readonly string[] {
  return [...new Set([...(record.unknown ?? []), ...unreadable])]
}

function without<V>(values: Readonly<Record<string, V>>, names: readonly string[]): Readonly<Record<string, V>> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)))
}

const controls = /\p{Cc}/u

function problems(object: ExpressedUser | ExpressedGroup): readonly string[] {
  const name = object.kind === 'user' ? object.username : object.name
  return [
    ...(name === '' ? ['The name is empty; write one.'] : []),
    ...(controls.test(name) ? [`The name ${JSON.stringify(name)} holds a control character; take it out.`] : []),
    ...Object.entries(object.attributes).flatMap(([attribute, value]) =>
      valuesOf(value).includes('') ? [`${attribute} holds an empty text; write null to clear it.`] : [],
    ),
  ]
}

function describeUser(live: ObservedUser, settings: LocalSettings): DescribedUser {
  const named = new Map([...settings.mapping].flatMap(([path, names]) => names.map((name) => [name, path] as const)))
  const values: Record<string, Value> = {}
  for (const [attribute, value] of Object.entries(live.attributes)) values[named.get(attribute) ?? attribute] = value
  const { upn, ...rest } = values
  const manager = live.references[attributesFor('manager', settings)[0] ?? 'manager']
  return {
    username: live.username,
    values: rest,
    state: live.state === 'disabled' ? 'disabled' : 'active',
    ...(typeof upn === 'string' ? { upn } : {}),
    ...(manager === undefined ? {} : { manager }),
  }
}

function describeGroup({ name, attributes, references }: ObservedGroup): DescribedGroup {
  const [description] = valuesOf(attributes['description'])
  const [mail] = valuesOf(attributes['mail'])
  const owner = references['owner']
  return {
    name,
    groupKind: attributes['kind'] === 'distribution' ? 'distribution' : 'security',
    ...(description === undefined ? {} : { description }),
    ...(mail === undefined ? {} : { mail }),
    ...(owner === undefined ? {} : { owner }),
  }
}
