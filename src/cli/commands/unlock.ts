import { exit } from '../../model/exit-code.ts'
import { openLedger } from '../ledger.ts'
import type { Session } from '../session.ts'
import { settingsOf } from '../settings.ts'
import { checkTenants, findRoot } from '../workspace.ts'

export interface UnlockOptions {
  readonly tenant?: readonly string[]
}

/** `roster unlock`: releases a lease on behalf of an owner who is gone, and says whose it was. */
export async function unlock(session: Session, options: UnlockOptions): Promise<number> {
  const root = findRoot(session.folder)
  const tenants = options.tenant ?? []
  const ledger = await openLedger(root, settingsOf(root), session)
  checkTenants(root, tenants, await ledger.tenants())
  const released = await Promise.all(
    tenants.map(async (tenant) => ({ tenant, holder: (await ledger.unlock(tenant)) ?? null })),
  )
  const { ink, output } = session
  output.result({
    document: () => ({ formatVersion: '1.0', kind: 'unlock', tenants: released }),
    text: () =>
      released
        .map(({ tenant, holder }) =>
          holder === null
            ? `${ink.plain(tenant)}: not locked\n`
            : `${ink.plain(`${tenant}: released; it was held by ${holder}`)}\n`,
        )
        .join(''),
  })
  return exit.done
}
