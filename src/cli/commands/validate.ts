import { countDiagnostics, paintDiagnostics } from '../../report/diagnostics.ts'
import { count } from '../../report/count.ts'
import { checkWorkspace } from '../documents.ts'
import { exit } from '../../model/exit-code.ts'
import type { Session } from '../session.ts'
import { checkTenants, findRoot } from '../workspace.ts'

export interface ValidateOptions {
  readonly tenant?: readonly string[]
}

/** `roster validate`: every mistake of every file, offline; 3 when there is an error. */
export async function validate(session: Session, options: ValidateOptions): Promise<number> {
  const root = findRoot(session.folder)
  checkTenants(root, options.tenant)
  const { tenants, diagnostics } = await checkWorkspace(root, options.tenant)
  const exitCode = diagnostics.some(({ severity }) => severity === 'error') ? exit.invalid : exit.done
  const { ink, output } = session
  output.result({
    document: () => ({
      formatVersion: '1.0',
      kind: 'validation',
      exitCode,
      tenants: tenants.map(({ id }) => id),
      diagnostics,
    }),
    text: () => {
      const people = tenants.reduce((sum, { users }) => sum + users.size, 0)
      const sound = `${ink.good('ok')} ${ink.plain(`${count(tenants.length, 'tenant')} with ${count(people, 'person')} can be planned.`)}\n`
      if (diagnostics.length === 0) return sound
      const told = [...paintDiagnostics(diagnostics, ink), ink.strong(countDiagnostics(diagnostics)), ''].join('\n')
      return exitCode === exit.done ? told + sound : told
    },
  })
  return exitCode
}
