import type { Ended } from '../private-network/network.ts'
import { differencesOf } from './differences.ts'

/** Who asked: the two clients that nobody here wrote, and roster. */
export type Who = 'az' | 'm365' | 'roster'

/** One command that was given, and how it went. */
export interface Step {
  readonly who: Who
  /** What it is about: `people`, `licences`. */
  readonly about: string
  /** The command without its options: `ad user create`. */
  readonly command: string
  readonly seconds: number
  /** In what the outcome was not as expected; none: all is well. */
  readonly differences: readonly string[]
}

/** What a client answered, read from its JSON; empty where it said nothing, or failed. */
export type Answer = Readonly<Record<string, unknown>>

/** The objects of an answer that is a listing. */
export function rowsIn(answer: unknown): readonly Answer[] {
  return Array.isArray(answer) ? (answer as readonly Answer[]) : []
}

/** A client, and what becomes of its commands. */
export interface Client {
  /** Gives a command that has to succeed, with an answer that holds `expected`; gives the answer. */
  ask(about: string, words: readonly string[], expected?: unknown): Promise<Answer>
  /** Gives a command that has to be refused, in words that hold these. */
  refused(about: string, words: readonly string[], because: RegExp): Promise<void>
}

/** How a client is started: its words, the environment and the network are known there. */
export type Run = (words: readonly string[]) => Promise<Ended>

/** A client whose steps are kept in `steps`, and told one by one. */
export function clientOf(who: Who, run: Run, steps: Step[], tell: (step: Step) => void): Client {
  const taken = async (
    about: string,
    words: readonly string[],
    judge: (ended: Ended) => readonly string[],
  ): Promise<Ended> => {
    const began = performance.now()
    const ended = await run(words)
    const seconds = (performance.now() - began) / 1000
    const step = { who, about, command: commandOf(words), seconds, differences: judge(ended) }
    steps.push(step)
    tell(step)
    return ended
  }
  return {
    ask: async (about, words, expected) => {
      const ended = await taken(about, words, (each) => (each.code === 0 ? wrongIn(expected, each) : failed(each)))
      return ((ended.code === 0 ? answerIn(ended) : undefined) ?? {}) as Answer
    },
    refused: async (about, words, because) => {
      await taken(about, words, (each) => {
        if (each.code === 0) return ['it succeeded, and a refusal was expected']
        const said = each.stdout + each.stderr
        return because.test(said) ? [] : [`it was refused in other words: ${said.trim()}`]
      })
    },
  }
}

function wrongIn(expected: unknown, ended: Ended): readonly string[] {
  return expected === undefined ? [] : differencesOf(expected, answerIn(ended))
}

function failed({ code, stdout, stderr }: Ended): readonly string[] {
  return [`it ended with ${code}: ${(stdout + stderr).trim()}`]
}

/** What was answered; a text that is no JSON stays a text. */
function answerIn({ stdout }: Ended): unknown {
  const said = stdout.trim()
  try {
    return said === '' ? undefined : JSON.parse(said)
  } catch {
    return said
  }
}

/** The words before the first option. */
function commandOf(words: readonly string[]): string {
  const options = words.findIndex((word) => word.startsWith('-'))
  return (options === -1 ? words : words.slice(0, options)).join(' ')
}
