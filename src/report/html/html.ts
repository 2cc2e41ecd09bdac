import { visible } from '../printable.ts'

/** Markup that is fit for a page: what was put into it is escaped already. */
export interface Markup {
  readonly markup: string
}

/** Markup with values in it; each is escaped, unless it is markup itself. There is no other way into a page but `sealed`. */
export function html(pieces: TemplateStringsArray, ...values: readonly (string | number | Markup)[]): Markup {
  const parts = pieces.map((piece, at) => piece + filledIn(values[at] ?? ''))
  return { markup: parts.join('') }
}

function filledIn(value: string | number | Markup): string {
  return typeof value === 'object' ? value.markup : escaped(String(value))
}

/** Text as it stands between tags and inside quoted attributes. */
export function escaped(text: string): string {
  return text.replaceAll(/[&<>"'`=]/g, (character) => `&#${character.charCodeAt(0)};`)
}

/**
 * A value as JSON inside a `script` element. No `<` is left in it, so that nothing in it ends the element or begins a comment.
 */
export function jsonMarkup(value: unknown): Markup {
  const json = JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'string' ? visible(inner) : inner))
  return { markup: json.replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029') }
}

/** What roster itself brings into a page: its style and its script. Throws where the text would end its own element. */
export function sealed(element: 'style' | 'script', text: string): Markup {
  if (/<\/(style|script)|<!--/i.test(text)) throw new Error(`the ${element} of the page would end itself`)
  return { markup: `<${element}>${text}</${element}>` }
}
