import net from 'node:net'
import tls from 'node:tls'

/** What passes through, by the tag of its message (RFC 4511 section 4). */
const requests: ReadonlyMap<number, Request['type']> = new Map([
  [0x60, 'bind'],
  [0x42, 'unbind'],
  [0x63, 'search'],
  [0x66, 'modify'],
  [0x68, 'add'],
  [0x4a, 'delete'],
  [0x6c, 'rename'],
  [0x6e, 'compare'],
  [0x50, 'abandon'],
  [0x77, 'extended'],
])

export interface Request {
  readonly type:
    | 'bind'
    | 'unbind'
    | 'search'
    | 'modify'
    | 'add'
    | 'delete'
    | 'rename'
    | 'compare'
    | 'abandon'
    | 'extended'
  /** The whole message. */
  readonly bytes: Buffer
  /** How many of its sort came before on this proxy, itself included. */
  readonly number: number
  /** How many requests that write came before, itself included where it is one. */
  readonly writes: number
  /** Which connection it came on, from 1. */
  readonly connection: number
}

export interface Answer {
  /** Tag of the message: 0x64 an entry, 0x65 the end of a search, ... */
  readonly tag: number
  readonly bytes: Buffer
  /** How many of its sort came before, itself included. */
  readonly number: number
  readonly connection: number
}

/**
 * What becomes of a message: it goes on; it goes nowhere; the connection is cut, before, in the middle of it or after it goes on;
 * other bytes go on; or a request goes nowhere and is answered by these bytes.
 */
export type Fate = 'pass' | 'drop' | 'cut' | 'cutMid' | 'cutAfter' | Buffer | { readonly reply: Buffer }

export interface Faults {
  readonly request?: (request: Request) => Fate | Promise<Fate>
  /** One that is held lets later ones pass it. */
  readonly answer?: (answer: Answer) => Fate | Promise<Fate>
}

/** A server, and how to talk to it: in the clear, or by TLS where an authority is named (PEM). */
export interface Target {
  readonly host: string
  readonly port: number
  readonly ca?: string
}

/** A recording proxy in front of an LDAP server, on 127.0.0.1. */
export interface LdapProxy {
  readonly url: string
  readonly port: number
  /** Every request so far, in order. */
  readonly seen: readonly Request[]
  readonly count: (...types: readonly Request['type'][]) => number
  /** Connections so far. */
  readonly connections: () => number
  /** Replaces what goes wrong from now on. */
  readonly misbehave: (faults: Faults) => void
  readonly forget: () => void
  readonly stop: () => Promise<void>
}

export const writing: readonly Request['type'][] = ['modify', 'add', 'delete', 'rename']

export async function startLdapProxy(
  target: Target,
  first: Faults = {},
  /** PEM of a certificate and its key: with them the proxy is reached by TLS. */
  identity?: { readonly cert: string; readonly key: string },
): Promise<LdapProxy> {
  let faults = first
  let opened = 0
  const seen: Request[] = []
  const answers = new Map<number, number>()
  const sockets = new Set<net.Socket>()
  const noteRequest = (bytes: Buffer, connection: number): Request => {
    const type = requests.get(tagOf(bytes)) ?? 'extended'
    const number = seen.filter((request) => request.type === type).length + 1
    const before = seen.at(-1)?.writes ?? 0
    const request = { type, bytes, number, writes: before + (writing.includes(type) ? 1 : 0), connection }
    seen.push(request)
    return request
  }
  const noteAnswer = (bytes: Buffer, connection: number): Answer => {
    const tag = tagOf(bytes)
    const number = (answers.get(tag) ?? 0) + 1
    answers.set(tag, number)
    return { tag, bytes, number, connection }
  }
  const serve = (client: net.Socket): void => {
    const connection = ++opened
    const upstream = target.ca === undefined ? net.connect(target) : tls.connect(target)
    let ending = false
    const cut = (): void => {
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', cut).on('close', () => {
        sockets.delete(socket)
        cut()
      })
    }
    const pass = (to: net.Socket, bytes: Buffer, fate: Fate): void => {
      if (ending || fate === 'drop') return
      if (fate === 'cut') return cut()
      ending = fate === 'cutMid'
      if (ending) return void to.write(bytes.subarray(0, bytes.length >> 1), () => setTimeout(cut, 20))
      if (typeof fate === 'object' && 'reply' in fate) return void client.write(fate.reply)
      const sent = Buffer.isBuffer(fate) ? fate : bytes
      if (fate === 'cutAfter') to.write(sent, () => setTimeout(cut, 20))
      else if (!to.destroyed) to.write(sent)
    }
    let order = Promise.resolve()
    onMessages(client, (bytes) => {
      const request = noteRequest(bytes, connection)
      order = order.then(async () => pass(upstream, bytes, (await faults.request?.(request)) ?? 'pass'))
    })
    onMessages(upstream, (bytes) => {
      const answer = noteAnswer(bytes, connection)
      const fate = faults.answer?.(answer) ?? 'pass'
      if (fate instanceof Promise) void fate.then((late) => pass(client, bytes, late))
      else pass(client, bytes, fate)
    })
  }
  const server = identity === undefined ? net.createServer(serve) : tls.createServer(identity, serve)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo
  return {
    url: `${identity === undefined ? 'ldap' : 'ldaps'}://127.0.0.1:${port}`,
    port,
    seen,
    count: (...types) => seen.filter(({ type }) => types.includes(type)).length,
    connections: () => opened,
    misbehave: (next) => void (faults = next),
    forget: () => void (seen.length = 0),
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** Cuts a stream into whole messages. */
function onMessages(socket: net.Socket, take: (message: Buffer) => void): void {
  let held: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    for (let end = endOf(held, 0); end !== undefined && end <= held.length; end = endOf(held, 0)) {
      take(Buffer.from(held.subarray(0, end)))
      held = held.subarray(end)
    }
  })
}

function endOf(bytes: Buffer, from: number): number | undefined {
  const { contentAt, length } = sizeOf(bytes, from)
  return contentAt === undefined ? undefined : contentAt + length
}

function sizeOf(bytes: Buffer, from: number): { readonly contentAt: number | undefined; readonly length: number } {
  const first = bytes[from + 1]
  if (first === undefined) return { contentAt: undefined, length: 0 }
  if (first < 0x80) return { contentAt: from + 2, length: first }
  const width = first & 0x7f
  if (bytes.length < from + 2 + width) return { contentAt: undefined, length: 0 }
  return { contentAt: from + 2 + width, length: bytes.readUIntBE(from + 2, width) }
}

/** The tag after the message's number. */
function tagOf(bytes: Buffer): number {
  const id = sizeOf(bytes, 0).contentAt ?? 0
  const { contentAt, length } = sizeOf(bytes, id)
  return bytes[(contentAt ?? 0) + length] ?? 0
}
