import { createHash } from 'node:crypto'
import { canonical } from '../model/canonical.ts'
import type { ChainedEntry, Entry } from '../model/entry.ts'
import type { Head } from './ledger.ts'

/** What the first entry of a chain names as the one before it. */
export const genesis: Head = { seq: 0, hash: '0'.repeat(64) }

/** An entry in its place, before its hash is known. */
export type Link = Omit<ChainedEntry, 'hash'>

/**
 * Writes an entry as its line of the ledger, without the line end, and says its hash. The line is the canonical JSON of
 * the whole entry, so that a verifier can demand it byte for byte.
 */
export function lineOf(link: Link): { readonly hash: string; readonly line: string } {
  const before = `{"at":${canonical(link.at)},"entry":${canonical(link.entry)},"fence":${canonical(link.fence)}`
  const after = `,"prev":${canonical(link.prev)},"seq":${canonical(link.seq)}}`
  const hash = createHash('sha256').update(before).update(after).digest('hex')
  return { hash, line: `${before},"hash":"${hash}"${after}` }
}

/** The growing end of one tenant's chain. */
export interface Tail {
  /** Chains the entries and gives their lines, each with its line end. */
  extend(entries: readonly Entry[]): string
  head(): Head
}

/** A tail that goes on from `head`, under the lease numbered `fence`. */
export function tailAfter(head: Head, fence: number, now: () => Date): Tail {
  let last = head
  return {
    extend(entries) {
      let end = last
      let text = ''
      for (const entry of entries) {
        const { hash, line } = lineOf({ seq: end.seq + 1, prev: end.hash, fence, at: now().toISOString(), entry })
        text += `${line}\n`
        end = { seq: end.seq + 1, hash }
      }
      // Only now: an entry that cannot be written leaves no gap behind.
      last = end
      return text
    },
    head: () => last,
  }
}

/** Reads `<seq>:<hash>`; undefined where it is not one. */
export function parseHead(text: string): Head | undefined {
  const [, seq, hash] = /^([1-9][0-9]{0,14}):([0-9a-f]{64})$/.exec(text.trim()) ?? []
  return seq === undefined || hash === undefined ? undefined : { seq: Number(seq), hash }
}
