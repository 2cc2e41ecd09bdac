import { join } from 'node:path'
import type { PostedPlan } from '../model/posted-plan.ts'
import { createFile, makeFolder } from './durable.ts'
import { gitHome, type GitHome } from './git-home.ts'
import { LedgerBroken } from './ledger.ts'
import { firstSeq, runFileName } from './run-files.ts'
import { type Shelf, shelfIn } from './shelf.ts'

/** Where plans of requests are kept beside the ledger: no request can write there. */
export interface PostedPlans {
  /** What is on record as the newest of its request, and says the same, stays as it is: an approval since then counts. */
  put(plan: PostedPlan): Promise<void>
  /** Those of a request, oldest first. */
  of(request: Pick<PostedPlan, 'repository' | 'number'>): Promise<readonly PostedPlan[]>
}

/** Not the id of a tenant, so that it is never taken for one. */
const folder = '.posted'

/** In files of this machine: `.roster/posted/`. */
export function filePostedPlans(root: string): PostedPlans {
  const place = join(root, '.roster', 'posted')
  return {
    async put(plan) {
      if (await isNewest(shelfIn(place), plan)) return
      await makeFolder(place)
      await createFile(join(place, nameOf(plan)), textOf(plan))
    },
    of: (request) => plansOf(shelfIn(place), request),
  }
}

/** On the branch of the ledger. */
export function gitPostedPlans(settings: {
  readonly root: string
  readonly now: () => Date
  readonly env: Readonly<Record<string, string | undefined>>
}): PostedPlans {
  const { root, now, env } = settings
  const place = { repository: { root, env }, branch: 'roster-ledger', remote: undefined, now, trustMs: 2000 }
  let opened: Promise<GitHome> | undefined
  const home = (): Promise<GitHome> => (opened ??= gitHome(place))
  return {
    async put(plan) {
      const content = Buffer.from(textOf(plan))
      const name = nameOf(plan)
      const shelf = (await home()).shelf(folder, 'fresh')
      if ((await shelf.names()).includes(name) || (await isNewest(shelf, plan))) return
      await (await home()).put({ tenant: folder, name, content, mayStay: () => undefined })
    },
    of: async (request) => plansOf((await home()).shelf(folder, 'fresh'), request),
  }
}

async function isNewest(shelf: Shelf, plan: PostedPlan): Promise<boolean> {
  const newest = (await plansOf(shelf, plan)).at(-1)
  return newest !== undefined && textOf({ ...newest, postedAt: plan.postedAt }) === textOf(plan)
}

async function plansOf(
  shelf: Shelf,
  { repository, number }: Pick<PostedPlan, 'repository' | 'number'>,
): Promise<readonly PostedPlan[]> {
  const names = (await shelf.names()).filter((name) => firstSeq(name) === number)
  const plans = (await shelf.read(names)).map(({ name, text }) => readPlan(name, text))
  return plans
    .filter((plan) => plan.repository === repository && plan.number === number)
    .toSorted((a, b) => (a.postedAt < b.postedAt ? -1 : 1))
}

/** Named as run files are, after the number of the request: the same listing finds them. */
function nameOf({ number, head, postedAt }: PostedPlan): string {
  return runFileName(number, `${head.slice(0, 12)}-${postedAt.replaceAll(/[^0-9]/g, '')}`)
}

function textOf(plan: PostedPlan): string {
  return `${JSON.stringify(plan)}\n`
}

function readPlan(name: string, text: string): PostedPlan {
  const value = parsed(text)
  const { formatVersion, tenants } = (typeof value === 'object' && value !== null ? value : {}) as Partial<PostedPlan>
  if (formatVersion === '1.0' && Array.isArray(tenants)) return value as PostedPlan
  throw new LedgerBroken(
    `${folder}/${name} beside the ledger is not a posted plan: it was damaged, or a newer roster wrote it`,
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
