import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Appender, appender } from './appender.ts'
import { genesis, type Tail, tailAfter } from './chain.ts'
import { fileLeases } from './file-lease.ts'
import { keepHead, keptHead, namesIn, tenantsWithHead } from './heads.ts'
import { type Host, thisHost } from './host.ts'
import { releaseForOther, takeLease } from './lease.ts'
import { type Head, type Journal, type Ledger, LeaseLost, LedgerUnavailable } from './ledger.ts'
import { endOf, entriesOf, firstSeq, linesOf, type RunFile, runFileName, runFileNames } from './run-files.ts'
import { checkTenant, isTenant } from './tenant-id.ts'
import { verification } from './verification.ts'

interface Settings {
  /** Folder of the workspace. */
  readonly root: string
  readonly now: () => Date
  readonly host?: Host
}

/**
 * The ledger in files of this machine: `.roster/ledger/<tenant>/<first number>-<apply>.jsonl`, one file a run, one line an
 * entry, each line durable before the call that made it returns.
 */
export function openFileLedger({ root, now, host = thisHost() }: Settings): Ledger {
  const folderOf = (tenant: string): string => join(root, '.roster', 'ledger', checkTenant(tenant))
  const leasing = async (tenant: string) => ({
    tenant,
    book: fileLeases(join(folderOf(tenant), 'lock')),
    host,
    now,
    chainFence: (await endIn(tenant, folderOf(tenant))).fence,
  })
  return {
    async tenants() {
      const names = [...(await namesIn(join(root, '.roster', 'ledger'))), ...(await tenantsWithHead(root))]
      return [...new Set(names)].filter(isTenant).toSorted()
    },
    async read(tenant) {
      return entriesOf(tenant, await readRunFiles(folderOf(tenant)))
    },
    async lock(tenant) {
      return reaching(tenant, async () => takeLease(await leasing(tenant)))
    },
    async open(tenant, apply, lease) {
      await lease.check()
      const folder = folderOf(tenant)
      const end = await endIn(tenant, folder)
      refuseOldLease(tenant, end.fence, lease.fence)
      const path = join(folder, runFileName(end.head.seq + 1, apply))
      const file = appender(path, () => lease.check(), (cause) => unavailable(tenant, cause))
      return fileJournal({ root, tenant, file, tail: tailAfter(end.head, lease.fence, now) })
    },
    async verify(tenant, given) {
      return verification(tenant, await readRunFiles(folderOf(tenant)), { given, kept: await keptHead(root, tenant) })
    },
    async unlock(tenant) {
      return reaching(tenant, async () => releaseForOther(await leasing(tenant)))
    },
  }
}

/** Throws LeaseLost where the chain already holds a record of a later lease. */
export function refuseOldLease(tenant: string, chainFence: number, fence: number): void {
  if (chainFence <= fence) return
  throw new LeaseLost(
    `lost the lock of ${tenant}: its ledger holds records of lease ${chainFence}, this one is ${fence}. Run again`,
  )
}

/** The error for a ledger that cannot be written: says that nothing was recorded, and what to do. */
export function unavailable(tenant: string, cause: unknown): LedgerUnavailable {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new LedgerUnavailable(
    `the ledger of ${tenant} cannot be written (${why}). What it did not take counts as not recorded, so nothing more is ` +
      `changed in ${tenant}. Make room or rights for the folder .roster, then run again`,
    { cause },
  )
}

/** All run files of a folder, in the order of the chain. */
export async function readRunFiles(folder: string): Promise<RunFile[]> {
  const files: RunFile[] = []
  for (const name of runFileNames(await namesIn(folder))) files.push(await readRunFile(folder, name))
  return files
}

async function readRunFile(folder: string, name: string): Promise<RunFile> {
  return { name, text: await readFile(join(folder, name), 'utf8') }
}

/** Looks at the last files only: a chain of years is not read for its end. */
async function endIn(tenant: string, folder: string): Promise<{ readonly head: Head; readonly fence: number }> {
  const last: RunFile[] = []
  for (const name of runFileNames(await namesIn(folder)).toReversed()) {
    const rival = last[0] !== undefined && firstSeq(last[0].name) === firstSeq(name)
    if (linesOf(last).lines.length > 0 && !rival) break
    last.unshift(await readRunFile(folder, name))
  }
  return endOf(tenant, last)
}

function fileJournal(of: {
  readonly root: string
  readonly tenant: string
  readonly file: Appender
  readonly tail: Tail
}): Journal {
  return {
    announce: () => Promise.resolve(),
    record: (entries) => (entries.length === 0 ? Promise.resolve() : of.file.append(of.tail.extend(entries))),
    async close() {
      await of.file.close()
      const head = of.tail.head()
      if (head.seq > genesis.seq) await reaching(of.tenant, () => keepHead(of.root, of.tenant, head))
      return head
    },
  }
}

async function reaching<T>(tenant: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw unavailable(tenant, error)
    throw error
  }
}
