import { createHash } from 'node:crypto'
import type { Change } from './changes.ts'

/**
 * Draws changes so that anybody can draw them again: they are put in the order of sha256 over the seed, a line feed and the id of
 * the change, and the first are taken.
 */
export function sampleOf(changes: readonly Change[], n: number, seed: string): readonly Change[] {
  const drawn = changes.map((change) => ({ change, draw: drawOf(seed, change.id) }))
  return drawn
    .toSorted((a, b) => (a.draw < b.draw ? -1 : 1))
    .slice(0, n)
    .map(({ change }) => change)
}

/** The number that decides when a change is drawn, as hex. */
export function drawOf(seed: string, id: string): string {
  return createHash('sha256').update(`${seed}\n${id}`).digest('hex')
}
