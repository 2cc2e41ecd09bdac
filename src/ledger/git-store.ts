import { join } from 'node:path'
import { tailAfter } from './chain.ts'
import { gitHome, type GitHome, reachingGit } from './git-home.ts'
import { gitJournal, pushLeftovers } from './git-journal.ts'
import { gitLeases } from './git-lease.ts'
import { holdingHead, keptHead, namesIn, tenantsWithHead } from './heads.ts'
import { type Host, thisHost } from './host.ts'
import { releaseForOther, takeLease } from './lease.ts'
import type { Ledger } from './ledger.ts'
import { recentEntries, recentProof } from './recent.ts'
import { entriesOf, runFileName, runFileNames } from './run-files.ts'
import { allOf, endOfShelf, type Shelf, shelfIn } from './shelf.ts'
import { checkTenant, isTenant } from './tenant-id.ts'
import { refuseOldLease } from './trouble.ts'
import { verification } from './verification.ts'

interface Settings {
  /** Folder of the workspace, inside a git repository. */
  readonly root: string
  readonly now: () => Date
  readonly branch?: string
  /** Where the branch lives; without it `origin` where there is one, else this clone alone. */
  readonly remote?: string
  readonly host?: Host
  /** Environment for git: PATH, HOME, ssh, proxies, credentials. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly timing?: Partial<Timing>
}

interface Timing {
  /** How often outcomes are pushed. */
  readonly pushMs: number
  /** How long reads rely on the last look at the branch. */
  readonly readMs: number
  /** How long the check of a lease relies on the last look at the lock's branch. */
  readonly checkMs: number
}

/**
 * The ledger on a branch of git: `<tenant>/<first number>-<apply>.jsonl`, one file a run. Each record is durable on this machine at
 * once, in `.roster/journal/<tenant>/`; the run's intents, and every ten seconds what came since, are pushed without force.
 */
export function openGitLedger(settings: Settings): Ledger {
  const { root, now, host = thisHost() } = settings
  const repository = { root, env: settings.env ?? {} }
  const timing: Timing = { pushMs: 10_000, readMs: 2000, checkMs: 5000, ...settings.timing }
  let opened: Promise<GitHome> | undefined
  const place = {
    repository,
    branch: settings.branch ?? 'roster-ledger',
    remote: settings.remote,
    now,
    trustMs: timing.readMs,
  }
  const home = (): Promise<GitHome> => (opened ??= gitHome(place))
  const folderOf = (tenant: string): string => join(root, '.roster', 'journal', checkTenant(tenant))
  const shelfOf = async (tenant: string, how: 'fresh' | 'recent'): Promise<Shelf> =>
    together(shelfIn(folderOf(tenant)), (await home()).shelf(tenant, how))
  const leasing = async (tenant: string) => {
    const chainFence = (await endOfShelf(tenant, await shelfOf(tenant, 'fresh'))).fence
    const branch = (await home()).lockBranch(tenant)
    return { tenant, book: gitLeases({ repository, branch, now, trustMs: timing.checkMs }), host, now, chainFence }
  }
  return {
    async tenants() {
      const names = [...(await (await home()).tenants()), ...(await namesIn(join(root, '.roster', 'journal')))]
      return [...new Set([...names, ...(await tenantsWithHead(root))])].filter(isTenant).toSorted()
    },
    async read(tenant) {
      return holdingHead(root, tenant, entriesOf(tenant, await allOf(await shelfOf(tenant, 'recent'))))
    },
    async recent(tenant) {
      return recentEntries({ root, tenant, shelf: await shelfOf(tenant, 'recent') })
    },
    async lock(tenant) {
      return reachingGit(async () => takeLease(await leasing(tenant)))
    },
    async open(tenant, apply, lease) {
      await lease.check()
      const folder = folderOf(tenant)
      await pushLeftovers(await home(), tenant, folder)
      const shelf = await shelfOf(tenant, 'fresh')
      const end = await endOfShelf(tenant, shelf)
      refuseOldLease(tenant, end.fence, lease.fence)
      const name = runFileName(end.head.seq + 1, apply)
      const tail = tailAfter(end.head, lease.fence, now)
      const known = new Set([...(await shelf.names()), name])
      return gitJournal({ root, tenant, home: await home(), folder, name, tail, lease, known, pushMs: timing.pushMs })
    },
    async verify(tenant, given) {
      const files = await allOf(await shelfOf(tenant, 'fresh'))
      return verification(tenant, files, { given, kept: await keptHead(root, tenant) })
    },
    async verifyRecent(tenant) {
      return recentProof({ root, tenant, shelf: await shelfOf(tenant, 'fresh') })
    },
    async unlock(tenant) {
      return reachingGit(async () => releaseForOther(await leasing(tenant)))
    },
  }
}

/** A run's file stands here until it is pushed whole: the longer of the two copies is the newer one, files only grow. */
function together(here: Shelf, there: Shelf): Shelf {
  return {
    names: async () => runFileNames([...new Set([...(await here.names()), ...(await there.names())])]),
    async read(names) {
      const local = new Set(await here.names())
      const files = new Map((await there.read(names)).map((file) => [file.name, file]))
      for (const file of await here.read(names.filter((name) => local.has(name)))) {
        if (file.text.length > (files.get(file.name)?.text.length ?? 0)) files.set(file.name, file)
      }
      return names.flatMap((name) => files.get(name) ?? [])
    },
  }
}
