import picocolors from 'picocolors'
import { printable } from './printable.ts'

/** The only way text gets into a report: made printable first, then coloured, if there is colour. */
export interface Ink {
  plain(text: string): string
  strong(text: string): string
  faint(text: string): string
  add(text: string): string
  remove(text: string): string
  change(text: string): string
  warn(text: string): string
  good(text: string): string
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
