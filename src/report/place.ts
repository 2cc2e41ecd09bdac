import type { AccessPlace } from '../model/plan.ts'
import { placeOf, viaInWords } from './line.ts'

/** `users.yaml:12`, and through what it came. */
export function placeText({ file, line, via = [] }: AccessPlace): string {
  const place = placeOf({ file, line, via: [] })
  return via.length === 0 ? place : `${place} through ${via.map(viaInWords).join(', ')}`
}
