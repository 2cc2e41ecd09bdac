import type { Branch } from '../git/branch.ts'
import type { ObjectId, Repository } from '../git/git.ts'
import { commitOf, entriesIn, texts } from '../git/tree.ts'
import type { Holder, LeaseBook } from './lease.ts'

/** Leases as commits on a branch of the tenant's own: every taking, renewal and release is a push that must be a fast forward. */
export function gitLeases(of: {
  readonly repository: Repository
  readonly branch: Branch
  readonly now: () => Date
  /** How long a check relies on the last look at the branch. */
  readonly trustMs: number
}): LeaseBook {
  const { repository, branch, now, trustMs } = of
  let seen: ObjectId | undefined

  const write = async (parent: ObjectId | undefined, holder: Holder): Promise<boolean> => {
    const files = new Map([['lock', `${JSON.stringify(holder)}\n`]])
    const message = holder.released ? `lease ${holder.fence} released` : `lease ${holder.fence} until ${holder.until}`
    return branch.move(parent, await commitOf(repository, { parent, folder: '', files, message, at: now() }))
  }

  return {
    trustMs,
    async latest() {
      seen = await branch.tip()
      return seen === undefined ? undefined : holderAt(repository, seen)
    },
    // On top of what `latest` saw: where the branch has moved since, the push is refused.
    claim: (holder) => write(seen, holder),
    async rewrite(holder) {
      const tip = await branch.tip()
      if (tip === undefined || (await holderAt(repository, tip))?.fence !== holder.fence) return false
      return write(tip, holder)
    },
  }
}

async function holderAt(repository: Repository, commit: ObjectId): Promise<Holder | undefined> {
  const lock = (await entriesIn(repository, commit, '')).find((entry) => entry.name === 'lock')
  if (lock === undefined) return undefined
  const [text = ''] = await texts(repository, [lock.id])
  return JSON.parse(text) as Holder
}
