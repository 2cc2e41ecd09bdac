import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Behind, Detail, Group, Person, Picture, Setting } from './stage.ts'

type Value = string | readonly string[]

/** What the file says of one object. */
interface Held {
  readonly id: string
  readonly kind: 'user' | 'group' | 'organizationalUnit'
  readonly container: string
  readonly username?: string
  readonly name?: string
  readonly state?: string
  readonly attributes: Readonly<Record<string, Value>>
  readonly references: Readonly<Record<string, string>>
  readonly members?: readonly string[]
}

const details: Readonly<Record<Detail, string>> = {
  title: 'title',
  phone: 'phones.work',
  city: 'address.city',
  owner: 'owner',
}

export const localFile = (folder: string): string => join(folder, '.roster/local/acme/hq.json')

/** The embedded directory, and somebody who edits its file. */
export function localSetting(folder: string): Setting {
  const file = localFile(folder)
  return {
    behind: behindFile(file),
    directory: ({ mode = 'authoritative' } = {}) =>
      `provider: local\nmode: ${mode}\nusers: { placement: department, disabledBase: leavers }`,
    variables: {},
    picture: () => pictureOf(heldIn(file)),
    ids: () => Object.fromEntries(heldIn(file).map(({ id, username, name = username }) => [name ?? id, id])),
  }
}

/** Puts faults into the header, or takes them out. Calls are counted anew. */
export function misbehave(folder: string, faults: object | undefined): void {
  const file = localFile(folder)
  const [first, ...rest] = linesOf(file)
  const fresh = { roster: 'local-directory', version: 1, identity: '6c1e0000-0000-4000-8000-000000000001' }
  const { faults: _, ...header } =
    first === undefined ? { ...fresh, faults: undefined } : (JSON.parse(first) as typeof fresh & { faults: unknown })
  rewrite(file, [JSON.stringify(faults === undefined ? header : { ...header, faults }), ...rest])
}

function behindFile(file: string): Behind {
  const add = (line: object): void => rewrite(file, [...linesOf(file), JSON.stringify(line)])
  const named = (name: string): Held => {
    const found = heldIn(file).find((one) => one.username === name || one.name === name)
    if (found === undefined) throw new Error(`nothing is called ${name} in ${file}`)
    return found
  }
  const place = (name?: string): string => (name === undefined ? 'people' : `people/${name}`)
  const fresh = { attributes: {}, references: {} }
  const unit = (container: string): void => {
    if (!heldIn(file).some((one) => one.kind === 'organizationalUnit' && one.container === container))
      add({ id: `ou-${container}`, kind: 'organizationalUnit', container, ...fresh })
  }
  const adjust = (name: string, change: Partial<Held>): void => {
    const { members: _, ...one } = named(name)
    add({ ...one, ...change })
  }
  return {
    nameOf: (detail) => details[detail],
    place,
    set: (username, detail, values) => {
      const { [details[detail]]: _, ...attributes } = named(username).attributes
      const value = values.length === 1 ? values[0] : values
      adjust(username, {
        attributes: {
          ...attributes,
          ...(value === undefined || values.length === 0 ? {} : { [details[detail]]: value }),
        },
      })
    },
    rename: (username, to) => adjust(username, { username: to }),
    move: (username, to) => {
      unit(place(to))
      adjust(username, { container: place(to) })
    },
    disable: (username) => adjust(username, { state: 'disabled', container: 'leavers' }),
    removePerson: (username) => add({ id: named(username).id, gone: true }),
    removeGroup: (group) => add({ id: named(group).id, gone: true }),
    addPerson: (username, email) =>
      add({
        id: `id-${username}`,
        kind: 'user',
        username,
        container: 'people',
        state: 'active',
        attributes: email === undefined ? {} : { email },
        references: {},
      }),
    addGroup: (name) => add({ id: `id-${name}`, kind: 'group', name, container: 'groups', members: [], ...fresh }),
    join: (group, username) => add({ id: named(group).id, add: [named(username).id] }),
    leave: (group, username) => add({ id: named(group).id, remove: [named(username).id] }),
    joinNobody: (group) => {
      add({ id: named(group).id, add: ['ghost'] })
      return 'ghost'
    },
    joinOutsider: (group) => {
      add({ id: 'outsider', kind: 'user', username: 'outsider', container: 'partners', state: 'active', ...fresh })
      add({ id: named(group).id, add: ['outsider'] })
      return 'outsider'
    },
    // There is one spelling only: the members stand in another order.
    respell: (group) => {
      const { members = [], ...one } = named(group)
      add({ ...one, members: members.toReversed() })
    },
    ignoreCase: () => {
      const [first = '{}', ...rest] = linesOf(file)
      rewrite(file, [JSON.stringify({ ...(JSON.parse(first) as object), faults: { foldCase: true } }), ...rest])
    },
    describe: (group, text) => {
      const { description: _, ...attributes } = named(group).attributes
      adjust(group, { attributes: text === undefined ? attributes : { ...attributes, description: text } })
    },
    own: (group, username) => adjust(group, { references: { owner: named(username).id } }),
  }
}

