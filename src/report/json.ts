import { printableJson } from './printable.ts'

/**
 * One JSON document, in pieces: a plan may be longer than a string can be. Elements of the document's arrays stand one to
 * a line; nothing in it is a character that a terminal would act on.
 */
export function* jsonChunks(document: object): Iterable<string> {
  let first = true
  yield '{'
  for (const [name, value] of Object.entries(document) as [string, unknown][]) {
    if (value === undefined) continue
    yield `${first ? '' : ','}\n  ${JSON.stringify(name)}: `
    first = false
    if (Array.isArray(value)) yield* elements(value)
    else yield printableJson(JSON.stringify(value, undefined, 2)).replaceAll('\n', '\n  ')
  }
  yield first ? '}\n' : '\n}\n'
}

function* elements(values: readonly unknown[]): Iterable<string> {
  if (values.length === 0) return yield '[]'
  for (const [at, value] of values.entries())
    yield `${at === 0 ? '[' : ','}\n    ${printableJson(JSON.stringify(value))}`
  yield '\n  ]'
}
