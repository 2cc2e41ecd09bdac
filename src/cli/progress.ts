import type { Progress } from '../reconciler/run.ts'
import type { Session } from './session.ts'

/** Tells on stderr how far a run is, once it takes longer than a second. */
export interface ProgressTeller {
  readonly tell: (event: Progress) => void
  readonly end: () => void
}

const quietMs = 1_000
const everyMs = 10_000

const phases = { read: 'reading', plan: 'planning', apply: 'applying', done: 'done' } as const

/** A bar on a terminal; elsewhere a line for each tenant, at most every 10 s. */
export async function progressOf(session: Session): Promise<ProgressTeller> {
  const onTerminal = process.stderr.isTTY && !session.environment.ci
  return onTerminal ? await bar() : lines((text) => session.output.note(`${session.noteInk.faint(text)}\n`))
}

/** One line for each tenant: the first after a second, the next ones 10 s apart. */
export function lines(note: (text: string) => void, now: () => number = () => performance.now()): ProgressTeller {
  const started = now()
  const last = new Map<string, number>()
  return {
    tell: (event) => {
      const at = now()
      if (at - started < quietMs || at - (last.get(event.tenant) ?? -everyMs) < everyMs) return
      last.set(event.tenant, at)
      note(inWords(event))
    },
    end: () => {},
  }
}

function inWords({ tenant, phase, done, total }: Progress): string {
  if (phase === 'done') return `${tenant}: done`
  const figures = total === undefined ? done.toLocaleString('en-GB') : `${done} of ${total}`
  return `${tenant}: ${phases[phase]}, ${figures} so far`
}

async function bar(): Promise<ProgressTeller> {
  const started = performance.now()
  let painted: { update(value: number, payload: object): void; setTotal(total: number): void; stop(): void } | undefined
  const { SingleBar } = await import('cli-progress')
  const make = (): NonNullable<typeof painted> => {
    const single = new SingleBar({
      format: '{bar} {tenant}: {phase} {figures}',
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: false,
      barsize: 20,
      // Ctrl-C is ours: the write in flight has to end first.
      gracefulExit: false,
    })
    single.start(1, 0, { tenant: '', phase: '', figures: '' })
    return single
  }
  return {
    tell: (event) => {
      if (performance.now() - started < quietMs) return
      painted ??= make()
      painted.setTotal(event.total ?? Math.max(1, event.done))
      const figures = event.total === undefined ? `${event.done}` : `${event.done}/${event.total}`
      painted.update(event.done, { tenant: event.tenant, phase: phases[event.phase], figures })
    },
    end: () => painted?.stop(),
  }
}
