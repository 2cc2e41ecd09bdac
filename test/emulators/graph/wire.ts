import { Agent, request as send } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { GraphReply } from './call.ts'
import type { Arrived } from './service.ts'

/** Reads a request to its end. */
export async function arrivedFrom(message: IncomingMessage): Promise<Arrived> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
  const text = Buffer.concat(chunks).toString('utf8')
  return {
    method: message.method ?? 'GET',
    host: headers['host'] ?? 'localhost',
    url: message.url ?? '/',
    headers,
    body: bodyFrom(text, headers['content-type'] ?? ''),
  }
}

function bodyFrom(text: string, type: string): unknown {
  if (text === '') return undefined
  if (type.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text))
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

export function write(reply: GraphReply, response: ServerResponse): void {
  const isPlain = typeof reply.body === 'string' && reply.headers?.['content-type'] === 'text/plain'
  const text = reply.body === undefined ? '' : isPlain ? reply.body : JSON.stringify(reply.body)
  response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(text) })
  response.end(text)
}

/** A `fetch` that finds every host at this port of this machine, and believes it by the certificate for the host that was meant. */
export function fetchAt(port: number, ca: string): { readonly fetch: typeof fetch; readonly close: () => void } {
  const agent = new Agent({ keepAlive: true, ca })
  const fetched = async (input: Parameters<typeof fetch>[0], init?: RequestInit): Promise<Response> => {
    const asked = new Request(input, init)
    const body = Buffer.from(await asked.arrayBuffer())
    const { hostname, host, pathname, search } = new URL(asked.url)
    return new Promise<Response>((resolve, reject) => {
      const outgoing = send(
        {
          host: '127.0.0.1',
          port,
          agent,
          servername: /^[\d.]+$/.test(hostname) ? 'localhost' : hostname,
          method: asked.method,
          path: `${pathname}${search}`,
          headers: { ...Object.fromEntries(asked.headers), host, 'content-length': body.length },
          signal: asked.signal,
        },
        (message) => void responseFrom(message).then(resolve, reject),
      )
      outgoing.on('error', (cause) => reject(asked.signal.aborted ? (asked.signal.reason as Error) : failed(cause)))
      outgoing.end(body)
    })
  }
  return { fetch: fetched, close: () => agent.destroy() }
}

/** As `fetch` says it. */
function failed(cause: Error): TypeError {
  return new TypeError('fetch failed', { cause })
}

async function responseFrom(message: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  const headers = Object.entries(message.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as [string, string]],
  )
  const status = message.statusCode ?? 500
  const isEmpty = status === 204 || status === 304
  return new Response(isEmpty ? null : Buffer.concat(chunks), { status, headers })
}
