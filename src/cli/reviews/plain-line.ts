import { shown } from '../../language/load/hygiene.ts'
import { clipped } from '../../report/markdown.ts'
import { visible } from '../../report/printable.ts'

/** Anybody's text as a file may hold it: on one line, at most 300 characters, and nothing in it that cannot be seen. */
export function plainLine(text: string): string {
  const flat = visible(text.replaceAll(/\s+/g, ' ').trim())
  return clipped(shown(flat).normalize('NFC'), 300)
}
