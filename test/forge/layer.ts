import { createServer, request as ask, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Account, type Holder, lacking, tokenOf } from './accounts.ts'
import { type Contract, githubContract } from './contract.ts'

/** One request that reached the forge, in the order they came. */
export interface Recorded {
  readonly method: string
  /** With the query. */
  readonly path: string
  /** Undefined: the token was not known. */
  readonly login: string | undefined
  readonly status: number
  readonly body: unknown
}

/** What a route answers. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Something that goes wrong once. */
export interface Trouble {
  readonly method?: string
  readonly path?: RegExp
  /** `before`: nothing was done; `after`: it was done, and the answer was lost. */
  readonly when: 'before' | 'after'
  /** `hangUp`: the connection breaks; `silence`: nothing is ever answered. */
  readonly answer: Answer | 'hangUp' | 'silence'
}

/** A request on its way through the layer. */
export interface Call {
  readonly method: string
  readonly url: URL
  /** `METHOD template`. */
  readonly route: string
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: Readonly<Record<string, unknown>>
  readonly holder: Holder
  readonly account: Account
  /** Asks the emulator; what is given replaces what came. */
  readonly forward: (change?: { readonly query?: URLSearchParams; readonly body?: unknown }) => Promise<Answer>
}

/** A route that the layer answers itself or adds to. */
export type Route = (call: Call) => Promise<Answer>

/** What the layer is told. */
export interface Layer {
  readonly api: string
  readonly requests: Recorded[]
  /** Answers and requests that GitHub would not have given or taken; a test that leaves any has found a mistake. */
  readonly violations: string[]
  readonly troubles: Trouble[]
  pageSize: number | undefined
  /** Says which emulator stands behind, and what the layer adds to it. */
  serve(emulator: string, routes: Readonly<Record<string, Route>>): void
  close(): Promise<void>
}

