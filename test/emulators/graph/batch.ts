import { ok } from './call.ts'
import type { GraphCall, GraphReply } from './call.ts'
import { GraphRefusal, badRequest } from './refusal.ts'

/** One question of a batch, in the form of one that came alone. */
export interface Item {
  readonly method: string
  /** Below the version. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

interface Asked {
  readonly id: string
  readonly item: Item
  readonly dependsOn: readonly string[]
}

/** Up to 20 questions at once, each with an answer of its own: https://learn.microsoft.com/graph/json-batching */
export function batch(call: GraphCall, answer: (item: Item) => GraphReply): GraphReply {
  const answers = new Map<string, GraphReply>()
  for (const { id, item, dependsOn } of askedIn(call)) {
    const isHeldBack = dependsOn.some((other) => (answers.get(other)?.status ?? 424) >= 400)
    answers.set(id, isHeldBack ? failedDependency : answer(item))
  }
  return ok({ responses: shuffled([...answers]).map(([id, reply]) => written(id, reply)) })
}

const failedDependency: GraphReply = {
  status: 424,
  body: { error: { code: 'FailedDependency', message: 'A question that this one depends on failed.' } },
}

/** Answers come in no order that a client may rely on: here in reverse, and the middle first. */
function shuffled<T>(answers: readonly T[]): readonly T[] {
  const half = Math.floor(answers.length / 2)
  return [...answers.slice(half), ...answers.slice(0, half)].toReversed()
}

function written(id: string, { status, headers, body }: GraphReply): Record<string, unknown> {
  return { id, status, ...(headers === undefined ? {} : { headers }), ...(body === undefined ? {} : { body }) }
}

function askedIn({ body }: GraphCall): readonly Asked[] {
  const requests: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'requests') : undefined
  if (!Array.isArray(requests) || requests.length === 0)
    throw unreadable("Invalid batch payload format: 'requests' is missing.")
  if (requests.length > 20)
    throw new GraphRefusal(
      400,
      'MaximumValueExceeded',
      'Number of batch request steps exceeds the maximum value of 20.',
    )
  const asked = requests.map((each: unknown) => readItem(each))
  const ids = new Set(asked.map(({ id }) => id))
  if (ids.size < asked.length) throw unreadable('Request Id has to be unique in a batch.')
  const earlier = new Set<string>()
  for (const { id, dependsOn } of asked) {
    if (!dependsOn.every((other) => earlier.has(other)))
      throw unreadable(`Request '${id}' depends on one that does not come before it.`)
    earlier.add(id)
  }
  return asked
}

/** Ids are texts; numbers are taken, as the service does. */
function readItem(value: unknown): Asked {
  const { id, method, url, headers, body, dependsOn } = (value ?? {}) as Readonly<Record<string, unknown>>
  if ((typeof id !== 'string' && typeof id !== 'number') || id === '') throw unreadable('Request Id is missing.')
  if (typeof method !== 'string' || typeof url !== 'string')
    throw unreadable(`Request '${id}' lacks its method or its url.`)
  if (/^https?:/i.test(url)) throw unreadable(`Request '${id}' has a url that is not relative.`)
  const given = lowered(headers)
  if (body !== undefined && given['content-type'] === undefined)
    throw unreadable(`Content-Type header must be specified for request '${id}', which has a body.`)
  return {
    id: String(id),
    item: { method: method.toUpperCase(), url: url.startsWith('/') ? url : `/${url}`, headers: given, body },
    dependsOn: Array.isArray(dependsOn) ? dependsOn.map(String) : [],
  }
}

function lowered(headers: unknown): Readonly<Record<string, string>> {
  const pairs = Object.entries((headers ?? {}) as Readonly<Record<string, unknown>>)
  return Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), String(value)]))
}

function unreadable(message: string): GraphRefusal {
  return badRequest(message)
}
