import { UsageError } from '../../model/fault.ts'
import type { Progress, Run } from '../../reconciler/run.ts'
import { openLedger } from '../ledger.ts'
import { openRun } from '../run.ts'
import type { Session } from '../session.ts'
import { settingsOf, type Settings } from '../settings.ts'
import { checkTenants, findRoot, tenantIds } from '../workspace.ts'
import { findApply } from './find-apply.ts'
import { revertedOf } from './reverted-of.ts'

/** Which apply is taken back. */
export interface RevertAsked {
  /** Its id, or how it begins. */
  readonly apply: string
  /** Whose ledgers are looked through; not there: all. */
  readonly tenant?: readonly string[] | undefined
}

/** Gathers what taking an apply back needs from outside: the run of the one tenant that it was of. */
export async function openRevert(
  session: Session,
  { apply, tenant }: RevertAsked,
  progress: (event: Progress) => void,
): Promise<{ readonly run: Run; readonly settings: Settings }> {
  const root = findRoot(session.folder)
  const ledger = await openLedger(root, settingsOf(root), session)
  const recorded = await ledger.tenants()
  checkTenants(root, tenant, recorded)
  const found = await findApply(ledger, tenant ?? recorded, apply)
  if (!tenantIds(root).includes(found.tenant))
    throw new UsageError(
      `The apply ${found.apply} was of ${found.tenant}, which is not in the files any more: nothing of it can be reached. Bring tenants/${found.tenant} back.`,
    )
  const { run, settings } = await openRun(session, { tenant: [found.tenant] }, progress)
  return { run: { ...run, reverts: revertedOf(found) }, settings }
}
