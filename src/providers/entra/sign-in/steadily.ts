import { tooBusy, unreachable } from '../faults.ts'
import { retryAfterOf } from '../graph/retry-after.ts'
import { Broken, exchange } from '../graph/transport.ts'
import { counted, none, verdictOn } from '../graph/verdict.ts'
import type { Trial, Tries, Verdict } from '../graph/verdict.ts'
import type { Surroundings } from './sign-in.ts'

/** An answer of somebody who gives tokens. */
export interface TokenAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

type Outside = Pick<Surroundings, 'fetch' | 'sleep' | 'signal' | 'now'>

/** Longest that a request for a token may take, in milliseconds. */
const longest = 30_000

/** Asks for a token until there is an answer: asking twice does no harm. Throws DirectoryFault. */
export async function steadily(
  outside: Outside,
  url: string,
  init: RequestInit,
  within: number = longest,
  before: Tries = none,
): Promise<TokenAnswer> {
  let tries = before
  for (;;) {
    const tried = await attempt(outside, url, init, within)
    const verdict = verdictOn(trialOf(tried, outside.now()), true, tries, Math.random())
    if (verdict.say !== 'again') return concluded(tried, verdict, url)
    await outside.sleep(verdict.ms, outside.signal)
    tries = counted(tries, verdict)
  }
}

async function attempt(
  outside: Outside,
  url: string,
  init: RequestInit,
  within: number,
): Promise<TokenAnswer | Broken> {
  try {
    const { response, text } = await exchange({ ...outside, longest: within }, url, init)
    return { status: response.status, headers: response.headers, text }
  } catch (error) {
    if (error instanceof Broken) return error
    throw error
  }
}

function trialOf(tried: TokenAnswer | Broken, now: Date): Trial {
  if (tried instanceof Broken) return { end: tried.end }
  return { end: 'answered', status: tried.status, retryAfterMs: retryAfterOf(tried.headers.get('retry-after'), now) }
}

function concluded(tried: TokenAnswer | Broken, verdict: Exclude<Verdict, { say: 'again' }>, url: string): TokenAnswer {
  const { host } = new URL(url)
  if (tried instanceof Broken) throw unreachable(tried, host)
  if (verdict.say === 'tooLong') throw tooBusy(verdict.ms, host)
  return tried
}
