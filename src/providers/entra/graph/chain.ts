import { randomUUID } from 'node:crypto'
import type { Context, Middleware } from '@microsoft/microsoft-graph-client'
import { reveal } from '../../../model/secret.ts'
import type { Secret } from '../../../model/secret.ts'
import { refusedRedirect, tooBusy, unreachable } from '../faults.ts'
import type { SignIn } from '../sign-in/sign-in.ts'
import { costOf } from './effort.ts'
import { jsonIn } from './answer.ts'
import type { Limiter } from './limiter.ts'
import { Lost, Question } from './question.ts'
import { retryAfterOf } from './retry-after.ts'
import { told } from './told.ts'
import { Broken, exchange } from './transport.ts'
import { counted, none, verdictOn } from './verdict.ts'
import type { Tries, Verdict } from './verdict.ts'

/** What the chain takes from outside. */
export interface ChainWorld {
  readonly signIn: SignIn
  readonly limiter: Limiter
  readonly fetch: typeof fetch
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly signal: AbortSignal
  readonly now: () => Date
  readonly random: () => number
  /** Called for every request that goes out. */
  readonly count: () => void
}

/** The links that every request goes through, outermost first: asked again where that is safe, signed, kept below the limits, sent. */
export function chainOf(world: ChainWorld): Middleware[] {
  return [patient(world), signed(world), paced(world), sent(world)].map(link)
}

type Link = (context: Context, question: Question, next: () => Promise<Response>) => Promise<Response>

function link(pass: Link): Middleware {
  let following: Middleware | undefined
  return {
    setNext: (next) => {
      following = next
    },
    execute: async (context) => {
      context.response = await pass(context, questionIn(context), async () => {
        await following?.execute(context)
        if (context.response === undefined) throw new Error('the chain ends without an answer')
        return context.response
      })
    },
  }
}

function questionIn(context: Context): Question {
  const question: unknown = context.middlewareControl?.getMiddlewareOptions(Question)
  if (question instanceof Question) return question
  throw new Error('a request to Graph without its question')
}

/** Waits and asks again, as the verdict says. The library's own link repeats a POST after a 504, and so makes a thing twice. */
function patient({ sleep, signal, now, random, limiter }: ChainWorld): Link {
  return async (_context, { isRepeatable, road }, next) => {
    let tries: Tries = none
    for (;;) {
      const tried = await attempt(next)
      const verdict = verdictOn(trialOf(tried, now()), isRepeatable, tries, random())
      if (verdict.say !== 'again') return concluded(verdict, tried)
      if (verdict.throttled) limiter.hold(road, verdict.ms, now().getTime())
      await sleep(verdict.ms, signal)
      tries = counted(tries, verdict)
    }
  }
}

async function attempt(next: () => Promise<Response>): Promise<Response | Broken> {
  try {
    return await next()
  } catch (error) {
    if (error instanceof Broken) return error
    throw error
  }
}

function trialOf(tried: Response | Broken, now: Date): Parameters<typeof verdictOn>[0] {
  if (tried instanceof Broken) return { end: tried.end }
  const retryAfterMs = retryAfterOf(tried.headers.get('retry-after'), now)
  return { end: 'answered', status: tried.status, retryAfterMs }
}

function concluded(verdict: Exclude<Verdict, { say: 'again' }>, tried: Response | Broken): Response {
  if (verdict.say === 'tooLong') throw tooBusy(verdict.ms)
  if (tried instanceof Response) {
    if (verdict.say === 'stands') return tried
    throw new Lost(`Graph answered ${tried.status}`, tried)
  }
  if (verdict.say === 'unreachable') throw unreachable(tried)
  throw new Lost(tried.message, undefined)
}

/** A 401 gets a new token, once. */
function signed({ signIn }: ChainWorld): Link {
  return async (context, _question, next) => {
    const token = await signIn.token()
    sign(context, token)
    const answer = await next()
    if (answer.status !== 401) return answer
    sign(context, await signIn.renewed(token))
    return next()
  }
}

function sign(context: Context, token: Secret): void {
  context.options = { ...context.options, headers: { ...headersIn(context), authorization: `Bearer ${reveal(token)}` } }
}

function headersIn({ options }: Context): Readonly<Record<string, string>> {
  return Object.fromEntries(new Headers(options?.headers ?? {}))
}

/** Stays below the limits. */
function paced({ limiter, sleep, signal, now }: ChainWorld): Link {
  return async (_context, { counts }, next) => {
    const ms = limiter.reserve(counts, now().getTime())
    if (ms > 0) await sleep(ms, signal)
    const answer = await next()
    const expected = counts.reduce((sum, one) => sum + costOf(one), 0)
    limiter.note({ expected, ...shareIn(answer.headers) }, now().getTime())
    return answer
  }
}

/** What an answer says of our share of the limits. */
export function shareIn(headers: Headers): { readonly units: number | undefined; readonly used: number | undefined } {
  const numberOf = (name: string): number | undefined => {
    const value = Number(headers.get(name) ?? Number.NaN)
    return Number.isFinite(value) ? value : undefined
  }
  return { units: numberOf('x-ms-resource-unit'), used: numberOf('x-ms-throttle-limit-percentage') }
}

/** Graph itself gives up after about a hundred seconds. */
const longest = 120_000

function sent({ fetch, signal, count }: ChainWorld): Link {
  return async (context, { url }) => {
    const { method, body } = context.options ?? {}
    signal.throwIfAborted()
    count()
    const { response, text } = await exchange({ fetch, signal, longest }, url, {
      ...(method === undefined ? {} : { method }),
      ...(typeof body === 'string' ? { body } : {}),
      headers: { accept: 'application/json', 'client-request-id': randomUUID(), ...headersIn(context) },
    })
    const { status, headers } = response
    if (status >= 300 && status < 400) throw refusedRedirect(headers.get('location'))
    const json = text === '' ? undefined : jsonIn(text)
    const isCut = status < 300 && text !== '' && json === undefined
    if (isCut) throw new Broken('broken', new Error('the answer is not JSON'))
    return told(response, json)
  }
}
