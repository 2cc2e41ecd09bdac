import net from 'node:net'
import tls from 'node:tls'
import { EntryDecoder, readResult } from './answer.ts'
import type { Entry, Result } from './answer.ts'
import { BerReader, endOfElement, tag } from './ber.ts'
import {
  bindRequest,
  envelope,
  manageDsaItControl,
  message,
  pageControl,
  passwordPolicyControl,
  postReadControl,
  searchRequest,
  startTlsRequest,
  unbindRequest,
} from './protocol.ts'
import type { Search } from './protocol.ts'

export interface Endpoint {
  readonly host: string
  /** Where to connect to, if not to wherever the name of the host leads. */
  readonly address?: string
  readonly port: number
  readonly encryption: 'tls' | 'startTls' | 'none'
  /** PEM of the authority to trust instead of the system's. */
  readonly ca?: string
  readonly connectTimeoutMs: number
  /** How long the server may be silent while an answer is due. */
  readonly answerTimeoutMs: number
  /** Ends the wait for a connection. One that stands is left to whoever uses it: a write under way is always waited for. */
  readonly signal: AbortSignal
}

/** The connection is gone, or its answers can no longer be trusted. What was in flight may or may not have been done. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
}

/** One page of a search, or all of it where no page was asked for. */
export interface Page {
  readonly entries: readonly Entry[]
  /** How many continuation references the server sent instead of entries. */
  readonly references: number
  readonly result: Result
}

interface Pending {
  readonly decoder: EntryDecoder | undefined
  readonly entries: Entry[]
  references: number
  readonly resolve: (page: Page) => void
  readonly reject: (error: Error) => void
}

/**
 * One LDAP connection (RFC 4511), by a client of our own: it decodes entries in one pass, hands out the cookie of every page,
 * and never reconnects. After any trouble that is not a result code every request, pending or new, fails with ConnectionLost;
 * a client that connects again by itself would go on without having signed in.
 */
export class Connection {
  private readonly socket: net.Socket
  private readonly pending = new Map<number, Pending>()
  private lastId = 0
  private chunks: Buffer[] = []
  private held = 0
  private needed = 2
  private trouble: ConnectionLost | undefined
  private policed = false

  private constructor(socket: net.Socket, endpoint: Endpoint) {
    this.socket = socket
    // Several small requests go out one after the other: none waits for the server to acknowledge the one before.
    socket.setNoDelay(true)
    socket.on('data', (chunk) => this.receive(chunk))
    socket.on('error', (error) => this.lose('the connection broke', error))
    socket.on('close', () => this.lose('the server closed the connection'))
    socket.setTimeout(endpoint.answerTimeoutMs, () => {
      if (this.pending.size > 0) this.lose(`no answer within ${endpoint.answerTimeoutMs / 1000} seconds`)
    })
  }

  /** Connects, and does not come back before TLS stands where it is asked for. Rejects with the socket's or TLS's own error. */
  static async open(endpoint: Endpoint): Promise<Connection> {
    const { address: host = endpoint.host, port } = endpoint
    if (endpoint.encryption === 'tls') {
      return new Connection(await ready(tls.connect({ port, ...trust(endpoint) }), 'secureConnect', endpoint), endpoint)
    }
    const socket = await ready(net.connect({ host, port }), 'connect', endpoint)
    if (endpoint.encryption === 'none') return new Connection(socket, endpoint)
    await new Connection(socket, endpoint).startTls()
    return new Connection(await ready(tls.connect({ socket, ...trust(endpoint) }), 'secureConnect', endpoint), endpoint)
  }

  /** Address of the server at the other end. */
  get address(): string | undefined {
    return this.socket.remoteAddress
  }

  get lost(): ConnectionLost | undefined {
    return this.trouble
  }

  async bind(dn: string, password: string): Promise<Result> {
    const result = await this.request(bindRequest(dn, password), [passwordPolicyControl()])
    this.policed = result.isPoliced === true
    return result
  }

  /** Whether something that rules passwords answered to the bind. An administrator of the database (rootdn) gets no such answer. */
  get isPoliced(): boolean {
    return this.policed
  }

  /** Any request with a single answer. */
  async request(request: Buffer, controls?: readonly Buffer[]): Promise<Result> {
    return (await this.send(request, controls)).result
  }

  /** A write, and these attributes of its entry as they are after it; without an entry where the server does not show it. */
  async writeAndRead(request: Buffer, attributes: readonly string[]): Promise<Result & { readonly entry?: Entry }> {
    const result = await this.request(request, [postReadControl(attributes)])
    if (result.code !== 0 || result.postRead === undefined) return result
    return {
      ...result,
      entry: new EntryDecoder(attributes).decode(new BerReader(result.postRead), message.searchEntry),
    }
  }

  /** All entries of a search in one answer; for look-ups, whose answers are small and must not lead to other servers. */
  async search(search: Search): Promise<Page> {
    const controls = [manageDsaItControl(), ...(search.controls ?? [])]
    return this.send(searchRequest(search), controls, new EntryDecoder(search.attributes))
  }

  /** One page of a search. The decoder is the caller's, so that it learns over all the pages. */
  async searchPage(search: Search, size: number, cookie: Uint8Array, decoder: EntryDecoder): Promise<Page> {
    return this.send(searchRequest(search), [pageControl(size, cookie), ...(search.controls ?? [])], decoder)
  }

