import type { Line } from './questions.ts'

/** The part of the command line that looks back: how things came about, and proof of it. */
export function addHistory(_line: Line): void {}
