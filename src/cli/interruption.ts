import { exit } from '../model/exit-code.ts'
import { Interrupted } from '../model/fault.ts'

/** Ctrl-C and SIGTERM: the first asks to stop after the write in flight, the second stops at once. */
export interface Interruption {
  readonly signal: AbortSignal
  /** 130 or 143 after a signal, else undefined. */
  readonly exitCode: () => number | undefined
  /** Leaves the signals alone again. */
  readonly end: () => void
}

const codes = { SIGINT: exit.interrupted, SIGTERM: exit.terminated } as const

/** Listens for the two signals; `note` tells people that the first one was heard. */
export function listen(note: (text: string) => void): Interruption {
  const controller = new AbortController()
  let code: number | undefined
  const hear = (signal: NodeJS.Signals): void => {
    const heard = signal === 'SIGTERM' ? codes.SIGTERM : codes.SIGINT
    if (code !== undefined) process.exit(heard)
    code = heard
    // Whoever paints progress stops first, so that the words stay readable.
    controller.abort(new Interrupted(signal))
    note('Stopping after what is in flight now; once more stops at once. Running again is safe.\n')
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, hear)
  return {
    signal: controller.signal,
    exitCode: () => code,
    end: () => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, hear)
    },
  }
}
