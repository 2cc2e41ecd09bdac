import { join } from 'node:path'
import { git } from '../git/repositories.ts'
import type { Account } from './accounts.ts'

/** A commit as git has it. */
export interface GitCommit {
  readonly sha: string
  readonly message: string
  readonly author: Signature
  readonly committer: Signature
}

interface Signature {
  readonly name: string
  readonly email: string
  readonly date: string
}

/** The bare repository that people push to, with what the forge wants to know of it. */
export interface Remote {
  readonly path: string
  tip(ref: string): Promise<string | undefined>
  /** Oldest first. */
  commits(base: string, head: string): Promise<readonly GitCommit[]>
  files(base: string, head: string): Promise<readonly { readonly path: string; readonly previous?: string }[]>
  setRef(ref: string, commit: string): Promise<void>
  /** Takes the objects of another repository over, as a forge does of a fork. */
  fetch(from: string, branch: string): Promise<void>
  /** Merges and pushes; the commit that the branch is at then. */
  merge(wish: MergeWish): Promise<string>
}

/** How a request is merged, and by whom. */
export interface MergeWish {
  readonly how: 'merge' | 'squash' | 'rebase'
  readonly base: string
  readonly head: string
  readonly title: string
  readonly by: Account
}

/** A bare repository on disk; `workshop` is a work tree beside it that merges are made in. */
export function remoteAt(path: string, workshop: string): Remote {
  const bare = (...args: readonly string[]): Promise<string> => git(path, ...args)
  return {
    path,
    tip: (ref) => bare('rev-parse', '--verify', '--quiet', `${ref}^{commit}`).catch(() => undefined),
    commits: async (base, head) =>
      (await bare('log', '--reverse', '-z', `--format=${format}`, `${base}..${head}`))
        .split('\0')
        .filter((line) => line !== '')
        .map(commitOf),
    files: async (base, head) => filesOf(await bare('diff', '--name-status', '-M', '-z', `${base}...${head}`)),
    setRef: async (ref, commit) => void (await bare('update-ref', ref, commit)),
    fetch: async (from, branch) => void (await bare('fetch', '--quiet', from, branch)),
    merge: (wish) => mergeIn(workshop, wish),
  }
}

const format = ['%H', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'].join('%x1f')

function commitOf(line: string): GitCommit {
  const [sha = '', an = '', ae = '', ad = '', cn = '', ce = '', cd = '', message = ''] = line.trimStart().split('\x1f')
  return {
    sha,
    message: message.trim(),
    author: { name: an, email: ae, date: ad },
    committer: { name: cn, email: ce, date: cd },
  }
}

function filesOf(printed: string): readonly { readonly path: string; readonly previous?: string }[] {
  const words = printed.split('\0')
  const found: { path: string; previous?: string }[] = []
  for (let at = 0; at + 1 < words.length;) {
    const moved = (words[at] ?? '').startsWith('R')
    const [first = '', second = ''] = [words[at + 1], words[at + 2]]
    found.push(moved ? { path: second, previous: first } : { path: first })
    at += moved ? 3 : 2
  }
  return found
}

/** The forge signs as the committer of what it makes; who presses the button is the author of it. */
async function mergeIn(folder: string, { how, base, head, title, by }: MergeWish): Promise<string> {
  const as = ['-c', `user.name=${by.login}`, '-c', `user.email=${by.email}`]
  const here = (...args: readonly string[]): Promise<string> => git(folder, ...as, ...args)
  await here('fetch', '--quiet', 'origin', '+refs/*:refs/remotes/all/*')
  await here('checkout', '--quiet', '--force', '-B', base, `refs/remotes/all/heads/${base}`)
  if (how === 'rebase') await here('cherry-pick', `${base}..${head}`)
  if (how === 'merge') await here('merge', '--quiet', '--no-ff', '-m', title, head)
  if (how === 'squash') {
    await here('merge', '--quiet', '--squash', head)
    await here('commit', '--quiet', '-m', title)
  }
  await here('push', '--quiet', 'origin', `HEAD:refs/heads/${base}`)
  return here('rev-parse', 'HEAD')
}

/** What a commit changes: a text, or null for a file that goes. */
export type Edits = Readonly<Record<string, string | null>>

/** Where the parts of a stage lie below its folder. */
export const places = (folder: string): Readonly<Record<'remote' | 'workshop' | 'desk', string>> => ({
  remote: join(folder, 'remote.git'),
  workshop: join(folder, 'workshop'),
  desk: join(folder, 'desk'),
})
