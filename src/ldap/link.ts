import { DirectoryFault } from '../model/fault.ts'
import { unreachable } from './faults.ts'
import type { Connection } from './wire/connection.ts'

/** The connection of one reader or writer; a lost one is replaced by another that is bound as the first was. */
export class Link {
  private readonly open: () => Promise<Connection>
  private current: Promise<Connection>
  private closed = false

  constructor(first: Connection, open: () => Promise<Connection>) {
    this.open = open
    this.current = Promise.resolve(first)
  }

  /** Throws DirectoryFault where no connection can be had any more. */
  async live(): Promise<Connection> {
    const mine = this.current
    const connection = await mine.catch(() => undefined)
    if (connection !== undefined && connection.lost === undefined) return connection
    if (this.closed) throw unreachable('reading the directory', 'the connection was closed')
    // Of several that find it lost only the first opens another.
    if (this.current === mine) this.current = this.open()
    return this.current
  }

  async close(): Promise<void> {
    this.closed = true
    const connection = await this.current.catch((error: unknown) => {
      if (error instanceof DirectoryFault) return undefined
      throw error
    })
    await connection?.close()
  }
}
