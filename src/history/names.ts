import { parseAddress } from '../model/address.ts'
import type { ChainedEntry } from '../model/entry.ts'
import type { Operation } from '../model/operation.ts'
import { isDone } from '../model/outcome.ts'

/** An id that a person or a group went by, and for which records of the chain: from the first to the last one, both included. */
export interface Name {
  readonly id: string
  readonly from: number
  readonly to: number
}

interface Move {
  readonly from: string
  readonly to: string
  readonly seq: number
}

/**
 * Every id that somebody went by, newest first. Whoever is asked for by an id that was given up is followed to the one that came
 * after it; an id that somebody else took over since is theirs.
 */
export function namesOf(chain: readonly ChainedEntry[], kind: 'user' | 'group', asked: string): readonly Name[] {
  const moves = movesOf(chain, kind)
  const last = latest(moves, asked, lastSeenAs(chain, kind, asked))
  const names: Name[] = []
  let [id, to] = [last, Number.MAX_SAFE_INTEGER]
  for (const move of moves.toReversed()) {
    if (move.to !== id || move.seq > to) continue
    names.push({ id, from: move.seq, to })
    ;[id, to] = [move.from, move.seq]
  }
  return [...names, { id, from: 0, to }]
}

/** Whether one of the names is meant by an id at a record. */
export function isNamed(names: readonly Name[], id: string, seq: number): boolean {
  return names.some((name) => name.id === id && name.from <= seq && seq <= name.to)
}

function latest(moves: readonly Move[], asked: string, seen: number): string {
  let [id, since] = [asked, seen]
  for (const move of moves) if (move.from === id && move.seq >= since) [id, since] = [move.to, move.seq]
  return id
}

/** The number of the last record that makes or takes over something under this id; 0: none. */
function lastSeenAs(chain: readonly ChainedEntry[], kind: string, id: string): number {
  const ends = `/${kind}/${id}`
  const found = chain.findLast(({ entry }) =>
    entry.type === 'adopt'
      ? entry.address.endsWith(ends)
      : entry.type === 'intent' && entry.operation.verb === 'create' && entry.operation.address.endsWith(ends),
  )
  return found?.seq ?? 0
}

/** Every change of an id, in order; in several directories at once it is one. */
function movesOf(chain: readonly ChainedEntry[], kind: 'user' | 'group'): readonly Move[] {
  const announced = new Map<string, Operation>()
  const moves: Move[] = []
  const add = ({ address, previousAddress, kind: about }: Operation, seq: number): void => {
    if (previousAddress === undefined || about !== kind) return
    const [was, is] = [parseAddress(previousAddress), parseAddress(address)]
    if (was.id === is.id) return
    const last = moves.findLast((move) => [move.from, move.to].some((id) => id === was.id || id === is.id))
    if (last?.from !== was.id || last.to !== is.id) moves.push({ from: was.id, to: is.id, seq })
  }
  for (const { seq, entry } of chain) {
    if (entry.type === 'intent' && entry.operation.previousAddress !== undefined)
      announced.set(entry.operation.id, entry.operation)
    else if (entry.type === 'outcome' && isDone(entry.status)) {
      const operation = announced.get(entry.operation)
      if (operation !== undefined) add(operation, seq)
    }
  }
  return moves
}
