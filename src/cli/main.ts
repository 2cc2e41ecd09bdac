import './heap.ts'
import { CommanderError } from 'commander'
import { exit } from '../model/exit-code.ts'
import { buildProgram } from './program.ts'
import type { Begin } from './questions.ts'

process.exitCode = await main(process.argv.slice(2))

/** Reads the command line, carries the command out, and says the exit code. */
async function main(words: readonly string[]): Promise<number> {
  let code: number = exit.done
  const begin: Begin = async (options, command) => {
    const { conduct } = await import('./conduct.ts')
    code = await conduct(options, command)
  }
  try {
    await buildProgram(begin).parseAsync([...asOption(words)], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return tellUsage(error, words)
    throw error
  }
}

/** `help evidence verify` is `evidence verify --help`: commander's own help looks at the first word alone. */
function asOption(words: readonly string[]): readonly string[] {
  const [first, ...named] = words
  return first === 'help' && named.length > 1 ? [...named, '--help'] : words
}

/** Help and version are answers; everything else that commander stops at is a wrong command line. */
async function tellUsage(error: CommanderError, words: readonly string[]): Promise<number> {
  if (error.exitCode === 0) return exit.done
  const message = error.code === 'commander.help' ? 'no command given' : error.message.replace(/^error: /, '')
  const { inkOf } = await import('../report/ink.ts')
  const { environmentOf } = await import('./environment.ts')
  const ink = inkOf(!words.includes('--no-color') && environmentOf().colour(process.stderr))
  const hint = 'roster --help lists the commands, roster <command> --help its options.'
  process.stderr.write(`${ink.remove('error:')} ${message.split('\n').map(ink.plain).join('\n')}\n${hint}\n`)
  if (words.includes('--json')) {
    const { outputOf } = await import('./output.ts')
    const document = { formatVersion: '1.0', error: { kind: 'usage', message }, exitCode: exit.usage }
    outputOf(true).result({ document: () => document, text: () => '' })
  }
  return exit.usage
}
