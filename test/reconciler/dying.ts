import type { Ledger } from '../../src/ledger/ledger.ts'
import { Crash } from './crash.ts'

/** A ledger whose writer dies, and how far it came. */
export interface Dying {
  readonly ledger: Ledger
  readonly written: () => number
  readonly isDead: () => boolean
}

/** The process dies once so many records are in the ledger; nothing that it does afterwards reaches it. */
export function dyingAfter(records: number, ledger: Ledger): Dying {
  let left = records
  let dead = false
  const dying: Ledger = {
    ...ledger,
    open: async (tenant, apply, lease) => {
      const journal = await ledger.open(tenant, apply, lease)
      return {
        announce: (entries) => journal.announce(entries),
        record: async (entries) => {
          const kept = entries.slice(0, left)
          left -= kept.length
          await journal.record(kept)
          dead ||= kept.length < entries.length
          if (dead) throw new Crash('gone')
        },
        close: async () => {
          const head = await journal.close()
          if (dead) throw new Crash('gone')
          return head
        },
      }
    },
  }
  return { ledger: dying, written: () => records - left, isDead: () => dead }
}
