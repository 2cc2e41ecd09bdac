import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Entry } from '../model/entry.ts'
import { appender } from './appender.ts'
import { genesis, type Tail } from './chain.ts'
import type { GitHome } from './git-home.ts'
import { keepHead, namesIn } from './heads.ts'
import { type Journal, type Lease, LeaseLost } from './ledger.ts'
import { runFileNames } from './run-files.ts'
import { reaching, unavailable } from './trouble.ts'

interface Opened {
  readonly root: string
  readonly tenant: string
  readonly home: GitHome
  /** Where the run's file grows until it is pushed whole. */
  readonly folder: string
  readonly name: string
  readonly tail: Tail
  readonly lease: Lease
  /** Run files that stood there when the run began: any other one is of a later holder. */
  readonly known: ReadonlySet<string>
  readonly pushMs: number
}

/** The records of one run: in a synced file of this machine at once, on the branch at announcement, from time to time, and at the end. */
export function gitJournal(run: Opened): Journal {
  const path = join(run.folder, run.name)
  let lost: LeaseLost | undefined
  const mayWrite = async (): Promise<void> => {
    if (lost !== undefined) throw lost
    await run.lease.check()
  }
  const file = appender(path, mayWrite, (cause) => unavailable(run.tenant, cause))
  const announced = new Set<string>()
  let pushed = 0

  async function push(): Promise<void> {
    const size = file.size()
    if (size === pushed) return
    const content = (await readFile(path)).subarray(0, size)
    await run.home.put({ tenant: run.tenant, name: run.name, content, mayStay: (names) => refuseOvertaken(run, names) })
    pushed = size
  }

  // A push that fails is tried again by the next; the records are safe here meanwhile. A lost lease ends the run.
  let inTurn = Promise.resolve()
  const timer = setInterval(() => {
    inTurn = inTurn.then(push).catch((error: unknown) => {
      if (error instanceof LeaseLost) lost = error
    })
  }, run.pushMs)
  timer.unref()

  async function record(entries: readonly Entry[]): Promise<void> {
    if (entries.length > 0) await file.append(run.tail.extend(entries))
  }

  return {
    async announce(entries) {
      await record(entries)
      await push()
      for (const entry of entries) if (entry.type === 'intent') announced.add(entry.operation.id)
    },
    record: (entries) =>
      record(entries.filter((entry) => entry.type !== 'intent' || !announced.delete(entry.operation.id))),
    async close() {
      clearInterval(timer)
      await inTurn
      await file.close()
      await push()
      const head = run.tail.head()
      if (head.seq > genesis.seq) await reaching(run.tenant, () => keepHead(run.root, run.tenant, head))
      await forget(run.folder, run.name)
      return head
    },
  }
}

/**
 * Pushes what killed runs left on this machine. Where somebody else went on meanwhile, their later lease tells readers to leave
 * those records out of the chain; they are kept all the same.
 */
export async function pushLeftovers(home: GitHome, tenant: string, folder: string): Promise<void> {
  for (const name of runFileNames(await namesIn(folder))) {
    const bytes = await readFile(join(folder, name))
    const content = bytes.subarray(0, bytes.lastIndexOf(10) + 1)
    const [there] = await home.shelf(tenant, 'fresh').read([name])
    // Only ever longer: a file that came back from an old copy must not cut what the branch holds.
    const isNews = there === undefined || !Buffer.from(there.text).subarray(0, content.length).equals(content)
    if (content.length > 0 && isNews) await home.put({ tenant, name, content, mayStay: () => undefined })
    await forget(folder, name)
  }
}

function refuseOvertaken(run: Opened, names: readonly string[]): void {
  const later = runFileNames(names).find((name) => !run.known.has(name))
  if (later === undefined) return
  throw new LeaseLost(
    `lost the lock of ${run.tenant}: ${later} was recorded by somebody else meanwhile. Nothing more is written; run again`,
  )
}

async function forget(folder: string, name: string): Promise<void> {
  await rm(join(folder, name), { force: true })
}
