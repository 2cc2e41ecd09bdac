import type { Edited, Splice } from '../load/edit.ts'
import { refused, sameValue, spliced } from '../load/edit.ts'
import type { Ordering } from '../load/fmt.ts'
import { idMistake } from '../load/ids.ts'
import { parse } from '../load/parse.ts'
import { Lines } from '../load/place.ts'
import { isSpec, type Spec } from '../load/spec.ts'
import { Differences } from './differences.ts'
import type { Edit } from './edits.ts'
import { edited } from './edits.ts'
import { orderOf } from './order.ts'
import { Refusal } from './refusal.ts'
import { shapeOf } from './shape.ts'
import { styleOf } from './style.ts'

/** A file, and what shall be changed in it. */
export interface Splicing {
  /** Path in the workspace, for messages. */
  readonly file: string
  readonly text: string
  /** What decides where new keys stand: `propertyOrder` of the kind, as for `roster fmt`. */
  readonly ordering: Ordering
  readonly edits: readonly Edit[]
}

/**
 * Makes all edits in one file, or none. New lines are laid out like the ones around them and stand where `roster fmt`
 * wants them if the keys there are in order, else at the end; every byte outside of what is inserted, replaced or removed
 * stays as it was. The new text is read again and must say exactly what was asked for; where it would not, or where the
 * file has mistakes, the old text comes back with the reason. Edits that are made already change nothing.
 */
export function splice({ file, text, ordering, edits }: Splicing): Edited {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : ''
  const body = text.slice(mark.length)
  const { value: before, diagnostics } = parse(file, body)
  if (!isSpec(before)) return { text, diagnostics }
  try {
    const wanted = edited(before, edits)
    if (sameValue(before, wanted)) return { text, diagnostics: [] }
    if (ordering.form === 'map') refuseBadIds(before, wanted)
    const after = spliced(body, splicesOf(body, before, wanted, ordering))
    prove(file, after, wanted)
    return { text: mark + after, diagnostics: [] }
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal
    return refused(file, text, refusal)
  }
}

/** Reads a new text: where it has mistakes or says something else than what was asked for, it is not written. */
export function prove(file: string, text: string, wanted: Spec): void {
  const { value, diagnostics } = parse(file, text)
  const mistake = diagnostics.find(({ severity }) => severity === 'error')
  if (mistake !== undefined) {
    throw new Refusal(`With the change the file could not be read: ${mistake.message}`, mistake.fix)
  }
  if (!sameValue(value, wanted)) throw new Refusal('The edited text would not say exactly what was asked for.')
}

/** New ids must be ids. */
export function refuseBadIds(before: Spec, wanted: Spec): void {
  for (const id of Object.keys(wanted)) {
    if (Object.hasOwn(before, id)) continue
    const mistake = idMistake(id)
    if (mistake !== undefined) throw new Refusal(mistake.message, mistake.fix)
  }
}

function splicesOf(text: string, before: Spec, wanted: Spec, ordering: Ordering): readonly Splice[] {
  const root = shapeOf(text)
  if (root === undefined) throw new Refusal('The file is laid out oddly.')
  const page = { text, lines: new Lines(text), style: styleOf(text, root), order: orderOf(ordering) }
  const splices = new Differences(page).ofRoot(root, before, wanted)
  // Several splices may start at one place: what is inserted there comes before what is cut, the inner before the outer.
  return splices.toSorted((a, b) => a.from - b.from || a.to - b.to)
}
