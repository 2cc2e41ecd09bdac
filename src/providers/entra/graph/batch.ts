import { graphFault } from '../faults.ts'
import { answerOf, isRecord } from './answer.ts'
import type { Plain } from './answer.ts'
import { shareIn } from './chain.ts'
import { changes, costOf, isRepeatable } from './effort.ts'
import type { Limiter } from './limiter.ts'
import { Lost, Question } from './question.ts'
import type { GraphAnswer, GraphRequest } from './request.ts'
import { retryAfterOf } from './retry-after.ts'
import { bodyOf } from './told.ts'
import { roadOf } from './url.ts'
import { counted, none, verdictOn } from './verdict.ts'
import type { Tries, Verdict } from './verdict.ts'
import type { Wire } from './wire.ts'

/** What a batch takes from the client that sends it. */
export interface BatchDesk {
  readonly base: string
  readonly wire: Wire
  readonly limiter: Limiter
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly signal: AbortSignal
  readonly now: () => Date
  readonly random: () => number
}

interface Item {
  readonly at: number
  readonly request: GraphRequest
  readonly tries: Tries
}

/** At most twenty questions in one `$batch`, each judged on its own; only those that have to be are asked again. */
export async function inBatch(requests: readonly GraphRequest[], desk: BatchDesk): Promise<readonly GraphAnswer[]> {
  const answers = new Map<number, GraphAnswer>()
  let open: readonly Item[] = requests.map((request, at) => ({ at, request, tries: none }))
  while (open.length > 0) {
    const judged = await round(open, desk)
    for (const { item, verdict, plain } of judged)
      if (verdict.say !== 'again') answers.set(item.at, concluded(item.request, verdict, plain, desk.now()))
    const again = judged.flatMap(({ item, verdict }) => (verdict.say === 'again' ? [{ item, verdict }] : []))
    if (again.length > 0) await desk.sleep(Math.max(...again.map(({ verdict }) => verdict.ms)), desk.signal)
    open = again.map(({ item, verdict }) => ({ ...item, tries: counted(item.tries, verdict) }))
  }
  return requests.map((_, at) => answerAt(answers, at))
}

interface Judged {
  readonly item: Item
  readonly verdict: Verdict
  readonly plain: Plain | undefined
}

async function round(open: readonly Item[], desk: BatchDesk): Promise<readonly Judged[]> {
  const found = await posted(open, desk)
  return open.map((item, index) => {
    const plain = found.get(String(index + 1))
    const retryAfterMs = retryAfterIn(plain, desk.now())
    const trial =
      plain === undefined
        ? ({ end: 'broken' } as const)
        : ({ end: 'answered', status: plain.status, retryAfterMs } as const)
    const verdict = verdictOn(trial, isRepeatable(item.request), item.tries, desk.random())
    learnt(item.request, plain, verdict, desk)
    return { item, verdict, plain }
  })
}

/** Answers by the id of their question, in whatever order they come; where the batch itself was lost, none. */
async function posted(open: readonly Item[], { base, wire }: BatchDesk): Promise<ReadonlyMap<string, Plain>> {
  const requests = open.map(({ request }) => request)
  const question = new Question({
    url: `${base}/$batch`,
    road: '/$batch',
    isRepeatable: requests.every(isRepeatable),
    counts: requests,
  })
  try {
    const response = await wire(question, { method: 'POST', body: { requests: requests.map(written) } })
    return read(response.status, response.headers, bodyOf(response))
  } catch (error) {
    if (error instanceof Lost) return new Map()
    throw error
  }
}

function written(request: GraphRequest, index: number): Readonly<Record<string, unknown>> {
  const hasBody = request.body !== undefined
  const headers = { ...request.headers, ...(hasBody ? { 'Content-Type': 'application/json' } : {}) }
  return {
    id: String(index + 1),
    method: request.method,
    url: roadOf(request),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(hasBody ? { body: request.body } : {}),
  }
}

function read(status: number, headers: Headers, body: unknown): ReadonlyMap<string, Plain> {
  const answer = answerOf({ status, headers, body }, undefined)
  if (answer.outcome !== 'done') throw graphFault(answer, 'sending a batch')
  const responses: unknown = isRecord(body) ? body['responses'] : undefined
  const items = Array.isArray(responses) ? responses.filter(isRecord) : []
  return new Map(
    items.flatMap((item) => {
      const one = Number(item['status'])
      return Number.isInteger(one)
        ? [[String(item['id']), { status: one, headers: headersOf(item['headers']), body: item['body'] }]]
        : []
    }),
  )
}

function headersOf(value: unknown): Headers {
  const entries = isRecord(value) ? Object.entries(value) : []
  return new Headers(entries.map(([name, text]): [string, string] => [name, String(text)]))
}

function retryAfterIn(plain: Plain | undefined, now: Date): number | undefined {
  return retryAfterOf(plain?.headers.get('retry-after'), now)
}

function learnt(request: GraphRequest, plain: Plain | undefined, verdict: Verdict, { limiter, now }: BatchDesk): void {
  const at = now().getTime()
  if (plain !== undefined) limiter.note({ expected: costOf(request), ...shareIn(plain.headers) }, at)
  if (verdict.say === 'again' && verdict.throttled) limiter.hold(request.path, verdict.ms, at)
}

/** What is never answered: of a question that changes nothing it is known that nothing happened. */
function concluded(request: GraphRequest, verdict: Verdict, plain: Plain | undefined, now: Date): GraphAnswer {
  if (verdict.say === 'lost' && changes(request))
    return {
      outcome: 'lost',
      detail: plain === undefined ? 'the batch came back without it' : `Graph answered ${plain.status}`,
    }
  if (plain === undefined)
    return { outcome: 'refused', status: 504, error: { code: 'noAnswer', message: 'the batch came back without it' } }
  return answerOf(plain, verdict.say === 'tooLong' ? verdict.ms : retryAfterIn(plain, now))
}

function answerAt(answers: ReadonlyMap<number, GraphAnswer>, at: number): GraphAnswer {
  const answer = answers.get(at)
  if (answer === undefined) throw new Error('a question of a batch was never judged')
  return answer
}
