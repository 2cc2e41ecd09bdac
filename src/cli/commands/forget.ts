import { overlaid } from '../../adoption/overlay.ts'
import { writeAll } from '../../adoption/write.ts'
import { listWorkspace } from '../../language/load/workspace.ts'
import { loadShared, loadTenant } from '../../language/validate/documents.ts'
import { dayOf } from '../../language/validate/days.ts'
import { parseAddress } from '../../model/address.ts'
import { exit } from '../../model/exit-code.ts'
import { UsageError } from '../../model/fault.ts'
import { dayForPeople } from '../../report/days.ts'
import { changed } from '../drift/changes.ts'
import { leaveEntry } from '../drift/forgetting.ts'
import { tellUnsound } from '../inquiry.ts'
import type { Session } from '../session.ts'
import { settingsOf } from '../settings.ts'
import { checkTenants, findRoot } from '../workspace.ts'

export interface ForgetOptions {
  readonly until: string
  readonly reason: string
  readonly only?: readonly string[]
}

/** `roster forget`: writes into leave.yaml that something stays as it is until a day. Offline; writes files only. */
export async function forget(session: Session, address: string, options: ForgetOptions): Promise<number> {
  const root = findRoot(session.folder)
  const { tenant } = parseAddress(address)
  if (!/^[^/]+\/[^/]+\/[^/]+\/.+$/.test(address))
    throw new UsageError(`${address} is not an address. Write tenant/directory/kind/id, as roster drift shows it.`)
  checkTenants(root, [tenant])
  checkDay(options.until, dayOf(new Date(), settingsOf(root).zoneOf(tenant)))
  const files = listWorkspace(root)
  const { shared, diagnostics } = loadShared(files)
  if (shared === undefined) return tellUnsound(session, diagnostics)
  const read = loadTenant(files, tenant, shared)
  if (read.documents === undefined) return tellUnsound(session, read.diagnostics)
  const made = changed(files, tenant, [leaveEntry(read.documents, { address, ...options })])
  if (made.diagnostics.length > 0) return tellUnsound(session, made.diagnostics)
  const after = listWorkspace(root, overlaid(files.tree, made.changes))
  const checked = loadTenant(after, tenant, shared, new Date())
  const wrong = checked.diagnostics.filter(({ severity }) => severity === 'error')
  if (wrong.length > 0) return tellUnsound(session, wrong)
  writeAll(root, made.changes)
  return tell(session, { address, ...options }, made.changes)
}

function checkDay(until: string, today: string): void {
  const noon = new Date(`${until}T12:00:00Z`)
  const isDay =
    /^\d{4}-\d{2}-\d{2}$/.test(until) && !Number.isNaN(noon.getTime()) && noon.toISOString().startsWith(until)
  if (!isDay) throw new UsageError(`--until ${until} is not a day. Write it as 2026-12-31.`)
  if (until < today) throw new UsageError(`--until ${until} is over. Name a day from today, ${today}, on.`)
}

function tell(
  { output, ink }: Session,
  { address, until, reason, only }: ForgetOptions & { readonly address: string },
  changes: ReturnType<typeof changed>['changes'],
): number {
  const files = changes.map(({ path, before }) => ({ path, change: before === undefined ? 'created' : 'changed' }))
  const what = only === undefined ? address : `${only.join(', ')} of ${address}`
  output.result({
    document: () => ({
      formatVersion: '1.0',
      kind: 'forget',
      address,
      only,
      until,
      reason,
      files,
      exitCode: exit.done,
    }),
    text: () =>
      [
        ...files.map(({ path, change }) => (change === 'created' ? ink.add('+ ') : ink.change('~ ')) + ink.plain(path)),
        ink.plain(
          changes.length === 0
            ? `That is written already: ${what} is left as it is until ${dayForPeople(until)}.`
            : `${what} is left as it is until ${dayForPeople(until)}. Next: roster plan shows it as waiting.`,
        ),
        '',
      ].join('\n'),
  })
  return exit.done
}
