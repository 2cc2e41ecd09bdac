import { createHash, randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { canonical } from '../model/canonical.ts'

/** How long a copy is worth something since everything was last read. */
const lifetimeMs = 24 * 60 * 60 * 1000

const mark = 'roster-snapshot 1'

export interface SnapshotPlace<T> {
  /** `Connection.cache`. */
  readonly folder: string
  readonly tenant: string
  readonly id: string
  /**
   * What a copy was read from and by: identity of the directory, account, attributes, bases, filters. Plain JSON. A copy with
   * another binding is worthless.
   */
  readonly binding: Readonly<Record<string, unknown>>
  readonly now: () => Date
  /** Whether what a copy holds is what this program would have put there. */
  readonly isContent: (value: unknown) => value is T
}

export interface Kept<T> {
  /** When everything was read; since then only what changed. */
  readonly fullAt: Date
  readonly content: T
}

/**
 * A copy of what was read from one directory, in a file that only its owner can read. Whatever is wrong with it (it is not there, too
 * old, cut off, changed by hand, somebody else's, from another directory, account or version), it is as if there were none: it
 * saves time and decides nothing.
 */
export class Snapshot<T> {
  private readonly place: SnapshotPlace<T>
  private readonly file: string
  private readonly bound: string

  constructor(place: SnapshotPlace<T>) {
    this.place = place
    this.file = join(place.folder, place.tenant, `${place.id}.snapshot`)
    this.bound = sha256(canonical(place.binding))
  }

  async load(): Promise<Kept<T> | undefined> {
    const text = await readOwn(this.file)
    const end = text?.indexOf('\n') ?? -1
    if (text === undefined || end < 0) return undefined
    const body = text.slice(end + 1)
    if (text.slice(0, end) !== `${mark} ${sha256(body)}`) return undefined
    const held = parsed(body)
    return this.isOurs(held) ? { fullAt: new Date(held.fullAt), content: held.content } : undefined
  }

  /** A disk that is full or may not be written to is no reason to stop: then nothing is kept. */
  async save({ fullAt, content }: Kept<T>): Promise<void> {
    const body = JSON.stringify({ bound: this.bound, fullAt: fullAt.toISOString(), content })
    const fresh = `${this.file}.${randomUUID()}`
    try {
      await mkdir(dirname(this.file), { recursive: true, mode: 0o700 })
      const file = await open(fresh, 'wx', 0o600)
      try {
        await file.writeFile(`${mark} ${sha256(body)}\n${body}`)
      } finally {
        await file.close()
      }
      await rename(fresh, this.file)
    } catch (error) {
      if (!isSystemError(error)) throw error
      await rm(fresh, { force: true }).catch(() => undefined)
    }
  }

  private isOurs(held: unknown): held is { readonly fullAt: string; readonly content: T } {
    if (typeof held !== 'object' || held === null || !('bound' in held && 'fullAt' in held && 'content' in held))
      return false
    if (held.bound !== this.bound || typeof held.fullAt !== 'string') return false
    const age = this.place.now().getTime() - Date.parse(held.fullAt)
    return age >= 0 && age < lifetimeMs && this.place.isContent(held.content)
  }
}

/** The content of a file of ours that nobody else can read or write; undefined: there is none such. */
async function readOwn(path: string): Promise<string | undefined> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
    try {
      const { mode, uid } = await file.stat()
      return (mode & 0o077) === 0 && uid === userInfo().uid ? await file.readFile('utf8') : undefined
    } finally {
      await file.close()
    }
  } catch (error) {
    if (isSystemError(error)) return undefined
    throw error
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
