import { clipped } from '../../report/markdown.ts'

/** Text on one line, at most 300 characters. */
export function oneLine(text: string): string {
  return clipped(text.replaceAll(/\s+/g, ' ').trim(), 300)
}