/** Opens the layer that stands before the emulator: what GitHub refuses is refused here. */
export async function openLayer(accounts: readonly Account[], tokens: ReadonlyMap<string, Holder>): Promise<Layer> {
  const contract = githubContract()
  let behind = { emulator: '', routes: {} as Readonly<Record<string, Route>> }
  const server = createServer((request, response) => {
    void take(request).then((answer) => {
      if (answer === 'silence') return
      if (answer === 'hangUp') return response.destroy()
      const { status, headers = {}, body } = answer
      response.writeHead(status, {
        'content-type': 'application/json; charset=utf-8',
        date: new Date().toUTCString(),
        ...headers,
      })
      return response.end(status === 204 ? undefined : JSON.stringify(body ?? {}))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  async function take(request: IncomingMessage): Promise<Answer | 'hangUp' | 'silence'> {
    const method = request.method ?? 'GET'
    const url = new URL(request.url ?? '/', api)
    const text = await textOf(request)
    const holder = tokens.get((request.headers.authorization ?? '').replace(/^(token|bearer) /i, ''))
    const body = text === '' ? undefined : (JSON.parse(text) as Readonly<Record<string, unknown>>)
    const record = (status: number): void => {
      const path = `${url.pathname}${url.search}`
      layer.requests.push({ method, path, login: holder?.login, status, body })
    }
    const trouble = troubleFor(layer.troubles, method, url)
    if (trouble?.when === 'before') return told(trouble, record)
    const answer = await answerOf({ method, url, body, holder })
    if (trouble !== undefined) return told(trouble, record)
    record(answer.status)
    return answer
  }

  async function answerOf(asked: Asked): Promise<Answer> {
    const { method, url, body, holder } = asked
    if (holder === undefined) return refused(401, 'Bad credentials')
    const template = contract.route(method, url.pathname)
    if (template === undefined) return violated(`${method} ${url.pathname}: no such route in the contract`, 404)
    const route = `${method} ${template}`
    const account = accounts.find(({ login }) => login === holder.login)
    if (account === undefined) return refused(401, 'Bad credentials')
    const lacks = lacking(route, holder, account.role)
    if (lacks !== undefined) return notAllowed(holder, lacks)
    const wrong = contract.request(method, template, body) ?? tooMuch(body)
    if (wrong !== undefined) return violated(`${route}: ${wrong}`, 422)
    const forward: Call['forward'] = (change) => forwarded(behind.emulator, layer, asked, change)
    const call = {
      method,
      url,
      route,
      params: paramsOf(template, url.pathname),
      query: url.searchParams,
      body: body ?? {},
      holder,
      account,
      forward,
    }
    const answer = asGitHub(await (behind.routes[route] ?? (() => forward()))(call))
    return held(contract, method, template, answer)
  }

  function held(github: Contract, method: string, template: string, answer: Answer): Answer {
    const wrong = github.answer(method, template, answer.status, answer.body)
    return wrong === undefined ? answer : violated(`answer of ${method} ${template}: ${wrong}`, 500)
  }

  function violated(why: string, status: number): Answer {
    layer.violations.push(why)
    return refused(status, why)
  }

  const layer: Layer = {
    api,
    requests: [],
    violations: [],
    troubles: [],
    pageSize: undefined,
    serve: (emulator, routes) => {
      behind = { emulator, routes }
    },
    close: () => closed(server),
  }
  return layer
}

interface Asked {
  readonly method: string
  readonly url: URL
  readonly body: Readonly<Record<string, unknown>> | undefined
  readonly holder: Holder | undefined
}

/** An error as GitHub words it. */
export function refused(status: number, message: string): Answer {
  return { status, body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) } }
}

function notAllowed({ permissions }: Holder, lacks: string): Answer {
  if (permissions === undefined && lacks.startsWith('administration')) return refused(404, 'Not Found')
  const message =
    permissions === undefined ? 'You must authenticate via a GitHub App.' : 'Resource not accessible by integration'
  return { ...refused(403, message), headers: { 'x-accepted-github-permissions': lacks } }
}

/** Two caps that GitHub has and its description does not say. */
function tooMuch(body: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const text = body?.['body']
  if (typeof text === 'string' && Array.from(text).length > 65_536)
    return 'Body is too long (maximum is 65536 characters)'
  const output = body?.['output'] as
    | { readonly annotations?: readonly unknown[]; readonly summary?: string }
    | undefined
  if ((output?.annotations?.length ?? 0) > 50) return 'annotations: at most 50 in a request'
  if ((output?.summary?.length ?? 0) > 65_535) return 'summary: at most 65535 characters'
  const description = body?.['description']
  return typeof description === 'string' && description.length > 140
    ? 'description is too long (maximum is 140 characters)'
    : undefined
}

function troubleFor(troubles: Trouble[], method: string, url: URL): Trouble | undefined {
  const at = troubles.findIndex(
    (trouble) => (trouble.method ?? method) === method && (trouble.path?.test(url.pathname) ?? true),
  )
  return at === -1 ? undefined : troubles.splice(at, 1)[0]
}

function told({ answer }: Trouble, record: (status: number) => void): Answer | 'hangUp' | 'silence' {
  record(typeof answer === 'string' ? 0 : answer.status)
  return answer
}

function paramsOf(template: string, path: string): Readonly<Record<string, string>> {
  const asked = path.split('/')
  const named = template
    .split('/')
    .flatMap((part, index) =>
      part.startsWith('{') ? [[part.slice(1, -1), decodeURIComponent(asked[index] ?? '')] as const] : [],
    )
  return Object.fromEntries(named)
}

/** The emulator is asked under the layer's own name, so that its links lead back here. */
async function forwarded(
  emulator: string,
  { api, pageSize }: Layer,
  { method, url, body: came, holder }: Asked,
  { query = url.searchParams, body = came }: { readonly query?: URLSearchParams; readonly body?: unknown } = {},
): Promise<Answer> {
  const pages = new URLSearchParams(query)
  if (pageSize !== undefined && method === 'GET') pages.set('per_page', String(pageSize))
  const search = pages.size === 0 ? '' : `?${pages.toString()}`
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `token ${tokenOf(holder?.login ?? '')}`,
      host: new URL(api).host,
      'content-type': 'application/json',
    }
    const sent = ask(`${emulator}${url.pathname}${search}`, { method, headers }, (answer) => {
      void textOf(answer).then((text) => {
        const { link } = answer.headers
        const headersBack = typeof link === 'string' ? { link } : {}
        resolve({
          status: answer.statusCode ?? 0,
          headers: headersBack,
          ...(text === '' ? {} : { body: JSON.parse(text.replaceAll(emulator, api)) as unknown }),
        })
      })
    })
    sent.on('error', reject)
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

/** GitHub counts whole seconds, and says which accounts are no people. */
function asGitHub(answer: Answer): Answer {
  return 'body' in answer ? { ...answer, body: tidied(answer.body) } : answer
}

function tidied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidied)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inside]) => {
    if (key.endsWith('url') && typeof inside === 'string') return [key, inside.replace('[bot]', '%5Bbot%5D')]
    if (key.endsWith('_at') && typeof inside === 'string') return [key, inside.replace(/\.\d+Z$/, 'Z')]
    if (key === 'type' && inside === 'User' && isBot(value)) return [key, 'Bot']
    // The emulator puts the login into it as it is, brackets and all.
    if (key.endsWith('url') && typeof inside === 'string')
      return [key, inside.replaceAll('[', '%5B').replaceAll(']', '%5D')]
    return [key, tidied(inside)]
  })
  const tidy = Object.fromEntries(entries) as Readonly<Record<string, unknown>>
  return { ...leftOut(tidy), ...tidy }
}

const links = [
  'html',
  'followers',
  'following',
  'gists',
  'starred',
  'subscriptions',
  'organizations',
  'repos',
  'events',
]

/** Links that GitHub gives and the emulator leaves out; nobody follows them. */
function leftOut({ url, login, type, annotations_count }: Readonly<Record<string, unknown>>): object {
  if (annotations_count !== undefined) return { annotations_url: 'https://api.github.example/annotations' }
  if (login === undefined || type === undefined) return {}
  const named = [...links, 'received_events'].map((name) => [`${name}_url`, String(url)])
  return { ...Object.fromEntries(named), gravatar_id: '', site_admin: false }
}

function isBot(value: object): boolean {
  return 'login' in value && String(value.login).endsWith('[bot]')
}

async function textOf(stream: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
