import { constants, mkdirSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A file that is only ever appended to. What was appended is on the disk when the promise resolves; calls in flight share one sync. */
export class Appender {
  readonly #handle: FileHandle
  readonly inode: number
  #waiting: string[] = []
  #last: Promise<void> = Promise.resolve()
  #next: Promise<void> | undefined

  private constructor(handle: FileHandle, inode: number) {
    this.#handle = handle
    this.inode = inode
  }

  /** Opens the file, makes it where it is missing, and cuts off what lies behind `size` (a line that was torn by a kill). */
  static async open(file: string, size: number): Promise<Appender> {
    mkdirSync(dirname(file), { recursive: true })
    const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW
    const handle = await open(file, flags, 0o600)
    const found = await handle.stat()
    if (found.size > size) await handle.truncate(size)
    return new Appender(handle, found.ino)
  }

  /** Does the last line lack its line feed? */
  async isOpenEnded(size: number): Promise<boolean> {
    if (size === 0) return false
    const { buffer } = await this.#handle.read(Buffer.alloc(1), 0, 1, size - 1)
    return buffer[0] !== 0x0a
  }

  /** After one call has failed, all later ones fail with it: what lies on the disk is no longer known. */
  append(text: string): Promise<void> {
    this.#waiting.push(text)
    this.#next ??= this.#flushAfter(this.#last)
    return this.#next
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }

  async #flushAfter(last: Promise<void>): Promise<void> {
    await last
    this.#last = this.#next ?? last
    this.#next = undefined
    const text = this.#waiting.join('')
    this.#waiting = []
    await this.#handle.appendFile(text)
    await this.#handle.datasync()
  }
}

/** Makes a name in a folder durable. */
export async function syncFolderOf(file: string): Promise<void> {
  const folder = await open(dirname(file), constants.O_RDONLY)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
