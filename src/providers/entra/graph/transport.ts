/** Something between us and the server broke. `unsent`: nothing reached it; `broken`: nobody knows what did. */
export class Broken extends Error {
  override readonly name = 'Broken'
  readonly end: 'unsent' | 'broken'
  constructor(end: 'unsent' | 'broken', cause: unknown) {
    super(reasonOf(cause), { cause })
    this.end = end
  }
}

/** How requests leave this machine, and what stops them. */
export interface Transport {
  readonly fetch: typeof fetch
  readonly signal: AbortSignal
  /** Longest that one request may take, in milliseconds. */
  readonly longest: number
}

/** One HTTP request, with its answer read to the end: one that breaks off is none. No redirect is followed. Throws `Broken`. */
export async function exchange(
  { fetch, signal, longest }: Transport,
  url: string,
  init: RequestInit,
): Promise<{ readonly response: Response; readonly text: string }> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(longest)])
  const headers = headersOf(init)
  try {
    const response = await fetch(url, { ...init, headers, redirect: 'manual', signal: within })
    return { response, text: await response.text() }
  } catch (error) {
    if (signal.aborted) throw signal.reason
    throw new Broken(unsent.test(codeOf(error)) ? 'unsent' : 'broken', error)
  }
}

/** What is wrong with a header is told without what it holds: it may be a token. */
function headersOf({ headers }: RequestInit): Headers {
  try {
    return new Headers(headers)
  } catch {
    throw new Broken('unsent', new Error('a header would hold a line break, or a character that no header holds'))
  }
}

/** No name, no route, no handshake. */
const unsent =
  /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/

/** fetch wraps what happened: the code that tells is its cause's, of several addresses the first one's. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause
  return codeOf(inner)
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const code = codeOf(error)
  return code === '' ? message : `${message}, ${code}`
}
