/** How one try ended. `unsent`: nothing reached the server; `broken`: nobody knows what did. */
export type Trial =
  | { readonly end: 'answered'; readonly status: number; readonly retryAfterMs: number | undefined }
  | { readonly end: 'unsent' }
  | { readonly end: 'broken' }

/** How often this was tried before, and how long was waited because Graph asked for it. */
export interface Tries {
  readonly throttled: number
  readonly failed: number
  readonly waitedMs: number
}

/** What follows from it. `tooLong`: Graph is busy for longer than we wait. */
export type Verdict =
  | { readonly say: 'stands' | 'lost' | 'unreachable' }
  | { readonly say: 'again'; readonly ms: number; readonly throttled: boolean }
  | { readonly say: 'tooLong'; readonly ms: number }

export const none: Tries = { throttled: 0, failed: 0, waitedMs: 0 }

/** Tries while Graph asks for patience, and milliseconds of it. */
export const patience = { tries: 10, ms: 5 * 60_000 } as const
/** Tries after something broke. */
const failures = 3

const busy = [408, 500, 502, 503, 504]

/**
 * Whether an answer stands, is to be asked for again, or is lost. 429 says that nothing was carried out, 503 does where it says when
 * to come back; after anything else that broke only what may be carried out twice (`isRepeatable`) is sent again. `chance`: 0 to 1.
 */
export function verdictOn(trial: Trial, isRepeatable: boolean, tries: Tries, chance: number): Verdict {
  if (trial.end === 'unsent') return broke(true, tries, chance, 'unreachable')
  if (trial.end === 'broken') return broke(isRepeatable, tries, chance, 'lost')
  const { status, retryAfterMs } = trial
  if (status === 429 || (status === 503 && retryAfterMs !== undefined)) return throttled(retryAfterMs, tries, chance)
  return busy.includes(status) ? broke(isRepeatable, tries, chance, 'lost') : { say: 'stands' }
}

function throttled(asked: number | undefined, tries: Tries, chance: number): Verdict {
  const ms = asked ?? pause(tries.throttled, chance)
  const isTooLong = tries.throttled + 1 >= patience.tries || tries.waitedMs + ms > patience.ms
  return isTooLong ? { say: 'tooLong', ms } : { say: 'again', ms, throttled: true }
}

function broke(mayRepeat: boolean, tries: Tries, chance: number, end: 'lost' | 'unreachable'): Verdict {
  if (!mayRepeat || tries.failed + 1 >= failures) return { say: end }
  return { say: 'again', ms: pause(tries.failed, chance), throttled: false }
}

/** Doubled each time, at most a minute, and by chance up to a half shorter, so that not all come back at once. */
function pause(before: number, chance: number): number {
  return Math.min(60_000, 1000 * 2 ** before) * (1 - chance / 2)
}

/** The tries after one more. */
export function counted(tries: Tries, verdict: Verdict & { readonly say: 'again' }): Tries {
  return verdict.throttled
    ? { ...tries, throttled: tries.throttled + 1, waitedMs: tries.waitedMs + verdict.ms }
    : { ...tries, failed: tries.failed + 1 }
}