function linesOf(file: string): readonly string[] {
  return existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : []
}

function rewrite(file: string, lines: readonly string[]): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.behind`, lines.map((line) => `${line}\n`).join(''))
  renameSync(`${file}.behind`, file)
}

type Line = Partial<Held> & {
  readonly id: string
  readonly gone?: true
  readonly add?: readonly string[]
  readonly remove?: readonly string[]
}

function heldIn(file: string): readonly Held[] {
  const held = new Map<string, Held>()
  for (const text of linesOf(file).slice(1)) {
    const { gone, add = [], remove = [], ...line } = JSON.parse(text) as Line
    const before = held.get(line.id)
    if (gone === true) held.delete(line.id)
    else if (line.kind !== undefined)
      held.set(line.id, { ...(before?.members === undefined ? {} : { members: before.members }), ...(line as Held) })
    else if (before !== undefined)
      held.set(line.id, {
        ...before,
        members: [...(before.members ?? []).filter((id) => !remove.includes(id)), ...add],
      })
  }
  return [...held.values()]
}

function pictureOf(held: readonly Held[]): Picture {
  const byId = new Map(held.map((one) => [one.id, one]))
  const called = (id: string | undefined): string | undefined => {
    const one = byId.get(id ?? '')
    return one?.kind === 'group' ? `group:${one.name}` : one?.username
  }
  const people = held.flatMap((one): readonly (readonly [string, Person])[] =>
    one.kind === 'user' && one.container !== 'partners'
      ? [
          [
            one.username ?? '',
            {
              container: one.container,
              state: one.state ?? '',
              manager: called(one.references['manager']),
              attributes: one.attributes,
            },
          ],
        ]
      : [],
  )
  const groups = held.flatMap((one): readonly (readonly [string, Group])[] =>
    one.kind === 'group'
      ? [
          [
            one.name ?? '',
            {
              container: one.container,
              owner: called(one.references['owner']),
              attributes: one.attributes,
              members: membersOf(one, called),
            },
          ],
        ]
      : [],
  )
  unique(people.map(([name]) => name))
  unique(groups.map(([name]) => name))
  const containers = held.filter(({ kind }) => kind === 'organizationalUnit').map(({ container }) => container)
  unique(containers)
  return { people: sorted(people), groups: sorted(groups), containers: containers.toSorted() }
}

function membersOf({ members = [] }: Held, called: (id: string) => string | undefined): readonly string[] {
  // Whoever was deleted is in no group any more.
  const names = members.flatMap((id) => called(id) ?? [])
  unique(names)
  return names.toSorted()
}

function unique(names: readonly string[]): void {
  const twice = names.filter((name, index) => names.indexOf(name) !== index)
  if (twice.length > 0) throw new Error(`there twice: ${twice.join(', ')}`)
}

function sorted<T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
