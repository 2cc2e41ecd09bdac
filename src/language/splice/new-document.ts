import type { Edited } from '../load/edit.ts'
import { refused } from '../load/edit.ts'
import type { Ordering } from '../load/fmt.ts'
import type { FileKind } from '../load/kinds.ts'
import { Spec } from '../load/spec.ts'
import { sayable } from './edits.ts'
import { orderOf } from './order.ts'
import { Refusal } from './refusal.ts'
import { prove, refuseBadIds } from './splice.ts'
import { ownStyle } from './style.ts'
import { mapLines } from './write.ts'

/** A file that is not there yet. */
export interface NewDocument {
  /** Path in the workspace: the line that names the schema leads from there to its root. */
  readonly file: string
  /** The kind whose schema helps in editors; undefined: the file names none. */
  readonly schema: FileKind | 'tenant' | 'roster' | undefined
  readonly ordering: Ordering
  /** Id -> spec, or the properties of the one spec. */
  readonly value: Readonly<Record<string, unknown>>
}

/** The text of a new file as `roster fmt` leaves it; '' and the reason where it cannot be written. */
export function newDocument({ file, schema, ordering, value }: NewDocument): Edited {
  try {
    const wanted = sayable(value, []) as Spec
    if (ordering.form === 'map') refuseBadIds(new Spec(), wanted)
    const lines = mapLines({ path: [], value: wanted, indent: 0 }, ownStyle, orderOf(ordering))
    const text = [...schemaLine(file, schema), ...(lines.length === 0 ? ['{}'] : lines), ''].join('\n')
    prove(file, text, wanted)
    return { text, diagnostics: [] }
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal
    return refused(file, '', refusal)
  }
}

function schemaLine(file: string, schema: NewDocument['schema']): readonly string[] {
  if (schema === undefined) return []
  const up = '../'.repeat(file.split('/').length - 1) || './'
  return [`# yaml-language-server: $schema=${up}schema/${schema}.schema.json`]
}
