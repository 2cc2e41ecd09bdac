import type { GraphAnswer, GraphError } from './request.ts'

/** An answer as it came: of a request, or of one item of a batch. */
export interface Plain {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

/** Reads an answer; `retryAfterMs` of one that says when to come back. */
export function answerOf({ status, headers, body }: Plain, retryAfterMs: number | undefined): GraphAnswer {
  if (status >= 200 && status < 300) return { outcome: 'done', status, body, headers }
  const error = errorOf(body, status, headers)
  return { outcome: 'refused', status, error, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
}

/** The error that a body tells of. Details are told in `error.innerError`, spelled `innererror` by some services, and so on inwards. */
function errorOf(body: unknown, status: number, headers: Headers): GraphError {
  const outer = recordIn(body, 'error') ?? {}
  const inner = innerOf(outer)
  const codes = [outer, ...inner].map((one) => one['code']).filter(isTelling)
  const requestId = [...inner.map((one) => one['request-id']), headers.get('request-id')].find(isText)
  return {
    code: codes.at(-1) ?? String(status),
    message: [outer, ...inner].map((one) => one['message']).find(isText) ?? '',
    ...(requestId === undefined ? {} : { requestId }),
  }
}

function innerOf(error: Fields): readonly Fields[] {
  const next = recordIn(error, 'innerError') ?? recordIn(error, 'innererror')
  return next === undefined ? [] : [next, ...innerOf(next)]
}

/** The JSON of a text; undefined where it is none. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

type Fields = Readonly<Record<string, unknown>>

function recordIn(value: unknown, name: string): Fields | undefined {
  const found = isRecord(value) ? value[name] : undefined
  return isRecord(found) ? found : undefined
}

/** Whether something is an object of JSON. */
export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** A number for a code says less than the word around it. */
function isTelling(value: unknown): value is string {
  return isText(value) && !/^\d+$/.test(value)
}
