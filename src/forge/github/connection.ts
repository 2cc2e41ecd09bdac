import { Octokit } from '@octokit/core'
import { paginateRest } from '@octokit/plugin-paginate-rest'
import { retry } from '@octokit/plugin-retry'
import { throttling } from '@octokit/plugin-throttling'
import { reveal, type Secret } from '../../model/secret.ts'
import { ForgeFault } from '../forge.ts'
import { faultOf, isLimit, isUncertain, type Refusal } from './faults.ts'
import { type Pace, paced } from './pace.ts'
import { safeFetch } from './safe-fetch.ts'

/** Where GitHub is, and as whom it is asked. */
export interface ConnectionWish {
  /** Address of the API. */
  readonly api: string
  readonly token: Secret
  /** `owner/name`. */
  readonly repository: string
  /** How fast it goes; not there: as GitHub asks for. */
  readonly pace?: Pace
}

/** Values of the places in a route, and what else is sent. */
export type Parameters = Readonly<Record<string, unknown>>

/** One repository of GitHub. Every way throws ForgeFault. */
export interface Connection {
  readonly repository: string
  /** Asks for one thing, or changes one thing; repeated where GitHub has trouble, so never for what makes something. */
  readonly ask: (what: string, route: string, parameters?: Parameters) => Promise<unknown>
  /** A list, over all its pages. */
  readonly list: (what: string, route: string, parameters?: Parameters) => Promise<readonly unknown[]>
  /** A list, page by page: whoever has seen enough stops. */
  readonly pages: (what: string, route: string, parameters?: Parameters) => AsyncIterable<readonly unknown[]>
  /** Makes something, once: after trouble it is looked for before it is made again. */
  readonly make: (what: string, route: string, parameters: Parameters, look: () => Promise<unknown>) => Promise<unknown>
}

/** Retry-After and the reset of an allowance are waited for up to here; beyond it the fault says when to come back. */
const patienceSeconds = 15 * 60
const attempts = 3

/** Opens a connection; nothing is asked yet. Throws Error where the name of the repository is none: a bug. */
export function connect(wish: ConnectionWish): Connection {
  const [owner = '', repo = ''] = partsOf(wish.repository)
  const client = clientFor(wish)
  const token = reveal(wish.token)
  const hide = (text: string): string => text.replaceAll(token, String(wish.token))
  const inPlace = (parameters: Parameters): Parameters => ({ owner, repo, ...parameters })

  async function ask(what: string, route: string, parameters: Parameters = {}): Promise<unknown> {
    const all = inPlace(parameters)
    safePlaces(route, all)
    const answer = client.request(route, all)
    return (
      await answer.catch((cause: unknown) => {
        throw faultOf(cause, { repository: wish.repository, what }, hide)
      })
    ).data as unknown
  }

  async function* pages(what: string, route: string, parameters: Parameters = {}): AsyncGenerator<readonly unknown[]> {
    const all = inPlace({ per_page: 100, ...parameters })
    safePlaces(route, all)
    const asked = { repository: wish.repository, what }
    const turning = client.paginate.iterator(route, all)[Symbol.asyncIterator]()
    for (;;) {
      const page = await turning.next().catch((cause: unknown) => {
        throw faultOf(cause, asked, hide)
      })
      if (page.done === true) return
      const items: unknown = page.value.data
      if (!Array.isArray(items))
        throw new ForgeFault(`${wish.repository}: could not ${what}. GitHub answered with no list. Try again.`)
      yield items
    }
  }

  return {
    repository: wish.repository,
    ask,
    pages,
    list: async (what, route, parameters) => {
      const all: unknown[] = []
      for await (const items of pages(what, route, parameters)) all.push(...items)
      return all
    },
    make: async (what, route, parameters, look) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await ask(what, route, { ...parameters, request: { retries: 0 } })
        } catch (fault) {
          if (!(fault instanceof ForgeFault) || !isUncertain(fault)) throw fault
          const made = await look()
          if (made !== undefined) return made
          if (attempt === attempts) throw fault
        }
      }
    },
  }
}

function partsOf(repository: string): readonly string[] {
  const parts = repository.split('/')
  if (parts.length === 2 && parts.every((part) => /^[\w.-]+$/.test(part) && !/^\.+$/.test(part))) return parts
  throw new Error(`${repository} is not the name of a repository`)
}

/** A value that is a step in a path would lead elsewhere, however it is encoded (SEC-25). */
function safePlaces(route: string, parameters: Parameters): void {
  for (const [, name = ''] of route.matchAll(/\{(\w+)\}/g)) {
    const value = parameters[name]
    if (typeof value !== 'number' && (typeof value !== 'string' || /^\.*$/.test(value)))
      throw new ForgeFault(`${JSON.stringify(value)} is no name that GitHub can be asked for.`)
  }
}

type Client = InstanceType<ReturnType<typeof clientClass>>

// oxlint-disable-next-line typescript/explicit-function-return-type -- the class is put together by the plugins
function clientClass() {
  // Our own comes first and so lies innermost: what it says is heard by the two that wait.
  return Octokit.plugin(honest, paginateRest, retry, throttling)
}

function clientFor({ api, token, repository, pace }: ConnectionWish): Client {
  const Client = clientClass()
  return new Client({
    baseUrl: api,
    auth: reveal(token),
    userAgent: 'roster',
    log: silent,
    request: { fetch: safeFetch(api), log: silent },
    retry: { doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451], ...paced(pace) },
    throttle: {
      id: `${api} ${repository}`,
      ...paced(pace),
      onRateLimit: isPatient,
      onSecondaryRateLimit: isPatient,
    },
  })
}

function isPatient(seconds: number, _options: unknown, _client: unknown, retries: number): boolean {
  return seconds <= patienceSeconds && retries < attempts
}

const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing }

function nothing(): void {
  // What there is to say is in the fault.
}

/**
 * What octokit does not say as it is. What our own way to GitHub refuses comes as an error of the server, and would be
 * tried again. The throttling plugin waits only where GitHub's words say "secondary rate", not for every answer with
 * Retry-After. The paging plugin takes a 409 for the end of a list and an empty body for an empty one: what was not read would
 * be nothing.
 */
function honest(client: Octokit): void {
  client.hook.after('request', ({ data }, { method }) => {
    const isNothing = data === '' || data === null || data === undefined
    if (method === 'GET' && isNothing) throw new ForgeFault('GitHub answered with nothing. Try again.')
  })
  client.hook.error('request', (error) => {
    if (error.cause instanceof ForgeFault) throw error.cause
    const refusal = error as Error & Refusal
    const waits = refusal.response?.headers['retry-after'] !== undefined
    if (isLimit(refusal) && waits && !/\bsecondary rate\b/i.test(refusal.message))
      refusal.message += ' (secondary rate limit)'
    if (refusal.status === 409) throw new ForgeFault('GitHub has something else under way there (409). Try again.')
    throw refusal
  })
}
