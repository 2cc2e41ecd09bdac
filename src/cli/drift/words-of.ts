import { at, plainPaths, written } from '../../adoption/attributes.ts'
import { dayIn, lapse } from '../../language/compile/calendar.ts'
import { parseAddress } from '../../model/address.ts'
import type { ObservedGroup, ObservedUser } from '../../model/observed.ts'
import type { Change, Naming, Operation } from '../../model/operation.ts'
import { valuesOf } from '../../model/value.ts'
import type { Value } from '../../model/value.ts'
import type { DescribedUser } from '../../providers/provider.ts'
import type { World } from '../../reconciler/diff/world.ts'
import type { EntryChange } from './changes.ts'
import type { DriftItem } from './items.ts'
import type { Look } from './look.ts'
import { onEntry, type Ways } from './entry.ts'

type Changing<K> = Extract<Operation, { readonly kind: K; readonly verb: 'update' | 'rename' }>

/** A property of an entry as it is to be: a value, or none. */
interface Property {
  readonly path: string
  readonly value: unknown
}
const none = Symbol('no value')

/** What an entry of users.yaml would have to say: the words for what the account holds now that differ from what it held. */
export function personWords(look: Look, item: DriftItem, operation: Changing<'user'>): Ways {
  const world = worldOf(item)
  const { id } = parseAddress(item.address)
  const live = world.matches.users.get(id)
  if (live === undefined) return { why: `the account of ${id} was not found` }
  const { dialect } = world.snapshot
  const [then, now] = [dialect.describeUser(asBefore(live, operation)), dialect.describeUser(live)]
  const properties = [
    ...valueProperties(then, now),
    ...nameProperties(then, now),
    ...departmentProperty(look, world, { live, operation, described: [then, now] }),
    ...referenceProperty(operation, 'manager'),
    ...endProperty(look, then, now),
  ]
  return entryWays(look, item, properties)
}

/** The same for an entry of groups.yaml. */
export function groupWords(look: Look, item: DriftItem, operation: Changing<'group'>): Ways {
  const world = worldOf(item)
  const { id } = parseAddress(item.address)
  const live = world.matches.groups.get(id)
  if (live === undefined) return { why: `the group ${id} was not found` }
  const { dialect } = world.snapshot
  const [then, now] = [dialect.describeGroup(asBefore(live, operation)), dialect.describeGroup(live)]
  const texts = (['description', 'mail'] as const).flatMap((path): readonly (Property | string)[] =>
    then[path] === now[path] ? [] : [said(path, now[path])],
  )
  const gid = then.gidNumber === now.gidNumber ? [] : [said('posix.gidNumber', now.gidNumber)]
  const name = then.name === now.name ? [] : [now.name === id ? { path: 'name', value: none } : said('name', now.name)]
  return entryWays(look, item, [...texts, ...gid, ...name, ...referenceProperty(operation, 'owner')])
}

function worldOf({ world }: DriftItem): World {
  if (world === undefined) throw new Error('a directory has a world')
  return world
}

/** The object as it was before it drifted. */
function asBefore<T extends ObservedUser | ObservedGroup>(live: T, operation: Changing<'user' | 'group'>): T {
  const { attributes = {}, ...rest }: Partial<Change> & Naming = operation.after
  const merged = Object.fromEntries(
    Object.entries({ ...live.attributes, ...attributes }).filter((pair): pair is [string, Value] => pair[1] !== null),
  )
  const { references: _, id: __, ...names } = rest
  return { ...live, ...names, attributes: merged }
}

function valueProperties(then: DescribedUser, now: DescribedUser): readonly (Property | string)[] {
  const paths = [...plainPaths, 'displayName', 'name.first', 'name.last']
  return paths.flatMap((path) => {
    const [was, is] = [valuesOf(then.values[path]), valuesOf(now.values[path])]
    return was.join('\n') === is.join('\n') ? [] : [said(path, now.values[path])]
  })
}

function nameProperties(then: DescribedUser, now: DescribedUser): readonly (Property | string)[] {
  return (['username', 'upn'] as const).flatMap((path) => (then[path] === now[path] ? [] : [said(path, now[path])]))
}

/** The value as the files say it, or why they cannot. */
function said(path: string, value: Value | null | undefined): Property | string {
  if (valuesOf(value).length === 0) return { path, value: none }
  const told = written(path, value ?? '')
  return 'why' in told ? `${path} cannot be declared: ${told.why}` : { path, value: told.value }
}

