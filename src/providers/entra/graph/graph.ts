import { graphFault, unreachable } from '../faults.ts'
import type { SignIn } from '../sign-in/sign-in.ts'
import { answerOf } from './answer.ts'
import { inBatch } from './batch.ts'
import { changes, isRepeatable, laneOf, perBatch } from './effort.ts'
import { limiter as limiterOf } from './limiter.ts'
import { pagesOf } from './pages.ts'
import { Lost, Question } from './question.ts'
import type { Graph, GraphAnswer, GraphRequest } from './request.ts'
import { retryAfterOf } from './retry-after.ts'
import { bodyOf } from './told.ts'
import { roadOf } from './url.ts'
import { wireOf } from './wire.ts'

/** What talking to Graph takes from outside. */
export interface GraphWorld {
  /** `https://graph.microsoft.com/v1.0`: only its origin is given tokens, and only what lies below it is asked. */
  readonly base: string
  readonly signIn: SignIn
  readonly fetch: typeof fetch
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly signal: AbortSignal
  readonly now: () => Date
  /** From 0 to 1, for jitter; not there: Math.random. */
  readonly random?: () => number
}

/** Opens Microsoft Graph for one application; nothing is sent before the first question. */
export function openGraph({ base, random = Math.random, ...world }: GraphWorld): Graph {
  let requests = 0
  const limiter = limiterOf()
  const desk = { ...world, base, random, limiter }
  const wire = wireOf({ ...desk, count: () => void (requests += 1) })
  const send = async (url: string, request: GraphRequest): Promise<GraphAnswer> => {
    try {
      return judged(await wire(questionOf(url, request), request), request, world.now())
    } catch (error) {
      if (error instanceof Lost) return lost(error, request)
      throw error
    }
  }
  const ask = (request: GraphRequest): Promise<GraphAnswer> => send(`${base}${roadOf(request)}`, request)
  return {
    ask,
    all: (questions) => all(questions, ask, (few) => inBatch(few, { ...desk, wire })),
    pages: (from) => pagesOf(from, base, (url, headers) => send(url, pageAt(url, base, headers))),
    get requests() {
      return requests
    },
    close: async () => {},
  }
}

function questionOf(url: string, request: GraphRequest): Question {
  return new Question({ url, road: request.path, isRepeatable: isRepeatable(request), counts: [request] })
}

function judged(response: Response, request: GraphRequest, now: Date): GraphAnswer {
  const { status, headers } = response
  const body = bodyOf(response)
  const answer = answerOf({ status, headers, body }, retryAfterOf(headers.get('retry-after'), now))
  if (answer.outcome === 'refused' && status === 401) throw graphFault(answer, doing(request))
  return answer
}

/** Of a question that changes nothing it is known that nothing happened: Graph is in trouble. */
function lost({ message, answer }: Lost, request: GraphRequest): GraphAnswer {
  if (changes(request)) return { outcome: 'lost', detail: message }
  if (answer === undefined) throw unreachable(message)
  const { status, headers } = answer
  const told = answerOf({ status, headers, body: bodyOf(answer) }, undefined)
  throw told.outcome === 'refused' ? graphFault(told, doing(request)) : unreachable(message)
}

function doing({ method, path }: GraphRequest): string {
  return `${method === 'GET' ? 'reading' : method} ${path}`
}

/** A page as the question that its address puts: what is limited and what it costs is told from it. */
function pageAt(url: string, base: string, headers: GraphRequest['headers']): GraphRequest {
  const { pathname, searchParams } = new URL(url)
  const path = pathname.slice(new URL(base).pathname.length)
  return { method: 'GET', path, query: Object.fromEntries(searchParams), ...(headers === undefined ? {} : { headers }) }
}

/** Batches under way at the same time: more of them only come to the limits sooner. */
const abreast = 4

/** What has limits of its own goes out by itself; everything else by twenties, a few of them abreast. */
async function all(
  questions: readonly GraphRequest[],
  ask: (request: GraphRequest) => Promise<GraphAnswer>,
  batch: (requests: readonly GraphRequest[]) => Promise<readonly GraphAnswer[]>,
): Promise<readonly GraphAnswer[]> {
  const isBatched = (at: number): boolean => laneOf(questions[at]?.path ?? '') === 'directory'
  const places = [...questions.keys()]
  const groups = [...chunks(places.filter(isBatched)), ...places.filter((at) => !isBatched(at)).map((at) => [at])]
  const answers = new Map<number, GraphAnswer>()
  const work = [...groups]
  const carry = async (): Promise<void> => {
    for (let group = work.shift(); group !== undefined; group = work.shift()) {
      const requests = group.flatMap((at) => questions[at] ?? [])
      const given = isBatched(group[0] ?? 0) ? await batch(requests) : await Promise.all(requests.map(ask))
      for (const [index, answer] of given.entries()) answers.set(group[index] ?? 0, answer)
    }
  }
  // Trouble ends it: nothing more is begun, and what is under way comes to its end before the caller hears of it.
  const stopping = (error: unknown): never => {
    work.length = 0
    throw error
  }
  const lanes = Array.from({ length: Math.min(abreast, groups.length) }, () => carry().catch(stopping))
  for (const end of await Promise.allSettled(lanes)) if (end.status === 'rejected') throw end.reason
  return places.map((at) => answerAt(answers, at))
}

function chunks(places: readonly number[]): readonly (readonly number[])[] {
  return Array.from({ length: Math.ceil(places.length / perBatch) }, (_, at) =>
    places.slice(at * perBatch, (at + 1) * perBatch),
  )
}

function answerAt(answers: ReadonlyMap<number, GraphAnswer>, at: number): GraphAnswer {
  const answer = answers.get(at)
  if (answer === undefined) throw new Error('a question was never answered')
  return answer
}
