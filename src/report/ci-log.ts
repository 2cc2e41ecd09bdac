import { printable } from './printable.ts'

/**
 * Text from outside for the log of a workflow: every line is shown and none is carried out. The runner is told to carry out
 * nothing until the token comes, which the text cannot know: it has to be random, and new each time. Besides, no line
 * begins with a command of a runner, for those that know no such token.
 */
export function ciLog(text: string, token: string): string {
  if (!/^[A-Za-z0-9]{16,}$/.test(token)) throw new Error('the token for a log has at least 16 letters and figures')
  if (text.includes(token)) throw new Error('the token for a log must not be known to what is logged')
  return [`::stop-commands::${token}`, ...logLines(text), `::${token}::`, ''].join('\n')
}

/** The lines of a text, each as it may stand in a log. */
function logLines(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/).map(printable)
}

/** A command that has a workflow's runner mark a line of a file. */
export function runnerAnnotation({
  level,
  path,
  line,
  message,
}: {
  readonly level: 'notice' | 'warning' | 'failure'
  readonly path: string
  readonly line: number
  readonly message: string
}): string {
  const command = level === 'failure' ? 'error' : level
  return `::${command} file=${property(path)},line=${line}::${data(message)}`
}

/** What stands behind a command: GitHub's runner undoes these three. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

/** What stands in a property of a command: `:` and `,` would end it. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
