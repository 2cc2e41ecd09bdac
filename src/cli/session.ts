import { resolve } from 'node:path'
import { inkOf, type Ink } from '../report/ink.ts'
import { environmentOf, type Environment } from './environment.ts'
import { listen, type Interruption } from './interruption.ts'
import { outputOf, type Output } from './output.ts'

/** Options that every command takes. */
export interface GlobalOptions {
  readonly json?: boolean
  readonly input: boolean
  readonly color: boolean
  readonly workspace?: string
  readonly verbose?: boolean
}

/** What a command works with. */
export interface Session {
  readonly output: Output
  /** Whether what `output.say` writes to takes colour. */
  readonly colour: boolean
  /** For `output.say`. */
  readonly ink: Ink
  /** For `output.note`. */
  readonly noteInk: Ink
  readonly environment: Environment
  /** Where the command was started, or what -C names. */
  readonly folder: string
  /** Whether there is a person who can answer a question. */
  readonly interactive: boolean
  readonly everything: boolean
  readonly interruption: Interruption
}

/** Opens the session of one command. */
export function openSession(options: GlobalOptions): Session {
  const environment = environmentOf()
  const output = outputOf(options.json === true)
  const colour = (stream: NodeJS.WriteStream): boolean => options.color && environment.colour(stream)
  const said = colour(output.json ? process.stderr : process.stdout)
  return {
    output,
    colour: said,
    ink: inkOf(said),
    noteInk: inkOf(colour(process.stderr)),
    environment,
    folder: resolve(options.workspace ?? '.'),
    interactive: options.input && !environment.ci && process.stdin.isTTY,
    everything: options.verbose === true,
    interruption: listen(output.note),
  }
}
