import { ForgeFault } from '../forge/forge.ts'
import { GitFailed } from '../git/git.ts'
import { LeaseLost, LedgerBroken, LedgerUnavailable, LockHeld } from '../ledger/ledger.ts'
import { DirectoryFault, UsageError } from '../model/fault.ts'
import { exit, exitOf } from '../model/exit-code.ts'
import { openSession, type GlobalOptions, type Session } from './session.ts'

/** Carries out one command and says its exit code. Whatever is thrown becomes one message and one code. */
export async function conduct(options: GlobalOptions, command: (session: Session) => Promise<number>): Promise<number> {
  const session = openSession(options)
  leaveQuietlyWhenNobodyReads()
  try {
    return interrupted(session, await command(session))
  } catch (error) {
    return interrupted(session, tell(session, error))
  } finally {
    session.interruption.end()
  }
}

function interrupted(session: Session, code: number): number {
  const heard = session.interruption.exitCode()
  return heard === undefined ? code : exitOf([heard, code])
}

/** The kind of trouble, as `error.kind` of a JSON document names it, and its exit code. */
function kindOf(error: unknown): { readonly kind: string; readonly code: number } {
  if (error instanceof UsageError) return { kind: 'usage', code: exit.usage }
  if (error instanceof DirectoryFault) return { kind: error.kind, code: exit.unreadable }
  if (error instanceof LockHeld) return { kind: 'locked', code: exit.locked }
  if (error instanceof LeaseLost) return { kind: 'leaseLost', code: exit.locked }
  if (error instanceof LedgerUnavailable) return { kind: 'ledgerUnavailable', code: exit.unexpected }
  if (error instanceof LedgerBroken) return { kind: 'ledgerBroken', code: exit.unexpected }
  if (error instanceof ForgeFault) return { kind: 'forge', code: exit.unexpected }
  if (error instanceof GitFailed) return { kind: 'git', code: exit.unexpected }
  return { kind: 'unexpected', code: exit.unexpected }
}

function tell(session: Session, error: unknown): number {
  const heard = session.interruption.exitCode()
  if (heard !== undefined && error instanceof Error && error.name === 'AbortError') {
    return tellDocument(session, { kind: 'interrupted', message: 'Stopped before it was done.' }, heard)
  }
  const { kind, code } = kindOf(error)
  const message = error instanceof Error ? error.message : String(error)
  const { noteInk, output } = session
  output.note(`${noteInk.remove('error:')} ${noteInk.plain(message)}\n`)
  if (kind === 'unexpected' && error instanceof Error) output.note(stackOf(session, error))
  return tellDocument(session, { kind, message }, code)
}

function tellDocument(
  session: Session,
  error: { readonly kind: string; readonly message: string },
  code: number,
): number {
  if (session.output.json) {
    session.output.result({ document: () => ({ formatVersion: '1.0', error, exitCode: code }), text: () => '' })
  }
  return code
}

/** Trouble of the machine (a full disk, a missing right) explains itself; anything else is a bug, and its stack is of use. */
function stackOf({ everything, noteInk }: Session, error: Error): string {
  const ofTheMachine = 'code' in error && 'syscall' in error
  if (everything) return `${(error.stack ?? '').split('\n').map(noteInk.faint).join('\n')}\n`
  return ofTheMachine ? '' : `This is a bug in roster. --verbose shows where it happened; please report it with that.\n`
}

/** `roster plan | head` ends when head has enough. */
function leaveQuietlyWhenNobodyReads(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit()
    throw error
  })
}
