import { workTree, type Tree } from '../../language/load/tree.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import type { Finding } from '../../model/plan.ts'
import { exit } from '../../model/exit-code.ts'
import { paintDiagnostics } from '../../report/diagnostics.ts'
import type { Run } from '../../reconciler/run.ts'
import type { Session } from '../session.ts'
import { lookAt, type Look } from './look.ts'
import { oneReading } from './one-reading.ts'

/** Looks at tenants one after the other, each with a reading of its own. */
export async function withLook<T>(
  run: Run,
  tenant: string,
  work: (look: Look) => Promise<T>,
  tree: Tree = workTree(run.root),
): Promise<T | Unlookable> {
  const reading = oneReading(run.providers)
  try {
    const look = await lookAt({ ...run, providers: reading.providers }, tenant, tree)
    return 'drift' in look ? await work(look) : { tenant, ...look }
  } finally {
    await reading.close()
  }
}

/** A tenant whose files have mistakes, or whose directory could not be read. */
export interface Unlookable {
  readonly tenant: string
  readonly diagnostics: readonly Diagnostic[]
  readonly findings: readonly Finding[]
}

/** Whether a tenant could not be looked at. */
export function isUnlookable(found: object): found is Unlookable {
  return 'diagnostics' in found && 'findings' in found
}

/** The exit code for such a tenant. */
export function exitOfUnlookable({ diagnostics }: Unlookable): number {
  return diagnostics.length > 0 ? exit.invalid : exit.unreadable
}

/** Why a tenant could not be looked at, in words. */
export function unlookableText({ tenant, diagnostics, findings }: Unlookable, { ink }: Pick<Session, 'ink'>): string {
  const told = findings.map(({ message }) => ink.plain(`  ${message}`))
  return [
    ink.strong(`${tenant}: nothing is known of what drifted`),
    ...paintDiagnostics(diagnostics, ink),
    ...told,
    '',
  ].join('\n')
}
