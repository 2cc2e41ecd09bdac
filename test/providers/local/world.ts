import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import type { Directory } from '../../../src/generated/tenant.ts'
import type { Value } from '../../../src/model/value.ts'
import { localProvider } from '../../../src/providers/local/provider.ts'
import type { Behind, Lends, MakeWorld, Picture, PicturedGroup, PicturedPerson } from '../world.ts'

const sku = 'SPE_E3'
const units = 2
const fresh = { roster: 'local-directory', version: 1, identity: '6c1e0000-0000-4000-8000-000000000001' }

/** A world whose directory is a file. */
export const makeLocalWorld: MakeWorld = async ({ placement }) => {
  const root = mkdtempSync(join(tmpdir(), 'roster-world-'))
  const settings: Directory = {
    provider: 'local',
    mode: 'authoritative',
    users: { placement, ...(placement === 'department' ? { disabledBase: 'leavers' } : {}) },
  }
  const file = join(root, '.roster/local/acme/hq.json')
  rewrite(file, [JSON.stringify({ ...fresh, licences: { [sku]: { purchased: units } } })])
  return {
    root,
    provider: localProvider,
    settings,
    environment: () => undefined,
    behind: behindFile(file),
    lends: { sku, units, assign: assignIn(file), hide: async () => hideIn(file) },
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
  readonly licences?: readonly string[]
}

interface Line extends Partial<Held> {
  readonly gone?: true
  readonly add?: readonly string[]
  readonly remove?: readonly string[]
}

function behindFile(file: string): Behind {
  const add = (line: Line): void => rewrite(file, [...linesIn(file), JSON.stringify(line)])
  const held = (): readonly Held[] => heldIn(file)
  const named = (username: string): Held => namedIn(file, username)
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
    breakListings: async () => misbehave(file, { pageSize: 1, cut: { kind: 'user', page: 2 } }),
  }
}

function assignIn(file: string): Lends['assign'] {
  return async (username, isGiven) => {
    const one = { ...namedIn(file, username), licences: isGiven ? [sku] : [] }
    rewrite(file, [...linesIn(file), JSON.stringify(one)])
  }
}

function hideIn(file: string): () => Promise<void> {
  return misbehave(file, { unreadable: ['licences'] })
}

/** Tells the directory to misbehave, until the answer is called. */
function misbehave(file: string, faults: object): () => Promise<void> {
  const [header = JSON.stringify(fresh), ...rest] = linesIn(file)
  rewrite(file, [JSON.stringify({ ...(JSON.parse(header) as object), faults }), ...rest])
  return async () => {
    const [, ...now] = linesIn(file)
    rewrite(file, [header, ...now])
  }
}

function linesIn(file: string): readonly string[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
}

function rewrite(file: string, text: readonly string[]): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.behind`, text.map((line) => `${line}\n`).join(''))
  renameSync(`${file}.behind`, file)
}

function heldIn(file: string): readonly Held[] {
  return fold(
    linesIn(file)
      .slice(1)
      .map((line) => JSON.parse(line) as Line),
  )
}

function namedIn(file: string, username: string): Held {
  const found = heldIn(file).find((one) => one.username?.toLowerCase() === username.toLowerCase())
  if (found === undefined) throw new Error(`nobody is called ${username}`)
  return found
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
    .map(
      ({
        username = '?',
        state,
        container,
        attributes: { title, ...values },
        references,
        licences = [],
      }): PicturedPerson => {
        const manager = references['manager']
        return {
          username,
          enabled: state !== 'disabled',
          container,
          title: typeof title === 'string' ? title : undefined,
          manager: manager === undefined || !byId.has(manager) ? undefined : called(manager),
          licences: licences.toSorted(),
          values,
        }
      },
    )
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
