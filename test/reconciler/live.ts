import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Misbehaviour } from '../../src/providers/local/misbehaviour.ts'

/** What the file of a local directory says of one object. */
export interface Held {
  readonly id: string
  readonly kind: 'user' | 'group' | 'organizationalUnit'
  readonly container: string
  readonly username?: string
  readonly name?: string
  readonly state?: string
  readonly attributes: Readonly<Record<string, string | readonly string[]>>
  readonly references: Readonly<Record<string, string>>
  readonly members?: readonly string[]
  readonly notManageable?: string
}

type Line = Partial<Held> & {
  readonly gone?: true
  readonly add?: readonly string[]
  readonly remove?: readonly string[]
  readonly from?: number
}

/** Hands that change a local directory behind roster's back. Names are usernames and names of groups. */
export class Live {
  readonly file: string
  constructor(file: string) {
    this.file = file
  }

  all(): readonly Held[] {
    const held = new Map<string, Held>()
    for (const { gone, add = [], remove = [], id = '', ...line } of this.#lines().slice(1)) {
      const before = held.get(id)
      if (gone === true) held.delete(id)
      else if (line.kind !== undefined) held.set(id, { ...kept(before), ...line, id } as Held)
      else if (before !== undefined) {
        const left = (before.members ?? []).filter((member) => !remove.includes(member))
        held.set(id, { ...before, members: [...new Set([...left, ...add])] })
      }
    }
    return [...held.values()]
  }

  users(): readonly Held[] {
    return this.all().filter(({ kind }) => kind === 'user')
  }

  user(username: string): Held {
    return found(
      this.users().find((one) => one.username === username),
      `user ${username}`,
    )
  }

  group(name: string): Held {
    return found(
      this.all().find((one) => one.kind === 'group' && one.name === name),
      `group ${name}`,
    )
  }

  /** Usernames, and `group:<name>`, of whoever is in a group and exists. */
  members(name: string): readonly string[] {
    const byId = new Map(this.all().map((one) => [one.id, one]))
    return (this.group(name).members ?? [])
      .flatMap((id) => byId.get(id) ?? [])
      .map((one) => (one.kind === 'group' ? `group:${one.name}` : (one.username ?? '?')))
      .toSorted()
  }

  states(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      this.users()
        .map(({ username = '?', state = '?' }) => [username, state] as const)
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    )
  }

  addUser(username: string, more: Partial<Held> = {}): void {
    this.put({
      id: `id-${username}`,
      kind: 'user',
      username,
      container: 'people',
      state: 'active',
      attributes: {},
      references: {},
      ...more,
    })
  }

  addGroup(name: string, members: readonly string[] = [], more: Partial<Held> = {}): void {
    const ids = members.map((member) => this.user(member).id)
    this.put({
      id: `id-${name}`,
      kind: 'group',
      name,
      container: 'groups',
      attributes: {},
      references: {},
      members: ids,
      ...more,
    })
  }

  editUser(username: string, more: Partial<Held>): void {
    this.put({ ...this.user(username), ...more })
  }

  /** Sets attributes; undefined takes one out. */
  setAttributes(username: string, values: Readonly<Record<string, string | readonly string[] | undefined>>): void {
    const user = this.user(username)
    const attributes = Object.fromEntries(
      Object.entries({ ...user.attributes, ...values }).filter(([, value]) => value !== undefined),
    ) as Held['attributes']
    this.put({ ...user, attributes })
  }

  editGroup(name: string, more: Partial<Held>): void {
    const { members: _, ...group } = this.group(name)
    this.put({ ...group, ...more })
  }

  join(group: string, ...members: readonly string[]): void {
    this.put({ id: this.group(group).id, add: members.map((member) => this.#idOf(member)) })
  }

  leave(group: string, ...members: readonly string[]): void {
    this.put({ id: this.group(group).id, remove: members.map((member) => this.#idOf(member)) })
  }

  removeUser(username: string): void {
    this.put({ id: this.user(username).id, gone: true })
  }

  removeGroup(name: string): void {
    this.put({ id: this.group(name).id, gone: true })
  }

  put(...lines: readonly Line[]): void {
    this.#rewrite([...this.#lines(), ...lines])
  }

  /** Tells the directory to misbehave; counting starts anew, and what lagged has arrived. None: it behaves again. */
  misbehave(faults: Misbehaviour | undefined): void {
    const [header, ...lagging] = this.#lines()
    const rest = lagging.map(visible)
    const { faults: _, lines: __, ...plain } = header as { faults?: unknown; lines?: unknown }
    for (const what of ['reads', 'writes']) rmSync(`${this.file}.${what}`, { force: true })
    this.#rewrite([(faults === undefined ? plain : { ...plain, faults }) as Line, ...rest])
  }

  /** Makes another directory of the file, with the same contents. */
  exchange(identity: string): void {
    const [header, ...rest] = this.#lines()
    this.#rewrite([{ ...header, identity } as Line, ...rest])
  }

  /** The file as it is, to see that nothing was written. */
  text(): string {
    return existsSync(this.file) ? readFileSync(this.file, 'utf8') : ''
  }

  restore(text: string): void {
    writeFileSync(`${this.file}.behind`, text)
    renameSync(`${this.file}.behind`, this.file)
  }

  #idOf(member: string): string {
    if (member.startsWith('group:')) return this.group(member.slice('group:'.length)).id
    return this.users().find(({ username }) => username === member)?.id ?? member
  }

  #lines(): readonly Line[] {
    if (!existsSync(this.file)) return [fresh as Line]
    const text = readFileSync(this.file, 'utf8')
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line)
  }

  #rewrite(lines: readonly Line[]): void {
    mkdirSync(dirname(this.file), { recursive: true })
    this.restore(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  }
}

const fresh: unknown = { roster: 'local-directory', version: 1, identity: '0a5eb0ad-0000-4000-8000-000000000001' }

function visible(line: Line): Line {
  const { from, ...rest } = line
  return from === undefined ? line : rest
}

function kept(before: Held | undefined): Partial<Held> {
  return before?.kind === 'group' ? { members: before.members ?? [] } : {}
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`there is no ${what}`)
  return value
}
