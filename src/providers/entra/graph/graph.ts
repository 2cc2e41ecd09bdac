import type { SignIn } from '../sign-in/sign-in.ts'
import type { Graph } from './request.ts'

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
export function openGraph(_world: GraphWorld): Graph {
  throw new Error('to come')
}
