import { join } from 'node:path'
import { type Appender, appender } from './appender.ts'
import { genesis, type Tail, tailAfter } from './chain.ts'
import { fileLeases } from './file-lease.ts'
import { holdingHead, keepHead, keptHead, namesIn, tenantsWithHead } from './heads.ts'
import { type Host, thisHost } from './host.ts'
import { releaseForOther, takeLease } from './lease.ts'
import type { Journal, Ledger } from './ledger.ts'
import { recentEntries, recentProof } from './recent.ts'
import { entriesOf, isRunFile, runFileName } from './run-files.ts'
import { allOf, endOfShelf, shelfIn } from './shelf.ts'
import { checkTenant, isTenant } from './tenant-id.ts'
import { reaching, refuseOldLease, unavailable } from './trouble.ts'
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
    chainFence: (await endOfShelf(tenant, shelfIn(folderOf(tenant)))).fence,
  })
  return {
    async tenants() {
      const found = new Set(await tenantsWithHead(root))
      for (const name of await namesIn(join(root, '.roster', 'ledger'))) {
        if (isTenant(name) && (await namesIn(folderOf(name))).some(isRunFile)) found.add(name)
      }
      return [...found].filter(isTenant).toSorted()
    },
    async read(tenant) {
      return holdingHead(root, tenant, entriesOf(tenant, await allOf(shelfIn(folderOf(tenant)))))
    },
    async recent(tenant) {
      return recentEntries({ root, tenant, shelf: shelfIn(folderOf(tenant)) })
    },
    async lock(tenant) {
      return reaching(tenant, async () => takeLease(await leasing(tenant)))
    },
    async open(tenant, apply, lease) {
      await lease.check()
      const folder = folderOf(tenant)
      const end = await endOfShelf(tenant, shelfIn(folder))
      refuseOldLease(tenant, end.fence, lease.fence)
      const path = join(folder, runFileName(end.head.seq + 1, apply))
      const file = appender(
        path,
        () => lease.check(),
        (cause) => unavailable(tenant, cause),
      )
      return fileJournal({ root, tenant, file, tail: tailAfter(end.head, lease.fence, now) })
    },
    async verify(tenant, given) {
      return verification(tenant, await allOf(shelfIn(folderOf(tenant))), { given, kept: await keptHead(root, tenant) })
    },
    async verifyRecent(tenant) {
      return recentProof({ root, tenant, shelf: shelfIn(folderOf(tenant)) })
    },
    async unlock(tenant) {
      return reaching(tenant, async () => releaseForOther(await leasing(tenant)))
    },
  }
}

function fileJournal(of: {
  readonly root: string
  readonly tenant: string
  readonly file: Appender
  readonly tail: Tail
}): Journal {
  return {
    announce: () => Promise.resolve(),
    async record(entries) {
      if (entries.length > 0) await of.file.append(of.tail.extend(entries))
    },
    async close() {
      await of.file.close()
      const head = of.tail.head()
      if (head.seq > genesis.seq) await reaching(of.tenant, () => keepHead(of.root, of.tenant, head))
      return head
    },
  }
}
