import { ForgeFault } from '../forge.ts'

/** What was asked for, in words that fit behind "could not". */
export interface Asked {
  /** `owner/name`. */
  readonly repository: string
  /** `read the comments of #7`. */
  readonly what: string
}

type Headers = Readonly<Record<string, string | number | undefined>>

/** An answer that is an error, as octokit gives it; without a response GitHub was not reached. */
export interface Refusal {
  readonly status: number
  readonly response?: { readonly headers: Headers; readonly data?: unknown }
}

/** Trouble with GitHub, in words: what could not be done, why, and what to mend. `hide` takes secrets out of a text. */
export function faultOf(cause: unknown, { repository, what }: Asked, hide: (text: string) => string): ForgeFault {
  const status = cause instanceof ForgeFault || isAnswered(cause) ? cause.status : undefined
  return new ForgeFault(hide(`${repository}: could not ${what}. ${wordsFor(cause)}`), {
    cause: scrubbed(cause, hide),
    ...(status === undefined ? {} : { status }),
  })
}

/** Octokit's errors carry the request and whatever GitHub repeated of it: only their words go on. */
function scrubbed(cause: unknown, hide: (text: string) => string): Error {
  const { name, message, stack = '' } = cause instanceof Error ? cause : new Error(String(cause))
  return Object.assign(new Error(hide(message)), { name, stack: hide(stack) })
}

function wordsFor(cause: unknown): string {
  if (cause instanceof ForgeFault) return cause.message
  return isAnswered(cause) ? whyOf(cause) : `GitHub could not be reached: ${reasonOf(cause)}. Try again.`
}

/** Something may have been done although no answer says so. */
export function isUncertain({ status }: ForgeFault): boolean {
  return status === undefined || status >= 500
}

/** Whether GitHub answered at all: octokit gives 500 to what never got there, without an answer. */
function isAnswered(cause: unknown): cause is Required<Refusal> {
  return cause instanceof Error && 'status' in cause && 'response' in cause && cause.response !== undefined
}

function whyOf({ status, response: { headers, data } }: Required<Refusal>): string {
  if (isLimit({ status, response: { headers, data } })) return limitIn(headers)
  const said = saidIn(data)
  switch (status) {
    case 401:
      return 'GitHub does not know the token (401). Give one that is valid in GITHUB_TOKEN.'
    case 403:
      return forbidden(headers, said)
    case 404:
      return 'It is not there, or the token may not see it (404). Check the name, and what the token may read.'
    case 410:
      return 'It is switched off or gone (410). Issues have to be switched on in the settings of the repository.'
    case 422:
      return `GitHub does not accept it (422): ${said}.`
    default:
      return status >= 500
        ? `GitHub has trouble of its own (${status}). Try again.`
        : `GitHub refuses (${status}): ${said}.`
  }
}

function forbidden(headers: Headers, said: string): string {
  const needed = headers['x-accepted-github-permissions']
  const mend =
    typeof needed === 'string' && /^[\w=;, ]+$/.test(needed)
      ? `It needs ${needed.replaceAll('=', ': ')}; add that to \`permissions:\` of the job, or to the app.`
      : 'Give the token the permission for it.'
  return `The token may not do that (403): ${said}. ${mend}`
}

/** Whether GitHub asks to wait: its own words, an empty allowance, or a time to wait. */
export function isLimit(refusal: Refusal): boolean {
  const { status, response } = refusal
  if (response === undefined || (status !== 403 && status !== 429)) return false
  const { headers, data } = response
  return (
    status === 429 ||
    headers['retry-after'] !== undefined ||
    headers['x-ratelimit-remaining'] === '0' ||
    /\bsecondary rate\b/i.test(saidIn(data))
  )
}

function limitIn(headers: Headers): string {
  const reset = Number(headers['x-ratelimit-reset'])
  const until =
    headers['x-ratelimit-remaining'] === '0' && reset > 0 ? `after ${new Date(reset * 1000).toISOString()}` : 'later'
  const seconds = headers['retry-after']
  const when = seconds === undefined ? until : `in ${seconds} seconds`
  return `GitHub asks to wait: this token has asked for too much. Try again ${when}.`
}

/** What GitHub says of it, on one line and not long: it may hold what others wrote. */
function saidIn(data: unknown): string {
  if (typeof data !== 'object' || data === null || !('message' in data)) return 'no reason is given'
  const errors = 'errors' in data && Array.isArray(data.errors) ? data.errors.map((error) => JSON.stringify(error)) : []
  return [String(data.message), ...errors]
    .join(', ')
    .replaceAll(/\p{C}+/gu, ' ')
    .replace(/\.$/, '')
    .slice(0, 300)
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'no reason is given'
  const inner = cause.cause
  if (inner instanceof Error && inner.name === 'TimeoutError') return 'no answer came in time'
  return cause.message.replaceAll(/\p{C}+/gu, ' ').slice(0, 300)
}
