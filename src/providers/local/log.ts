import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

import { cutShort, fromSystem, unreadableLine } from './faults.ts'
import { flawOfPools } from './licences.ts'
import { counted } from './misbehaviour.ts'
import { flawOf, type Header, type Line } from './records.ts'
import type { Place } from './settings.ts'
import { Tree } from './tree.ts'

const newline = 0x0a

/**
 * The file, read and followed: what was appended since the last look is taken in, a file that was replaced is read anew.
 * A last line that was torn by a kill is left out; any other line that cannot be read is a fault.
 */
export class Log {
  readonly file: string
  tree = new Tree()
  header: Header
  /** Bytes taken in, up to the end of the last whole line. */
  size = 0
  /** Lines taken in, the header and empty ones too. */
  lines = 0
  /** Which file it was that was read; undefined: there was none. */
  inode: number | undefined
  readonly #sees: 'everything' | 'whatIsVisible'
  readonly #fresh: Header

  /** `sees`: a reader waits for lines that lag; the writer, being the directory itself, does not. */
  constructor(file: string, place: Place, sees: 'everything' | 'whatIsVisible') {
    this.file = file
    this.#sees = sees
    this.#fresh = { roster: 'local-directory', version: 1, identity: identityOf(place) }
    this.header = this.#fresh
  }

  /** Takes in what is new; says whether anything was. Throws DirectoryFault. */
  refresh(): boolean {
    const descriptor = openToRead(this.file)
    if (descriptor === undefined) return this.inode !== undefined && this.#reset(undefined)
    try {
      const { ino, size } = fstatSync(descriptor)
      const replaced = (ino !== this.inode || size < this.size) && this.#reset(ino)
      if (size <= this.size) return replaced
      this.#take(bytesOf(descriptor, this.size, size))
      return true
    } catch (error) {
      throw fromSystem(this.file, error)
    } finally {
      closeSync(descriptor)
    }
  }

  #reset(inode: number | undefined): true {
    this.tree = new Tree()
    this.header = this.#fresh
    this.size = 0
    this.lines = 0
    this.inode = inode
    return true
  }

  #take(bytes: Buffer): void {
    if (!isUtf8(bytes) && !isUtf8(bytes.subarray(0, bytes.lastIndexOf(newline) + 1))) {
      throw unreadableLine(this.file, this.lines + 1, 'the text from here on is not UTF-8')
    }
    const text = bytes.toString('utf8', 0, wholeLines(bytes))
    let seen = this.#sees === 'everything' ? Number.POSITIVE_INFINITY : undefined
    for (let at = 0; at < text.length;) {
      const end = text.indexOf('\n', at) === -1 ? text.length : text.indexOf('\n', at) + 1
      const written = text.slice(at, end)
      const line = written.trim() === '' ? undefined : this.#parse(written)
      if (line?.from !== undefined && line.from > (seen ??= counted(this.file, 'reads'))) return
      if (line !== undefined) this.tree.fold(line)
      this.size += Buffer.byteLength(written)
      this.lines += 1
      at = end
    }
    const { lines = 0 } = this.header
    if (lines > 0 && this.lines <= lines) throw cutShort(this.file, lines, this.lines - 1)
  }

  /** One line; the first is the header, which is not one of the directory's. */
  #parse(text: string): Line | undefined {
    const parsed = parsedOf(text)
    if (this.size === 0) {
      if (isHeader(parsed)) this.header = this.#sound(parsed)
      else throw unreadableLine(this.file, 1, 'the first line is not the header of a local directory, version 1')
      return undefined
    }
    const flaw = parsed === undefined ? 'this is not JSON' : flawOf(parsed)
    if (flaw !== undefined) throw unreadableLine(this.file, this.lines + 1, flaw)
    return parsed as Line
  }

  #sound(header: Header): Header {
    const flaw = flawOfPools(header)
    if (flaw !== undefined) throw unreadableLine(this.file, 1, flaw)
    return header
  }
}

function parsedOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The identity of a directory that nobody gave one: the same before the file is made as afterwards. */
function identityOf(place: Place): string {
  const hex = createHash('sha256').update(`roster local directory ${place.tenant}/${place.id}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function isHeader(value: unknown): value is Header {
  if (typeof value !== 'object' || value === null) return false
  const { roster, version, identity } = value as Readonly<Record<string, unknown>>
  return roster === 'local-directory' && version === 1 && typeof identity === 'string' && identity !== ''
}

function openToRead(file: string): number | undefined {
  try {
    return openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw fromSystem(file, error)
  }
}

function bytesOf(descriptor: number, from: number, to: number): Buffer {
  const bytes = Buffer.allocUnsafe(to - from)
  let filled = 0
  while (filled < bytes.length) {
    const got = readSync(descriptor, bytes, filled, bytes.length - filled, from + filled)
    if (got === 0) break
    filled += got
  }
  return bytes.subarray(0, filled)
}

/**
 * Where the last whole line ends. A last line without its line feed counts when it is a whole JSON object (somebody's
 * editor left the line feed out): no beginning of an object is an object.
 */
function wholeLines(bytes: Buffer): number {
  const end = bytes.lastIndexOf(newline) + 1
  return parsedOf(bytes.toString('utf8', end)) === undefined ? end : bytes.length
}
