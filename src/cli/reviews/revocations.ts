import { inForce } from '../../access/access.ts'
import { impactOf } from '../../access/impact.ts'
import { overlaid } from '../../adoption/overlay.ts'
import type { FileChange } from '../../adoption/result.ts'
import type { Line } from '../../reviews/campaign.ts'
import { declaredItems } from '../../reviews/declared.ts'
import { itemKey, type ReviewItem } from '../../reviews/item.ts'
import { changed, type EntryChange } from '../drift/changes.ts'
import { askedOf, readFrom, type Asked } from '../inquiry.ts'
import { lineInWords } from './texts.ts'
import { waysToRevoke } from './ways.ts'

/** What becomes of things that are to go. */
export interface Revocations {
  /** Those that the files give no more. */
  readonly edited: readonly Line[]
  /** What no edit takes away, and why: people do. */
  readonly byHand: readonly { readonly line: Line; readonly why: string }[]
  readonly files: readonly FileChange[]
}

interface Taken {
  readonly line: Line
  readonly changes: readonly EntryChange[]
}

/** Edits the files so that they give some things no more. An edit counts once the files, read anew, give that less and nothing more. */
export function revoked(asked: Asked, lines: readonly Line[]): Revocations {
  const given = new Set(declaredItems(asked.desired, asked.asOf).map(itemKey))
  const byHand = lines
    .filter((line) => !given.has(itemKey(line)))
    .map((line) => ({
      line,
      why: 'no line of the files gives it: the next apply takes it away where roster owns the group, elsewhere people do',
    }))
  const open = lines
    .filter((line) => given.has(itemKey(line)))
    .map((line) => ({ line, ways: waysToRevoke(asked, line) }))
  const atOnce = open.map(({ line, ways: [first = []] }): Taken => ({ line, changes: first }))
  const together = proved(asked, atOnce)
  if ('files' in together) return { edited: atOnce.map(({ line }) => line), byHand, files: together.files }
  return oneByOne(asked, open, byHand)
}

function oneByOne(
  asked: Asked,
  open: readonly { readonly line: Line; readonly ways: readonly (readonly EntryChange[])[] }[],
  known: Revocations['byHand'],
): Revocations {
  const byHand = [...known]
  let taken: readonly Taken[] = []
  let files: readonly FileChange[] = []
  for (const { line, ways } of open) {
    let why = 'nothing in the files stands for it alone'
    for (const [at, changes] of ways.entries()) {
      const tried = proved(asked, [...taken, { line, changes }])
      if ('files' in tried) {
        taken = [...taken, { line, changes }]
        files = tried.files
        break
      }
      if (at === 0) why = tried.why
    }
    if (taken.at(-1)?.line !== line) byHand.push({ line, why })
  }
  return { edited: taken.map(({ line }) => line), byHand, files }
}

function proved(
  asked: Asked,
  taken: readonly Taken[],
): { readonly files: readonly FileChange[] } | { readonly why: string } {
  const { files, desired, tree, asOf } = asked
  const made = changed(
    files,
    desired.id,
    taken.flatMap(({ changes }) => changes),
  )
  const [mistake] = made.diagnostics
  if (mistake !== undefined) return { why: `${mistake.file} cannot be edited so: ${mistake.message}` }
  const after = askedOf(readFrom(asked, overlaid(tree, made.changes)), desired.id)
  if (!('desired' in after)) return { why: `the files would have a mistake: ${after.diagnostics[0]?.message ?? ''}` }
  if (after.desired.problems.length > desired.problems.length)
    return { why: after.desired.problems.at(-1)?.message ?? 'it could not be planned' }
  const why = objection(declaredItems(desired, asOf), declaredItems(after.desired, asOf), taken) ?? gain(asked, after)
  return why === undefined ? { files: made.changes } : { why }
}

/** What speaks against an edit: it does not take the thing away, it takes something else, or it gives something. */
export function objection(
  before: readonly ReviewItem[],
  after: readonly ReviewItem[],
  taken: readonly { readonly line: ReviewItem }[],
): string | undefined {
  const [had, has] = [new Set(before.map(itemKey)), new Set(after.map(itemKey))]
  const still = taken.find(({ line }) => has.has(itemKey(line)))
  if (still !== undefined) return `something else gives it too (${lineInWords(still.line)})`
  // An account that loses its last part is not given anew.
  const accounts = new Set(before.flatMap(accountOf))
  const isNew = (item: ReviewItem): boolean =>
    !had.has(itemKey(item)) && !(item.has === 'account' && accountOf(item).some((key) => accounts.has(key)))
  const given = after.find(isNew)
  if (given !== undefined) return `it would give ${lineInWords(given)}`
  // With the last part of an account the rest of it goes.
  const wanted = new Set(taken.flatMap(({ line }) => [itemKey(line), ...accountOf(line)]))
  const other = before.find(
    (item) => !has.has(itemKey(item)) && ![itemKey(item), ...accountOf(item)].some((key) => wanted.has(key)),
  )
  return other === undefined ? undefined : `it would also take ${lineInWords(other)}`
}

function accountOf({ has, person, where }: ReviewItem): readonly string[] {
  return has === 'group' || has === 'licence' ? [] : [`${where}/${person}`]
}

/** Less of one thing can be more of another: a scope that falls away widens what is left. */
function gain(before: Asked, after: Asked): string | undefined {
  for (const [platform, full] of after.desired.access) {
    const had = before.desired.access.get(platform)
    if (had === undefined) continue
    const now = inForce(full, after.asOf)
    const changes = impactOf({ tenant: before.desired.id, before: inForce(had, before.asOf), after: now, full })
    const found = changes.find(({ change }) => change === 'gained')
    if (found !== undefined) return `somebody would gain by it: ${found.summary}`
  }
  return undefined
}
