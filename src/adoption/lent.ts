import type { DesiredTenant } from '../language/compile/desired-tenant.ts'
import type { Snapshot } from '../reconciler/observe.ts'
import type { Note } from './result.ts'
import type { Survey } from './survey.ts'

/** Licences of the files that people have by themselves; what they have through a group goes with the group. */
export interface Lent {
  /** Reference of an account -> ids of licences. */
  readonly byAccount: ReadonlyMap<string, readonly string[]>
  /** Entries that were there before are not changed: what they do not name would be taken back. */
  readonly notes: readonly Note[]
}

/** Who has which licence of the files. */
export function lentIn(
  { directory, licences: observed }: Pick<Snapshot, 'directory' | 'licences'>,
  { licences: declared }: Pick<DesiredTenant, 'licences'>,
  { declaredPeople }: Pick<Survey, 'declaredPeople'>,
): Lent {
  const byAccount = new Map<string, string[]>()
  const notes: Note[] = []
  const pools = observed === undefined || 'unreadable' in observed ? [] : observed.pools
  for (const [id, licence] of [...declared].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const pool = pools.find(({ sku }) => sku === licence.sku)
    if (pool === undefined || licence.directory !== directory) continue
    const inherited = new Set(pool.inherited)
    for (const holder of pool.holders.filter((each) => !inherited.has(each))) {
      const person = declaredPeople.get(holder)
      if (person === undefined) byAccount.set(holder, [...(byAccount.get(holder) ?? []), id])
      else if (![licence.holders, licence.resting, licence.takenOut].some((named) => named.has(person)))
        notes.push({ about: person, message: 'has a licence that its entry does not name; add it there', detail: id })
    }
  }
  return { byAccount, notes }
}
