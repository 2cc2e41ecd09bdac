import type { GraphReply } from './call.ts'

/** What Graph answers where it does not do as asked: https://learn.microsoft.com/graph/errors */
export class GraphRefusal extends Error {
  readonly status: number
  readonly code: string
  readonly details: readonly Readonly<Record<string, string>>[]
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    code: string,
    message: string,
    more: {
      readonly details?: readonly Readonly<Record<string, string>>[]
      readonly headers?: Readonly<Record<string, string>>
    } = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.details = more.details ?? []
    this.headers = more.headers ?? {}
  }
}

export function badRequest(message: string, details: readonly Readonly<Record<string, string>>[] = []): GraphRefusal {
  return new GraphRefusal(400, 'Request_BadRequest', message, { details })
}

/** The words in which Graph says it knows no such object. */
export function notFound(key: string): GraphRefusal {
  const message = `Resource '${key}' does not exist or one of its queried reference-property objects are not present.`
  return new GraphRefusal(404, 'Request_ResourceNotFound', message)
}

export function forbidden(message = 'Insufficient privileges to complete the operation.'): GraphRefusal {
  return new GraphRefusal(403, 'Authorization_RequestDenied', message)
}

export function unsupportedQuery(message: string): GraphRefusal {
  return new GraphRefusal(400, 'Request_UnsupportedQuery', message)
}

/** An error as it goes out. */
export function refusalReply(refusal: GraphRefusal, requestId: string, now: Date): GraphReply {
  const { status, code, message, details, headers } = refusal
  const innerError = {
    date: now.toISOString().slice(0, 19),
    'request-id': requestId,
    'client-request-id': requestId,
  }
  return {
    status,
    headers,
    body: { error: { code, message, ...(details.length === 0 ? {} : { details }), innerError } },
  }
}
