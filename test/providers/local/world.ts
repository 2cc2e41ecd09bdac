import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import type { Directory } from '../../../src/generated/tenant.ts'
import type { Value } from '../../../src/model/value.ts'
import { localProvider } from '../../../src/providers/local/provider.ts'
import type { Behind, MakeWorld, Picture, PicturedGroup, PicturedPerson } from '../world.ts'

/** A world whose directory is a file. */
export const makeLocalWorld: MakeWorld = async ({ placement }) => {
  const root = mkdtempSync(join(tmpdir(), 'roster-world-'))
  const settings: Directory = {
    provider: 'local',
    mode: 'authoritative',
    users: { placement, ...(placement === 'department' ? { disabledBase: 'leavers' } : {}) },
  }
  return {
    root,
    provider: localProvider,
    settings,
    environment: () => undefined,
    behind: behindFile(join(root, '.roster/local/acme/hq.json')),
    close: async () => rmSync(root, { recursive: true, force: true }),
  }
}

/** What the file says of one object, folded by hands of the test's own. */
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

interface Line extends Partial<Held> {
  readonly gone?: true
  readonly add?: readonly string[]
  readonly remove?: readonly string[]
}

function behindFile(file: string): Behind {
  const lines = (): readonly string[] =>
    existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
      : []
  const rewrite = (text: readonly string[]): void => {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.behind`, text.map((line) => `${line}\n`).join(''))
    renameSync(`${file}.behind`, file)
  }
  const add = (line: Line): void => rewrite([...lines(), JSON.stringify(line)])
  const held = (): readonly Held[] =>
    fold(
      lines()
        .slice(1)
        .map((line) => JSON.parse(line) as Line),
    )
  const named = (username: string): Held => {
    const found = held().find((one) => one.username?.toLowerCase() === username.toLowerCase())
    if (found === undefined) throw new Error(`nobody is called ${username}`)
    return found
  }
  const group = (name: string): Held => {
    const found = held().find((one) => one.name === name)
    if (found === undefined) throw new Error(`no group is called ${name}`)
    return found
  }
  return {
    picture: async () => pictured(held()),
    retitle: async (username, title) => {
      const one = named(username)
      add({ ...one, attributes: { ...one.attributes, title } })
    },
    addStranger: async (username) =>
      add({
        id: `id-${username}`,
        kind: 'user',
        username,
        container: 'people',
        state: 'active',
        attributes: {},
        references: {},
      }),
    join: async (name, username) => add({ id: group(name).id, add: [named(username).id] }),
    leave: async (name, username) => add({ id: group(name).id, remove: [named(username).id] }),
    remove: async (username) => add({ id: named(username).id, gone: true }),
    breakListings: async () => {
      const [header = '{}', ...rest] = lines()
      const faults = { pageSize: 1, cut: { kind: 'user', page: 2 } }
      rewrite([JSON.stringify({ ...(JSON.parse(header) as object), faults }), ...rest])
      return async () => {
        const [, ...now] = lines()
        rewrite([header, ...now])
      }
    },
  }
}

function fold(lines: readonly Line[]): readonly Held[] {
  const held = new Map<string, Held>()
  for (const { gone, add = [], remove = [], id = '', ...line } of lines) {
    const before = held.get(id)
    if (gone === true) held.delete(id)
    else if (line.kind !== undefined)
      held.set(id, { ...(before?.kind === 'group' ? { members: before.members ?? [] } : {}), ...line, id } as Held)
    else if (before !== undefined) {
      held.set(id, {
        ...before,
        members: [...(before.members ?? []).filter((member) => !remove.includes(member)), ...add],
      })
    }
  }
  return [...held.values()]
}

function pictured(held: readonly Held[]): Picture {
  const byId = new Map(held.map((one) => [one.id, one]))
  const called = (id: string): string => {
    const one = byId.get(id)
    return one === undefined ? '?' : one.kind === 'group' ? `group:${one.name}` : (one.username ?? '?')
  }
  const people = held
    .filter(({ kind }) => kind === 'user')
    .map(({ username = '?', state, container, attributes: { title, ...values }, references }): PicturedPerson => {
      const manager = references['manager']
      return {
        username,
        enabled: state !== 'disabled',
        container,
        title: typeof title === 'string' ? title : undefined,
        manager: manager === undefined || !byId.has(manager) ? undefined : called(manager),
        values,
      }
    })
  const groups = held
    .filter(({ kind }) => kind === 'group')
    .map(({ name = '?', attributes, members = [] }): PicturedGroup => {
      const description = attributes['description']
      // Whoever was deleted is in no group any more.
      const there = members.filter((member) => byId.has(member))
      return {
        name,
        description: typeof description === 'string' ? description : undefined,
        members: there.map(called).toSorted(),
      }
    })
  return { people: people.toSorted(byName((one) => one.username)), groups: groups.toSorted(byName((one) => one.name)) }
}

function byName<T>(of: (one: T) => string): (a: T, b: T) => number {
  return (a, b) => (of(a) < of(b) ? -1 : 1)
}
