import { printableJson } from './printable.ts'

/** One JSON document: two blanks of indentation, a final newline, and nothing in it that a terminal would act on. */
export function paintJson(document: unknown): string {
  return `${printableJson(JSON.stringify(document, undefined, 2))}\n`
}
