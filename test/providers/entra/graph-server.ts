import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { once } from 'node:events'
import { Secret } from '../../../src/model/secret.ts'
import { openGraph } from '../../../src/providers/entra/graph/graph.ts'
import type { Graph } from '../../../src/providers/entra/graph/request.ts'
import type { SignIn } from '../../../src/providers/entra/sign-in/sign-in.ts'

/** One request as it arrived. */
export interface Seen {
  readonly method: string
  /** Where it was meant to go. */
  readonly host: string
  /** Not decoded. */
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** What the server does with it; `break`: the connection is gone, `cut`: in the middle of the answer. */
export type Reply =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  | 'break'
  | 'cut'

/** A server that answers as it is told, and everything around a client of it. */
export interface GraphServer {
  readonly seen: readonly Seen[]
  /** Milliseconds that were waited. */
  readonly waits: readonly number[]
  readonly fetch: typeof fetch
  readonly sleep: (ms: number) => Promise<void>
  readonly now: () => Date
  /** Tokens that were given out. */
  readonly signIn: SignIn & { readonly given: readonly string[] }
  graph(): Graph
  close(): Promise<void>
}

export const base = 'https://graph.microsoft.com/v1.0'

/** Starts a server on 127.0.0.1 that stands for every host of the world; time passes only where somebody waits. */
export async function serve(answer: (seen: Seen, before: readonly Seen[]) => Reply): Promise<GraphServer> {
  const seen: Seen[] = []
  const waits: number[] = []
  let clock = Date.parse('2026-03-02T09:00:00Z')
  const server = createServer((request, response) => void take(request, response))
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const one = await seenOf(request)
    const reply = answer(one, [...seen])
    seen.push(one)
    give(reply, response)
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const world = {
    fetch: elsewhere(`http://127.0.0.1:${port}`),
    sleep: async (ms: number) => {
      waits.push(Math.round(ms))
      clock += ms
    },
    now: () => new Date(clock),
    signIn: tokens(),
  }
  return {
    ...world,
    seen,
    waits,
    graph: () => openGraph({ ...world, base, signal: new AbortController().signal, random: () => 0 }),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** The real `fetch`, with its real ways to fail; only the origin is another. */
function elsewhere(origin: string): typeof fetch {
  const real = fetch
  return (input, init) => {
    const address = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url
    const url = new URL(address)
    const headers = new Headers(init?.headers)
    headers.set('x-meant-for', url.host)
    // Letter by letter: what `URL` makes of a path is not what was sent.
    const rest = address.slice(url.origin.length)
    return real(`${origin}${rest}`, { ...init, headers })
  }
}

function tokens(): SignIn & { readonly given: readonly string[] } {
  const given = ['first-token']
  let token = new Secret('first-token')
  return {
    given,
    token: async () => token,
    renewed: async (refused) => {
      if (refused !== token) return token
      given.push('second-token')
      token = new Secret('second-token')
      return token
    },
    ourselves: async () => ({}),
  }
}

async function seenOf(request: IncomingMessage): Promise<Seen> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return {
    method: request.method ?? '',
    host: String(request.headers['x-meant-for']),
    url: request.url ?? '',
    headers: request.headers,
    body: Buffer.concat(chunks).toString(),
  }
}

function give(reply: Reply, response: ServerResponse): void {
  if (reply === 'break') return void response.socket?.destroy()
  if (reply === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' }).write('{"value":[')
    setTimeout(() => response.socket?.destroy(), 10)
    return
  }
  const { status = 200, headers = {}, body } = reply
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body))
}

/** The questions within a batch. */
export function itemsOf({ body }: Seen): readonly { id: string; method: string; url: string; body?: unknown }[] {
  return JSON.parse(body).requests
}
