import { type Branch, localBranch, remoteBranch } from '../git/branch.ts'
import { GitFailed, type ObjectId, remotes, type Repository, run } from '../git/git.ts'
import { commitOf, entriesIn, texts } from '../git/tree.ts'
import { LedgerUnavailable } from './ledger.ts'
import { runFileNames } from './run-files.ts'
import type { Shelf } from './shelf.ts'

/** The branch that holds the ledger of all tenants, as one process sees and moves it. */
export interface GitHome {
  /** Its tip; an answer younger than `trustMs` is used again unless `fresh`. */
  tip(how: 'fresh' | 'recent'): Promise<ObjectId | undefined>
  /** Puts a run file there, whole. `mayStay` is asked with the names that stand in the tenant's folder, and throws where ours must not. */
  put(file: PutFile): Promise<void>
  tenants(): Promise<readonly string[]>
  shelf(tenant: string, how: 'fresh' | 'recent'): Shelf
  lockBranch(tenant: string): Branch
}

interface PutFile {
  readonly tenant: string
  readonly name: string
  readonly content: Buffer
  readonly mayStay: (names: readonly string[]) => void
}

export interface GitPlace {
  readonly repository: Repository
  readonly branch: string
  /** undefined: `origin` where there is one, else the branch of this clone alone. */
  readonly remote: string | undefined
  readonly now: () => Date
  readonly trustMs: number
}

/** Opens the ledger's branch. Throws LedgerUnavailable outside git, and where the remote that was named is not there. */
export async function gitHome({ repository, branch, remote, now, trustMs }: GitPlace): Promise<GitHome> {
  await reachingGit(() => run(repository, { args: ['rev-parse', '--git-dir'] }))
  const chosen = await remoteOf(repository, remote)
  const open = (name: string): Branch =>
    chosen === undefined ? localBranch(repository, name) : remoteBranch(repository, chosen, name)
  const ledger = open(branch)
  let last: { readonly at: number; readonly tip: Promise<ObjectId | undefined> } | undefined
  let turn: Promise<unknown> = Promise.resolve()

  function tip(how: 'fresh' | 'recent'): Promise<ObjectId | undefined> {
    const moment = performance.now()
    if (last === undefined || how === 'fresh' || moment - last.at > trustMs)
      last = { at: moment, tip: reachingGit(() => ledger.tip()) }
    return last.tip
  }

  async function put({ tenant, name, content, mayStay }: PutFile): Promise<void> {
    for (let attempt = 0; attempt < 30; attempt += 1) {
      const parent = await tip('fresh')
      mayStay(parent === undefined ? [] : (await entriesIn(repository, parent, tenant)).map((entry) => entry.name))
      const files = new Map([[name, content]])
      const message = `${tenant}: ${name}`
      const commit = await commitOf(repository, { parent, folder: tenant, files, message, at: now() })
      if (await ledger.move(parent, commit)) {
        last = { at: performance.now(), tip: Promise.resolve(commit) }
        return
      }
      // Others push too; waiting different times lets each of them through.
      await new Promise((next) => setTimeout(next, Math.random() * Math.min(2000, 50 * 2 ** attempt)))
    }
    throw new GitFailed(`the branch ${branch} moved on at each of 30 tries; run again when fewer runs are under way`)
  }

  return {
    tip,
    put(file) {
      // Tenants of one process take turns: they would only push one another back.
      const mine = turn.then(() => reachingGit(() => put(file)))
      turn = mine.catch(() => undefined)
      return mine
    },
    async tenants() {
      const commit = await tip('recent')
      const entries = commit === undefined ? [] : await reachingGit(() => entriesIn(repository, commit, ''))
      return entries.filter((entry) => entry.type === 'tree').map((entry) => entry.name)
    },
    shelf: (tenant, how) => shelfAt(repository, () => tip(how), tenant),
    // A dot may stand in a tenant's id where git takes none in the name of a branch.
    lockBranch: (tenant) => open(`roster-lock/${tenant.replaceAll('.', '%2E')}`),
  }
}

/** Talks to git; its refusals become LedgerUnavailable. */
export async function reachingGit<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof GitFailed)) throw error
    throw new LedgerUnavailable(
      `the ledger's branch cannot be reached: ${error.message}. Nothing more is changed; mend the connection or the rights ` +
        'and run again (`ledger: { store: file }` keeps the ledger without git)',
      { cause: error },
    )
  }
}

async function remoteOf(repository: Repository, named: string | undefined): Promise<string | undefined> {
  const known = await remotes(repository)
  if (named === undefined) return known.includes('origin') ? 'origin' : undefined
  if (known.includes(named)) return named
  throw new LedgerUnavailable(`the remote ${named} of the ledger is not known here: add it with \`git remote add\``)
}

/** Run files of a commit. Ids of the listing are kept for reading: a commit does not change. */
function shelfAt(repository: Repository, tip: () => Promise<ObjectId | undefined>, tenant: string): Shelf {
  let ids: ReadonlyMap<string, ObjectId> | undefined
  const listed = async (): Promise<ReadonlyMap<string, ObjectId>> => {
    const commit = await tip()
    const entries = commit === undefined ? [] : await reachingGit(() => entriesIn(repository, commit, tenant))
    return new Map(entries.filter((entry) => entry.type === 'blob').map((entry) => [entry.name, entry.id]))
  }
  return {
    async names() {
      ids ??= await listed()
      return runFileNames([...ids.keys()])
    },
    async read(names) {
      const known = (ids ??= await listed())
      const wanted = names.filter((name) => known.has(name))
      const found = await reachingGit(() =>
        texts(
          repository,
          wanted.map((name) => known.get(name) ?? ''),
        ),
      )
      return wanted.map((name, index) => ({ name, text: found[index] ?? '' }))
    },
  }
}
