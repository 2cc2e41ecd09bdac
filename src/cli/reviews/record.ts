import { randomUUID } from 'node:crypto'
import type { ChainedEntry, Entry } from '../../model/entry.ts'
import { journalled } from '../../reconciler/journalled.ts'
import type { Run } from '../../reconciler/run.ts'
import { underLease } from '../../reconciler/under-lease.ts'

/** What the ledger knows of a review. */
export type ReviewEntry = Extract<Entry, { readonly type: 'review' }>

/** What the ledger has of a campaign. */
export interface Recorded {
  /** Hashes of campaign.yaml: begun anew on the same day, there are several. */
  readonly started: readonly string[]
  /** How it was first closed. */
  readonly closed?: ReviewEntry
}

/** What a chain has of each campaign. */
export function reviewsIn(chain: readonly ChainedEntry[]): ReadonlyMap<string, Recorded> {
  const found = new Map<string, Recorded>()
  for (const { entry } of chain) {
    if (entry.type !== 'review') continue
    const known = found.get(entry.campaign) ?? { started: [] }
    if (entry.stage === 'started') found.set(entry.campaign, { ...known, started: [...known.started, entry.hash] })
    else if (known.closed === undefined) found.set(entry.campaign, { ...known, closed: entry })
  }
  return found
}

/** Writes records while the tenant is held; the exit code and the reason where it cannot be. */
export async function recorded(
  run: Run,
  tenant: string,
  entries: readonly Entry[],
): Promise<{ readonly exitCode: number; readonly held: string } | undefined> {
  return underLease(run.ledger, tenant, {
    refused: (exitCode, held) => ({ exitCode, held }),
    work: async (_, lease) => {
      await journalled({ ledger: run.ledger, tenant, apply: randomUUID(), lease }, (journal) => journal.record(entries))
      return undefined
    },
  })
}
