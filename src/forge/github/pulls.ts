import type { PullRequest } from '../../model/forge.ts'
import { type Forge, ForgeFault } from '../forge.ts'
import type { Connection } from './connection.ts'
import { commitOf, fileOf, pullOf, reviewOf } from './translate.ts'
import type { WireCommit, WireEvent, WireFile, WirePull, WireReview } from './wire.ts'

const here = '/repos/{owner}/{repo}'

/** GitHub lists no more commits and files of a pull request than these. */
const mostCommits = 250
const mostFiles = 3000

type Pulls = Pick<
  Forge,
  | 'pull'
  | 'mergedSince'
  | 'openFrom'
  | 'plannedElsewhere'
  | 'openPull'
  | 'editPull'
  | 'bodyOf'
  | 'reviews'
  | 'commits'
  | 'files'
>

/** What a forge does with pull requests. */
export function pullsOf(connection: Connection): Pulls {
  const { ask, list } = connection
  const one = async (number: number): Promise<WirePull> =>
    (await ask(`read #${number}`, `GET ${here}/pulls/{pull_number}`, { pull_number: number })) as WirePull
  const ofPull = (number: number, part: string): Promise<readonly unknown[]> =>
    list(`read the ${part} of #${number}`, `GET ${here}/pulls/{pull_number}/${part}`, { pull_number: number })
  const openFrom = async (branch: string): Promise<PullRequest | undefined> => {
    const [owner = ''] = connection.repository.split('/')
    const found = await list(`look for an open request of ${branch}`, `GET ${here}/pulls`, {
      state: 'open',
      head: `${owner}:${branch}`,
    })
    return (found as readonly WirePull[]).map(pullOf).find(({ isFork, head }) => !isFork && head.ref === branch)
  }
  return {
    openFrom,
    plannedElsewhere: (pull) => plannedElsewhere(connection, pull),
    pull: async (number) => pullOf(await one(number)),
    bodyOf: async (number) => (await one(number)).body ?? '',
    mergedSince: (branch, since) => mergedSince(connection, branch, since),
    openPull: async ({ title, body, head, base }) => {
      const made = await connection.make(
        `open a pull request of ${head}`,
        `POST ${here}/pulls`,
        { title, body, head, base },
        () => openFrom(head),
      )
      return 'isFork' in (made as object) ? (made as PullRequest) : pullOf(made as WirePull)
    },
    editPull: async (number, change) => {
      await ask(`change #${number}`, `PATCH ${here}/pulls/{pull_number}`, { pull_number: number, ...change })
    },
    reviews: async (number) => ((await ofPull(number, 'reviews')) as readonly WireReview[]).flatMap(reviewOf),
    commits: async (number) => {
      const commits = (await ofPull(number, 'commits')) as readonly WireCommit[]
      return whole(connection, commits, { most: mostCommits, what: `commits of #${number}` }).map(commitOf)
    },
    files: async (number) => {
      const files = (await ofPull(number, 'files')) as readonly WireFile[]
      return whole(connection, files, { most: mostFiles, what: `files of #${number}` }).map(fileOf)
    },
  }
}

/** What GitHub tells when a request gets another base; by itself it does so when that branch is deleted. */
const movings: ReadonlySet<string> = new Set(['base_ref_changed', 'automatic_base_change_succeeded'])

/** Workflows of a request are those of its merge: by another base they are other ones, and the run has the same head. */
async function plannedElsewhere(
  connection: Connection,
  { number, base, head }: PullRequest,
): Promise<number | undefined> {
  const [owner = ''] = connection.repository.split('/')
  const asked = { state: 'all', head: `${owner}:${head.ref}` }
  const found = await connection.list(`list the requests of ${head.ref}`, `GET ${here}/pulls`, asked)
  const same = (found as readonly WirePull[]).map(pullOf).filter((one) => one.head.commit === head.commit)
  const other = same.find((one) => one.number !== number && one.base.ref !== base.ref)
  if (other !== undefined) return other.number
  for (const one of new Set([number, ...same.map((each) => each.number)]))
    if (await wasMoved(connection, one)) return one
  return undefined
}

async function wasMoved(connection: Connection, number: number): Promise<boolean> {
  const route = `GET ${here}/issues/{issue_number}/events`
  const events = await connection.list(`read what happened to #${number}`, route, { issue_number: number })
  return (events as readonly WireEvent[]).some(({ event }) => movings.has(event))
}

/** A list that GitHub cuts off says nothing of what it leaves out. */
function whole<T>(
  { repository }: Connection,
  all: readonly T[],
  { most, what }: { readonly most: number; readonly what: string },
): readonly T[] {
  if (all.length < most) return all
  const message = `${repository}: the ${what} are ${most} or more, and GitHub lists no more. Split the request.`
  throw new ForgeFault(message, { isCutOff: true })
}

/** Newest activity first: nothing merged since can stand behind what was last touched before. */
async function mergedSince(connection: Connection, branch: string, since: Date): Promise<readonly PullRequest[]> {
  const from = Math.floor(since.getTime() / 1000) * 1000
  const found = new Set<number>()
  const what = `list what was merged into ${branch}`
  const asked = { state: 'closed', base: branch, sort: 'updated', direction: 'desc' }
  for await (const page of connection.pages(what, `GET ${here}/pulls`, asked)) {
    const pulls = page as readonly WirePull[]
    for (const { number, merged_at: at } of pulls) if (at !== null && Date.parse(at) >= from) found.add(number)
    if (pulls.some(({ updated_at: at }) => Date.parse(at) < from)) break
  }
  // Who merged stands in the request itself and not in the list.
  const route = `GET ${here}/pulls/{pull_number}`
  const merged: PullRequest[] = []
  for (const number of found)
    merged.push(pullOf((await connection.ask(`read #${number}`, route, { pull_number: number })) as WirePull))
  return merged.toSorted((a, b) => momentOf(a) - momentOf(b) || a.number - b.number)
}

function momentOf({ merged }: PullRequest): number {
  return merged === undefined ? 0 : Date.parse(merged.at)
}
