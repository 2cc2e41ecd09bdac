import type { Splice } from '../load/edit.ts'
import { Refusal } from './refusal.ts'

/** A map or a list between brackets, and what becomes of its parts. */
export interface FlowChange {
  readonly text: string
  /** Of the brackets, both included. */
  readonly from: number
  readonly to: number
  readonly parts: readonly { readonly from: number; readonly to: number; readonly stays: boolean }[]
  /** New parts by the part that they stand behind; -1: before the first. */
  readonly added: ReadonlyMap<number, readonly string[]>
  /** What stands between bracket and part where nothing stood before: a space in maps. */
  readonly padding: '' | ' '
}

/** The smallest splices that add parts and take some out, each with one comma. */
export function flowSplices(change: FlowChange): readonly Splice[] {
  const { from, to, parts, added, padding } = change
  if (!parts.some(({ stays }) => stays)) {
    const all = [...added].toSorted(([a], [b]) => a - b).flatMap(([, texts]) => texts)
    const inside = all.length === 0 ? '' : `${padding}${all.join(', ')}${padding}`
    return [{ from: from + 1, to: to - 1, insert: withoutComments(change, from + 1, to - 1, inside) }]
  }
  return [...additions(change), ...removals(change)]
}

function additions({ parts, added }: FlowChange): readonly Splice[] {
  return [...added].map(([behind, texts]) => {
    if (behind === -1)
      return { from: parts[0]!.from, to: parts[0]!.from, insert: texts.map((text) => `${text}, `).join('') }
    const at = parts[behind]!.to
    return { from: at, to: at, insert: texts.map((text) => `, ${text}`).join('') }
  })
}

/** Cuts each run of parts that go, with the commas behind them, or before them at the end. */
function removals(change: FlowChange): readonly Splice[] {
  const { parts } = change
  const splices: Splice[] = []
  for (let first = 0; first < parts.length; first++) {
    if (parts[first]!.stays) continue
    let last = first
    while (last + 1 < parts.length && !parts[last + 1]!.stays) last++
    const from = first > 0 ? parts[first - 1]!.to : parts[first]!.from
    const to = first > 0 ? parts[last]!.to : parts[last + 1]!.from
    splices.push({ from, to, insert: withoutComments(change, from, to, '') })
    first = last
  }
  return splices
}

function withoutComments({ text }: FlowChange, from: number, to: number, insert: string): string {
  if (!mayHoldComment(text.slice(from, to))) return insert
  throw new Refusal('A comment stands inside the brackets that would be changed.')
}

/** Whether a part of a text may hold a comment: only one of several lines can, since a comment ends its line. */
export function mayHoldComment(part: string): boolean {
  return part.includes('\n') && /(?:^|[\s,[\]{}])#/.test(part)
}
