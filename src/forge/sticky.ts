import type { Comment, Forge } from './forge.ts'
import { markerLine, markerOf, withoutMarker } from './marker.ts'
import { ourselves } from './ourselves.ts'

/** What the one comment of a kind is to say. */
export interface Sticky {
  /** Which of roster's comments it is: `plan`. */
  readonly marker: string
  /** Markdown, without the marker. */
  readonly body: string
  /** RFC 3339 in UTC: when what it says was seen. What was seen later wins, whoever posts last. */
  readonly observedAt: string
  /** What it was made for. */
  readonly state: { readonly head: string; readonly digest?: string }
  /** There is nothing to say: what stands there is replaced, but no comment is made for it. */
  readonly quiet?: boolean
}

/** What became of it: `older`: something that was seen later stands there; `none`: nothing to say and no comment. */
export type StickyOutcome = 'created' | 'edited' | 'unchanged' | 'older' | 'none'

/**
 * Keeps one comment of a kind on a pull request or an issue: found by the marker at its very start and by its author, over
 * all pages; edited in place, made again if somebody deleted it. Throws ForgeFault.
 */
export async function upsertSticky(forge: Forge, number: number, sticky: Sticky): Promise<StickyOutcome> {
  const line = markerLine({ what: sticky.marker, observedAt: sticky.observedAt, ...sticky.state })
  const text = `${line}\n${sticky.body}`
  const ours = await oursOn(forge, number, sticky.marker)
  if (ours.length > 0) return replace(forge, ours, text)
  if (sticky.quiet === true) return 'none'
  const made = await forge.comment(number, text)
  await ourselves(forge, made.by, () => forge.deleteComment(made.id))
  // Two runs that found none have both written one: whoever looks again leaves the oldest, with what was seen last.
  const both = await oursOn(forge, number, sticky.marker)
  if (both.length > 1) await replace(forge, both, text)
  return 'created'
}

/** What the comment of a kind says, and when that was seen. */
export interface Standing {
  /** Markdown, without the marker. */
  readonly text: string
  /** RFC 3339 in UTC. */
  readonly observedAt: string | undefined
}

/** The comment of a kind that stands there; undefined: none of ours. Throws ForgeFault. */
export async function stickyOn(forge: Forge, number: number, marker: string): Promise<Standing | undefined> {
  const [first] = await oursOn(forge, number, marker)
  if (first === undefined) return undefined
  return { text: withoutMarker(first.body), observedAt: markerOf(first.body)?.observedAt }
}

/** Oldest first. */
async function oursOn(forge: Forge, number: number, marker: string): Promise<readonly Comment[]> {
  const [{ login }, comments] = await Promise.all([forge.me(), forge.comments(number)])
  return comments
    .filter(({ by, body }) => by.login === login && markerOf(body)?.what === marker)
    .toSorted((a, b) => a.id - b.id)
}

async function replace(forge: Forge, ours: readonly Comment[], text: string): Promise<StickyOutcome> {
  const [kept, ...others] = ours
  if (kept === undefined) return 'none'
  const seen = ours.map(({ body }) => body)
  const newest = [...seen, text].reduce((best, next) => (seenAt(next) >= seenAt(best) ? next : best))
  if (!isSame(newest, kept.body)) await forge.editComment(kept.id, newest)
  for (const { id } of others) await forge.deleteComment(id)
  if (newest !== text) return 'older'
  return isSame(newest, kept.body) ? 'unchanged' : 'edited'
}

function seenAt(text: string): number {
  const at = markerOf(text)?.observedAt
  return at === undefined ? 0 : Date.parse(at)
}

/** When it was seen is no reason to post the same again; what it was made for is. */
function isSame(a: string, b: string): boolean {
  const [left, right] = [markerOf(a), markerOf(b)]
  return left?.head === right?.head && left?.digest === right?.digest && said(a) === said(b)
}

/** The forge may keep other ends of lines, and none at the end. */
function said(text: string): string {
  return withoutMarker(text).replaceAll('\r\n', '\n').trimEnd()
}