  async close(): Promise<void> {
    if (this.trouble !== undefined) return
    this.trouble = new ConnectionLost('the connection was closed')
    const closed = new Promise<void>((resolve) => this.socket.once('close', () => resolve()))
    this.socket.end(envelope(++this.lastId, unbindRequest()))
    const impatience = setTimeout(() => this.socket.destroy(), 500)
    await closed
    clearTimeout(impatience)
  }

  /** The exchange of RFC 4511 section 4.14, before anything else is said. A refusal ends it: there is no way on in the clear. */
  private async startTls(): Promise<void> {
    const result = await this.request(startTlsRequest())
    if (this.held > 0) this.lose('the server sent something between StartTLS and TLS')
    if (this.trouble !== undefined) throw this.trouble
    if (result.code === 0) return this.release()
    this.lose('StartTLS was refused')
    throw new StartTlsRefused(result)
  }

  /** Gives the socket away: to TLS, which goes on with it. */
  private release(): void {
    for (const event of ['data', 'error', 'close', 'timeout']) this.socket.removeAllListeners(event)
    this.socket.setTimeout(0)
  }

  private async send(request: Buffer, controls?: readonly Buffer[], decoder?: EntryDecoder): Promise<Page> {
    if (this.trouble !== undefined) throw new ConnectionLost(this.trouble.message, { cause: this.trouble.cause })
    const id = ++this.lastId
    return new Promise<Page>((resolve, reject) => {
      this.pending.set(id, { decoder, entries: [], references: 0, resolve, reject })
      // Requests that are made in one breath go out together.
      this.socket.cork()
      this.socket.write(envelope(id, request, controls))
      process.nextTick(() => this.socket.uncork())
    })
  }

  private receive(chunk: Buffer): void {
    this.chunks.push(chunk)
    this.held += chunk.length
    if (this.held < this.needed) return
    const bytes = this.chunks.length === 1 ? chunk : Buffer.concat(this.chunks, this.held)
    try {
      this.keep(bytes, this.readMessages(bytes))
    } catch (error) {
      this.lose('the server sent something that is not LDAP', error)
    }
  }

  /** Reads the whole messages in `bytes`; gives how far they reach, and notes how much the next one needs. */
  private readMessages(bytes: Buffer): number {
    let from = 0
    for (;;) {
      const end = endOfElement(bytes, from)
      if (end === undefined || end > bytes.length) {
        this.needed = end === undefined ? bytes.length - from + 1 : end - from
        return from
      }
      this.answer(new BerReader(bytes, from, end).inside(tag.sequence))
      from = end
    }
  }

  private keep(bytes: Buffer, from: number): void {
    this.held = bytes.length - from
    this.chunks = this.held > 0 ? [bytes.subarray(from)] : []
  }

  private answer(reader: BerReader): void {
    const id = reader.integer()
    const type = reader.peek()
    const pending = this.pending.get(id)
    if (pending === undefined) {
      if (id === 0) this.lose(`the server said goodbye: ${readResult(reader, type, reader.end).text}`)
      return
    }
    if (type === message.searchEntry && pending.decoder !== undefined) {
      pending.entries.push(pending.decoder.decode(reader, type))
    } else if (type === message.searchReference) {
      pending.references++
    } else if (type !== message.intermediate) {
      const result = readResult(reader, type, reader.end)
      this.pending.delete(id)
      pending.resolve({ entries: pending.entries, references: pending.references, result })
    }
  }

  private lose(why: string, cause?: unknown): void {
    this.socket.destroy()
    if (this.trouble !== undefined) return
    this.trouble = new ConnectionLost(why, { cause })
    for (const { reject } of this.pending.values()) reject(new ConnectionLost(why, { cause }))
    this.pending.clear()
  }
}

/** Certificate and name are always verified; an address as host is checked against the addresses of the certificate. */
function trust(endpoint: Endpoint): tls.ConnectionOptions {
  return {
    host: endpoint.address ?? endpoint.host,
    ...(net.isIP(endpoint.host) === 0 ? { servername: endpoint.host } : {}),
    ...(endpoint.ca === undefined ? {} : { ca: endpoint.ca }),
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
  }
}

async function ready<S extends net.Socket>(
  socket: S,
  event: 'connect' | 'secureConnect',
  endpoint: Endpoint,
): Promise<S> {
  return new Promise<S>((resolve, reject) => {
    const settle = (finish: () => void): void => {
      clearTimeout(timer)
      endpoint.signal.removeEventListener('abort', abort)
      socket.removeAllListeners('error').removeAllListeners('close')
      finish()
    }
    const fail = (error: Error): void =>
      settle(() => {
        socket.on('error', () => undefined)
        socket.destroy()
        reject(error)
      })
    const abort = (): void => fail(new ConnectionLost('the run was interrupted'))
    const timer = setTimeout(
      () => fail(new ConnectionLost(`no connection within ${endpoint.connectTimeoutMs / 1000} seconds`)),
      endpoint.connectTimeoutMs,
    )
    endpoint.signal.addEventListener('abort', abort, { once: true })
    socket.once('error', fail)
    socket.once('close', () => fail(new ConnectionLost('the server closed the connection')))
    socket.once(event, () => settle(() => resolve(socket)))
    if (endpoint.signal.aborted) abort()
  })
}

/** The server does not let the connection be encrypted. */
export class StartTlsRefused extends Error {
  override readonly name = 'StartTlsRefused'
  readonly result: Result
  constructor(result: Result) {
    super(result.text)
    this.result = result
  }
}
