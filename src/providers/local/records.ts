import type { AccountState } from '../../model/observed.ts'
import type { Attributes } from '../../model/value.ts'
import type { Misbehaviour } from './misbehaviour.ts'

/** The first line of the file. */
export interface Header {
  readonly roster: 'local-directory'
  readonly version: 1
  readonly identity: string
  /** How many lines follow that were written in one piece, by compaction: fewer means that the file was cut. */
  readonly lines?: number
  /** What the directory lends: its own name of the licence -> how many units were bought. */
  readonly licences?: Readonly<Record<string, { readonly purchased: number }>>
  readonly faults?: Misbehaviour
}

interface Held {
  readonly id: string
  readonly container: string
  readonly attributes: Attributes
  readonly references: Readonly<Record<string, string>>
  /** Names of attributes that nobody may read; `members` for those of a group. */
  readonly unknown?: readonly string[]
  readonly notManageable?: string
}

export interface UserRecord extends Held {
  readonly kind: 'user'
  readonly username: string
  readonly state: AccountState
  readonly passwordSet?: true
  /** How many sign-ins are open. */
  readonly sessions?: number
  /** What was done once: verb, a space, the id of the action. */
  readonly once?: readonly string[]
  /** Licences that they use a unit of. */
  readonly licences?: readonly string[]
}

export interface GroupRecord extends Held {
  readonly kind: 'group'
  readonly name: string
  /** Ids of the members. A line without it keeps those that are there. */
  readonly members?: readonly string[]
}

/** `container` is the path of the container itself. */
export interface ContainerRecord extends Held {
  readonly kind: 'organizationalUnit'
}

export type ObjectRecord = UserRecord | GroupRecord | ContainerRecord
interface Tombstone {
  readonly id: string
  readonly gone: true
}
export interface MemberDelta {
  readonly id: string
  readonly add?: readonly string[]
  readonly remove?: readonly string[]
}

/** One line of the file. `from`: hidden from readers until this many reads have been counted (a directory that lags). */
export type Line = (ObjectRecord | Tombstone | MemberDelta) & { readonly from?: number }

/** What is wrong with a line that was parsed; undefined: nothing. Missing collections are allowed and count as empty. */
export function flawOf(line: unknown): string | undefined {
  if (typeof line !== 'object' || line === null) return 'not an object'
  const { id, kind, gone, add, remove, container } = line as Readonly<Record<string, unknown>>
  if (typeof id !== 'string' || id === '') return 'an `id` (text) is missing'
  if (gone === true) return undefined
  if (kind === undefined) {
    return isTexts(add ?? []) && isTexts(remove ?? []) && (add ?? remove) !== undefined
      ? undefined
      : 'neither `kind`, nor `gone: true`, nor lists `add` or `remove` are there'
  }
  if (kind !== 'user' && kind !== 'group' && kind !== 'organizationalUnit') {
    return '`kind` must be user, group or organizationalUnit'
  }
  if (typeof container !== 'string' || container === '') return 'a `container` (text) is missing'
  return flawOfNames(line as Readonly<Record<string, unknown>>)
}

const states: ReadonlySet<unknown> = new Set<AccountState>([
  'invited',
  'verified',
  'incomplete',
  'active',
  'locked',
  'disabled',
  'softDeleted',
])

function flawOfNames(line: Readonly<Record<string, unknown>>): string | undefined {
  if (line['kind'] === 'user') {
    if (typeof line['username'] !== 'string' || line['username'] === '') return 'a `username` (text) is missing'
    if (line['licences'] !== undefined && !isTexts(line['licences'])) return '`licences` must be a list of names'
    if (!states.has(line['state'])) return `\`state\` must be one of ${[...states].join(', ')}`
  }
  if (line['kind'] === 'group') {
    if (typeof line['name'] !== 'string' || line['name'] === '') return 'a `name` (text) is missing'
    if (line['members'] !== undefined && !isTexts(line['members'])) return '`members` must be a list of ids'
  }
  if (!isPlain(line['attributes'])) return '`attributes` must be an object'
  if (!isPlain(line['references'])) return '`references` must be an object'
  return undefined
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string')
}

function isPlain(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && value !== null && !Array.isArray(value))
}
