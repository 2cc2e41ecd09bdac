import type { ObjectKind } from '../../model/kind.ts'
import type { ContainerRecord, GroupRecord, Line, MemberDelta, ObjectRecord, UserRecord } from './records.ts'

/** Names collide without regard to case or to compatibility forms. */
export function foldName(name: string): string {
  return (ascii.test(name) ? name : name.normalize('NFKC')).toLowerCase()
}

const ascii = /^[\x20-\x7e]*$/

/** Everything the directory holds, as its lines say it, one after the other. */
export class Tree {
  readonly #objects = new Map<string, ObjectRecord>()
  /** A set once somebody changes or asks: most groups are only ever listed. */
  readonly #members = new Map<string, readonly string[] | Set<string>>()
  /** Deleted ids: whoever still names one of them names nobody. Kept apart, so that a deletion costs one line. */
  readonly #gone = new Set<string>()
  /** Licence -> ids of the accounts that use a unit of it. */
  readonly #licensed = new Map<string, Set<string>>()
  /** kind and folded name -> id; built when first asked for. */
  #names: Map<string, string> | undefined

  /** Takes one line in; a later line about the same id wins. */
  fold(line: Line): void {
    if ('kind' in line) this.#put(line)
    else if ('gone' in line) this.#bury(line.id)
    else this.#shift(line)
  }

  get size(): number {
    return this.#objects.size
  }
  all(): IterableIterator<ObjectRecord> {
    return this.#objects.values()
  }
  object(id: string): ObjectRecord | undefined {
    return this.#objects.get(id)
  }
  user(id: string): UserRecord | undefined {
    const found = this.#objects.get(id)
    return found?.kind === 'user' ? found : undefined
  }
  group(id: string): GroupRecord | undefined {
    const found = this.#objects.get(id)
    return found?.kind === 'group' ? found : undefined
  }
  members(group: string): readonly string[] {
    const held = this.#members.get(group) ?? []
    const members = held instanceof Set ? [...held] : held
    return this.#gone.size === 0 ? members : members.filter((id) => !this.#gone.has(id))
  }
  hasMember(group: string, id: string): boolean {
    return this.#membersOf(group)?.has(id) === true && !this.#gone.has(id)
  }
  references(record: ObjectRecord): Readonly<Record<string, string>> {
    if (this.#gone.size === 0) return record.references
    return Object.fromEntries(Object.entries(record.references).filter(([, id]) => !this.#gone.has(id)))
  }
  userNamed(username: string): UserRecord | undefined {
    return this.user(this.#index().get(key('user', username)) ?? '')
  }
  groupNamed(name: string): GroupRecord | undefined {
    return this.group(this.#index().get(key('group', name)) ?? '')
  }
  containerAt(path: string): ContainerRecord | undefined {
    const found = this.#objects.get(this.#index().get(key('organizationalUnit', path)) ?? '')
    return found?.kind === 'organizationalUnit' ? found : undefined
  }

  /** How many accounts use a unit of this licence. */
  licensed(sku: string): number {
    return this.#licensed.get(sku)?.size ?? 0
  }

  #put(record: ObjectRecord): void {
    const before = this.#objects.get(record.id)
    if (before !== undefined) this.#names?.delete(nameOf(before))
    this.#gone.delete(record.id)
    this.#names?.set(nameOf(record), record.id)
    this.#lend(before, record)
    if (record.kind !== 'group') {
      this.#objects.set(record.id, tidy(record))
      return
    }
    const { members, ...rest } = record
    this.#objects.set(record.id, tidy(rest))
    if (members !== undefined || before === undefined) this.#members.set(record.id, members ?? [])
  }

  #bury(id: string): void {
    const before = this.#objects.get(id)
    if (before !== undefined) this.#names?.delete(nameOf(before))
    this.#lend(before, undefined)
    this.#objects.delete(id)
    this.#members.delete(id)
    this.#gone.add(id)
  }

  /** Keeps count of units: most accounts have none. */
  #lend(before: ObjectRecord | undefined, now: ObjectRecord | undefined): void {
    if (before?.kind === 'user') for (const sku of before.licences ?? []) this.#licensed.get(sku)?.delete(before.id)
    if (now?.kind !== 'user') return
    for (const sku of now.licences ?? []) {
      const holders = this.#licensed.get(sku) ?? new Set()
      this.#licensed.set(sku, holders.add(now.id))
    }
  }

  #shift(delta: MemberDelta): void {
    const members = this.#membersOf(delta.id)
    for (const id of delta.remove ?? []) members?.delete(id)
    for (const id of delta.add ?? []) members?.add(id)
  }

  #membersOf(group: string): Set<string> | undefined {
    const held = this.#members.get(group)
    if (held === undefined || held instanceof Set) return held
    const members = new Set(held)
    this.#members.set(group, members)
    return members
  }

  #index(): Map<string, string> {
    if (this.#names === undefined) {
      this.#names = new Map()
      for (const record of this.#objects.values()) this.#names.set(nameOf(record), record.id)
    }
    return this.#names
  }
}

/** People who write the file by hand may leave collections out. */
function tidy<R extends ObjectRecord>(record: R): R {
  const found = record as { readonly attributes?: R['attributes']; readonly references?: R['references'] }
  if (found.attributes !== undefined && found.references !== undefined) return record
  return { ...record, attributes: found.attributes ?? {}, references: found.references ?? {} }
}

function nameOf(record: ObjectRecord): string {
  if (record.kind === 'organizationalUnit') return key('organizationalUnit', record.container)
  return record.kind === 'user' ? key('user', record.username) : key('group', record.name)
}

/** Containers are told apart by their exact path; people and groups collide by their folded names. */
function key(kind: ObjectKind, name: string): string {
  return `${kind} ${kind === 'organizationalUnit' ? name : foldName(name)}`
}
