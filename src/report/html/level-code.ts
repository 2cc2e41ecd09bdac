import type { Layer } from '../../access/chain.ts'
import { levels } from '../../model/level.ts'
import type { LevelCode } from './data.ts'

const layers: readonly Layer[] = ['nobody', 'base', 'roles', 'department', 'override', 'forced']
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** How levels stand in a report: one character for each permission, whatever the size of the tenant. */
export const levelCode: LevelCode = { alphabet, levels, layers }

/** A level and the layer that decided it, as one character. */
export function levelMark(rank: number, layer: Layer): string {
  return alphabet.charAt(layers.indexOf(layer) * levels.length + rank)
}
