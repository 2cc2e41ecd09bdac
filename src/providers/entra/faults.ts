import { DirectoryFault } from '../../model/fault.ts'
import type { FaultClass, Outcome } from '../../model/outcome.ts'
import { knownMeaning, meaningOf } from './fault-meanings.ts'
import type { GraphAnswer, GraphError } from './graph/request.ts'

/** A delta token that ran out (410): read everything anew. */
export class DeltaExpired extends Error {
  override readonly name = 'DeltaExpired'
}

/** An answer with which nothing can be begun. */
export type Undone = Exclude<GraphAnswer, { outcome: 'done' }>

/** An answer with which nothing can be begun, as trouble with the directory as a whole. `doing`: «reading users». */
export function graphFault(answer: Undone, doing: string): DirectoryFault {
  if (answer.outcome === 'lost')
    return new DirectoryFault('unreachable', `${doing}: the answer was lost (${answer.detail}). Run again later.`)
  const { error, status, retryAfterMs } = answer
  const { kind } = meaningOf(error.code, error.message, status)
  return new DirectoryFault(kind, sentence(answer, doing), retryAfterMs === undefined ? {} : { retryAfterMs })
}

/** What an error says of one write; `conflict`: something is no longer as it was planned. */
export function classOf(error: Pick<GraphError, 'code' | 'message'>, status: number): FaultClass | 'conflict' {
  return meaningOf(error.code, error.message, status).write
}

/** What a write that was not done comes to. `unknown` where the answer was lost: it may have been done. */
export function failedWrite(answer: Undone, doing: string): Outcome {
  if (answer.outcome === 'lost')
    return { status: 'failed', class: 'unknown', detail: `${doing}: the answer was lost (${answer.detail})` }
  const detail = sentence(answer, doing)
  const fault = classOf(answer.error, answer.status)
  if (fault === 'conflict') return { status: 'conflict', detail }
  const { retryAfterMs } = answer
  return { status: 'failed', class: fault, detail, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
}

function sentence({ error, status }: Undone & { readonly outcome: 'refused' }, doing: string): string {
  const { what, next } = meaningOf(error.code, error.message, status)
  const told = plainText(error.message)
  const facts = [
    error.code,
    ...(told === '' ? [] : [`"${told}"`]),
    ...(error.requestId === undefined ? [] : [`request ${plainText(error.requestId)}`]),
  ]
  return `${doing}: ${what} (${facts.join(', ')}). ${next}`
}

/** Graph asked for patience for longer than a run waits. */
export function tooBusy(retryAfterMs: number, what = 'Microsoft Graph'): DirectoryFault {
  const seconds = Math.ceil(retryAfterMs / 1000)
  const text = `${what} asks for patience, for ${seconds} seconds more. Run again later.`
  return new DirectoryFault('throttled', text, { retryAfterMs })
}

/** Nothing could be sent, or nothing came back. */
export function unreachable(cause: Error | string, what = 'Microsoft Graph'): DirectoryFault {
  const why = cause instanceof Error ? cause.message : cause
  const text = `${what} cannot be reached (${plainText(why)}). Check the network, the proxy, and certificates that it may put in between.`
  return new DirectoryFault('unreachable', text, cause instanceof Error ? { cause } : {})
}

/** A redirect would carry the token to wherever it says. */
export function refusedRedirect(location: string | null): DirectoryFault {
  const where = location === null ? 'elsewhere' : `to ${hostOf(location)}`
  const text = `Microsoft Graph was answered for by a redirect ${where}, which is not followed. Look for a proxy that asks for a sign-in, and check cloud.`
  return new DirectoryFault('refused', text)
}

/** A next page that lies elsewhere is given no token. */
export function strayLink(link: string, doing: string): DirectoryFault {
  const text = `${doing}: the next page lies at ${hostOf(link)}, which is given no token. Check cloud; if it is right, something between here and Microsoft changes answers.`
  return new DirectoryFault('refused', text)
}

/** A listing whose next page is one that came before. */
export function endlessListing(doing: string): DirectoryFault {
  return new DirectoryFault(
    'incomplete',
    `${doing}: a page came a second time, so the listing has no end. Run again later.`,
  )
}

/** An answer that should be a page, and is none. */
export function notAListing(doing: string): DirectoryFault {
  return new DirectoryFault('protocol', `${doing}: the answer is no page of a listing. Run again later.`)
}

/** An answer that should be an object, and is none. */
export function notAnObject(doing: string): DirectoryFault {
  return new DirectoryFault('protocol', `${doing}: the answer is no object. Run again later.`)
}

/** Where a link leads, without what it carries. */
function hostOf(link: string): string {
  return URL.canParse(link) ? plainText(new URL(link).host) : 'an address that is none'
}

/** Signing in failed with this text of whoever gives tokens. `about`: what helps to mend it, such as the subject that was sent. */
export function signInFault(message: string, about: string, status: number): DirectoryFault {
  const code = /\bAADSTS\d+/.exec(message)?.[0] ?? ''
  const { kind, what, next } = knownMeaning(code) ?? (status >= 500 ? noSignInNow : noToken)
  const told = plainText(message.replace(/\b(Trace ID|Correlation ID|Timestamp):.*$/is, ''))
  return new DirectoryFault(kind, `signing in: ${what} (${told}). ${about === '' ? '' : `${about} `}${next}`)
}

const noToken = {
  kind: 'credentials',
  what: 'no token was given',
  next: 'Check credentials, tenantId and cloud.',
} as const
const noSignInNow = {
  kind: 'unreachable',
  what: 'no token is to be had at the moment',
  next: 'Run again later.',
} as const

/** Signing in cannot even begin. The message says what to do. */
export function noSignIn(text: string, cause?: Error): DirectoryFault {
  return new DirectoryFault('credentials', `signing in: ${text}`, cause === undefined ? {} : { cause })
}

/** A token of another tenant: nothing is asked with it. */
export function otherTenant(theirs: string, ours: string): DirectoryFault {
  const text = `signing in: the token is for the tenant ${plainText(theirs)}, and the settings name ${ours}. Correct tenantId, or run where the right identity is.`
  return new DirectoryFault('refused', text)
}

/** One line, without what no terminal should see. */
function plainText(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 400)
}
