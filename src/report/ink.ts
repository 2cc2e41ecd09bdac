import picocolors from 'picocolors'
import { printable } from './printable.ts'

/** The only way text gets into a report: made printable first, then coloured, if there is colour. */
export interface Ink {
  readonly plain: (text: string) => string
  readonly strong: (text: string) => string
  readonly faint: (text: string) => string
  readonly add: (text: string) => string
  readonly remove: (text: string) => string
  readonly change: (text: string) => string
  readonly warn: (text: string) => string
  readonly good: (text: string) => string
}

/** Ink with or without colour. Colour never carries the meaning alone: symbols and words do. */
export function inkOf(colour: boolean): Ink {
  const pen = picocolors.createColors(colour)
  return {
    plain: printable,
    strong: (text) => pen.bold(printable(text)),
    faint: (text) => pen.dim(printable(text)),
    add: (text) => pen.green(printable(text)),
    remove: (text) => pen.red(printable(text)),
    change: (text) => pen.yellow(printable(text)),
    warn: (text) => pen.yellow(printable(text)),
    good: (text) => pen.green(printable(text)),
  }
}