interface Placed {
  readonly live: ObservedUser
  readonly operation: Changing<'user'>
  readonly described: readonly [DescribedUser, DescribedUser]
}

/** The department whose people lie where the account lies now, or whose name it bears. */
function departmentProperty(
  look: Look,
  world: World,
  { live, operation, described }: Placed,
): readonly (Property | string)[] {
  const { documents } = look
  const name = ({ values }: DescribedUser): string => valuesOf(values['department.name']).join('\n')
  const [before, now] = described.map(name)
  const isMoved = operation.verb === 'rename' && operation.after.container !== undefined
  if (!isMoved && before === now) return []
  if (isMoved) {
    const person = look.desired.people.get(parseAddress(operation.address).id)
    const { dialect } = world.snapshot
    const found = [...documents.departments.keys()].find(
      (id) =>
        person !== undefined &&
        dialect.user({ ...person, departmentPath: pathOf(id, documents.departments) }).container === live.container,
    )
    if (found !== undefined) return [{ path: 'department', value: found }]
    const isTop = person !== undefined && dialect.user({ ...person, departmentPath: [] }).container === live.container
    return isTop
      ? [{ path: 'department', value: none }]
      : [`no department is declared whose people lie in ${live.container}`]
  }
  const [only, ...others] = [...documents.departments].filter(([, { spec }]) => spec.name === now)
  if (now === '') return [{ path: 'department', value: none }]
  return only !== undefined && others.length === 0
    ? [{ path: 'department', value: only[0] }]
    : [`${others.length === 0 ? 'no department' : 'more than one department'} of the name ${now} is declared`]
}

/** Names of a department and those above it, top first. */
function pathOf(
  id: string,
  departments: Look['documents']['departments'],
  below: readonly string[] = [],
): readonly string[] {
  const spec = departments.get(id)?.spec
  // Files with a circle are not read this far.
  if (spec === undefined) return below
  const path = [spec.name, ...below]
  return spec.parent === undefined ? path : pathOf(spec.parent, departments, path)
}

/** Whom an attribute points to now: their manager, the owner of a group. */
function referenceProperty(
  operation: Changing<'user' | 'group'>,
  path: 'manager' | 'owner',
): readonly (Property | string)[] {
  if (operation.verb !== 'update') return []
  return Object.values(operation.before.references).map((target) => {
    if (target === null) return { path, value: none }
    return target.startsWith('~')
      ? `the ${path} is somebody whom nobody declared: roster import does that`
      : { path, value: target }
  })
}

/** The last day, where the account ends with the end of a day. */
function endProperty({ desired }: Look, then: DescribedUser, now: DescribedUser): readonly (Property | string)[] {
  if (then.expiresAt === now.expiresAt) return []
  if (now.expiresAt === undefined) return [{ path: 'ends', value: none }]
  const zone = desired.timezone
  const ends = dayIn(zone, new Date(Date.parse(now.expiresAt) - 1))
  return lapse(ends, zone) === new Date(now.expiresAt).toISOString()
    ? [{ path: 'ends', value: ends }]
    : [`the account ends at ${now.expiresAt}, which is not the end of a day in ${zone}`]
}

/** What has no value any more: its own line goes; where something else would give one, the entry has to clear it. */
function entryWays(look: Look, item: DriftItem, properties: readonly (Property | string)[]): Ways {
  const why = properties.filter((each) => typeof each === 'string')
  const known = properties.filter((each) => typeof each !== 'string')
  if (why.length > 0) return { why: why.join('; ') }
  if (known.length === 0)
    return { why: 'the files have no word for it: tenant.yaml says what is mapped, and where objects lie' }
  const entry = entryOf(look, item)
  const ways = (clearing: (path: string) => EntryChange['to']): readonly EntryChange[] =>
    known.map(({ path, value }) =>
      onEntry(look, item, path.split('.'), value === none ? clearing(path) : { set: value }),
    )
  const cleared = ways(() => ({ set: null }))
  const removed = ways(() => ({ remove: true }))
  const isOwn = known.some(({ path, value }) => value === none && at(entry, path) !== undefined)
  return { ways: isOwn ? [removed, cleared] : [cleared] }
}

function entryOf({ documents }: Look, { address }: DriftItem): Record<string, unknown> {
  const { kind, id } = parseAddress(address)
  const written = kind === 'group' ? documents.groups.get(id) : documents.users.get(id)
  return { ...written?.spec }
}
