import type { Progress } from '../reconciler/run.ts'
import type { Session } from './session.ts'

/** Tells on stderr how far a run is, once it takes longer than a second. */
export interface ProgressTeller {
  readonly tell: (event: Progress) => void
  readonly end: () => void
}

/** Shows how things stand; called at each event, and by the clock, for what waits sends no events. */
interface Display {
  readonly show: (latest: ReadonlyMap<string, Progress>) => void
  readonly end: () => void
}

const quietMs = 1_000
const everyMs = 10_000
const tickMs = 250

/** A bar on a terminal; elsewhere a line for each tenant, at most every 10 s. */
export async function progressOf(session: Session): Promise<ProgressTeller> {
  const onTerminal = process.stderr.isTTY && !session.environment.ci
  const now = (): number => performance.now()
  const display = onTerminal
    ? await bar()
    : lines((text) => session.output.note(`${session.noteInk.faint(text)}\n`), now)
  const teller = telling(display, now)
  const clock = setInterval(teller.tick, tickMs).unref()
  let ended = false
  const end = (): void => {
    if (ended) return
    ended = true
    clearInterval(clock)
    display.end()
  }
  // What is said about an interruption would be painted over by a bar, and the bar would stay.
  const { signal } = session.interruption
  if (signal.aborted) end()
  else signal.addEventListener('abort', end, { once: true })
  return { tell: (event) => (ended ? undefined : teller.tell(event)), end }
}

/** Keeps the latest event of each tenant that is not done, and shows nothing during the first second. */
export function telling(display: Display, now: () => number): { tell: ProgressTeller['tell']; tick: () => void } {
  const started = now()
  const latest = new Map<string, Progress>()
  const tick = (): void => {
    if (now() - started >= quietMs) display.show(latest)
  }
  return {
    tick,
    tell: (event) => {
      if (event.phase === 'done') latest.delete(event.tenant)
      else latest.set(event.tenant, event)
      tick()
    },
  }
}

/** One line for each tenant at a time, 10 s apart. */
export function lines(note: (text: string) => void, now: () => number): Display {
  const last = new Map<string, number>()
  return {
    show: (latest) => {
      const at = now()
      for (const [tenant, event] of latest) {
        if (at - (last.get(tenant) ?? -everyMs) < everyMs) continue
        last.set(tenant, at)
        note(`${tenant}: ${inWords(event)}`)
      }
    },
    end: () => {},
  }
}

const phases = { read: 'reading', plan: 'planning', apply: 'applying', done: 'done' } as const

function inWords({ phase, done, total }: Progress): string {
  const figures = total === undefined ? `${done.toLocaleString('en-GB')} so far` : `${done} of ${total}`
  return `${phases[phase]}, ${figures}`
}

async function bar(): Promise<Display> {
  const { SingleBar } = await import('cli-progress')
  const single = new SingleBar({
    format: '{bar} {what}',
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: false,
    barsize: 20,
    // Ctrl-C is ours: the write in flight has to end first.
    gracefulExit: false,
  })
  let started = false
  return {
    show: (latest) => {
      const [tenant, event] = [...latest].at(-1) ?? ['', undefined]
      if (!started) single.start(1, 0, { what: '' })
      started = true
      single.setTotal(event?.total ?? Math.max(1, event?.done ?? 1))
      single.update(event?.done ?? 0, { what: event === undefined ? 'working' : `${tenant}: ${inWords(event)}` })
    },
    end: () => {
      if (started) single.stop()
    },
  }
}
