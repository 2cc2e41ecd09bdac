import { createInterface } from 'node:readline/promises'
import { UsageError } from '../model/fault.ts'
import type { Session } from './session.ts'

/** Asks the person at the terminal; the question goes to stderr, an empty answer is `otherwise`. */
export async function ask(session: Session, question: string, otherwise: string): Promise<string> {
  if (!session.interactive) throw new UsageError('There is nobody to ask here.')
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  // The terminal keeps Ctrl-C to itself while it asks; hand it on.
  terminal.on('SIGINT', () => process.emit('SIGINT'))
  const closed = new Promise<never>((_resolve, reject) => {
    terminal.on('close', () => reject(new UsageError('The input ended before the question was answered.')))
  })
  closed.catch(() => {})
  try {
    const shown = session.noteInk.plain(otherwise === '' ? `${question} ` : `${question} [${otherwise}] `)
    const answer = await Promise.race([terminal.question(shown, { signal: session.interruption.signal }), closed])
    return answer.trim() === '' ? otherwise : answer.trim()
  } finally {
    terminal.close()
  }
}
