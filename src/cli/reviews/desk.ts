import { workTree } from '../../language/load/tree.ts'
import type { ChainedEntry } from '../../model/entry.ts'
import { UsageError } from '../../model/fault.ts'
import type { Run } from '../../reconciler/run.ts'
import { askedOf, readFrom, type Asked, type Reading, type Unsound } from '../inquiry.ts'
import { openRun } from '../run.ts'
import type { Session } from '../session.ts'
import { findRoot, tenantMeant } from '../workspace.ts'

/** What every step of a review works on: one tenant, its files, and its ledger. */
export interface Desk {
  readonly run: Run
  readonly tenant: string
  /** What is checked out. */
  readonly commit: string
  readonly reading: Reading
  readonly asked: Asked
  readonly chain: readonly ChainedEntry[]
}

/** Opens a tenant for a review, or tells the mistakes of its files. */
export async function openDesk(session: Session, named: string | undefined): Promise<Desk | Unsound> {
  const root = findRoot(session.folder)
  const tenant = tenantMeant(root, named)
  const { run, settings } = await openRun(session, { tenant: [tenant] }, () => undefined)
  if (run.commit === null)
    throw new UsageError('There is no commit here: a review says whose files it looked at, and git who decided.')
  const reading = readFrom({ root, settings, asOf: run.asOf }, workTree(root))
  const asked = askedOf(reading, tenant)
  if (!('desired' in asked)) return asked
  return { run, tenant, commit: run.commit, reading, asked, chain: await run.ledger.read(tenant) }
}
