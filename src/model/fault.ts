export type DirectoryTrouble =
  | 'credentials'
  | 'permission'
  | 'throttled'
  | 'unreachable'
  | 'refused'
  | 'incomplete'
  | 'protocol'

/** Trouble with a directory as a whole, made only in a provider's `faults.ts`. The message says what to do next. */
export class DirectoryFault extends Error {
  override readonly name = 'DirectoryFault'
  readonly kind: DirectoryTrouble
  readonly retryAfterMs: number | undefined
  constructor(
    kind: DirectoryTrouble,
    message: string,
    options: { readonly cause?: unknown; readonly retryAfterMs?: number } = {},
  ) {
    super(message, { cause: options.cause })
    this.kind = kind
    this.retryAfterMs = options.retryAfterMs
  }
}

/** The command line was wrong: exit 64. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Why a run was asked to stop: the reason of its abort signal. */
export class Interrupted extends Error {
  // Libraries and Node itself call an abort by this name.
  override readonly name = 'AbortError'
  readonly signal: string
  constructor(signal: string) {
    super(`stopped by ${signal}`)
    this.signal = signal
  }
}
