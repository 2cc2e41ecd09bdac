import type { AccessEntity, AccessRole } from '../../access/access.ts'
import type { Contract } from '../accounts/contract.ts'
import { inEffect } from '../access/remembered.ts'
import { folded } from './columns.ts'

/** Folded name or id -> the ids it may stand for. */
type Names = ReadonlyMap<string, readonly string[]>

/** What the names in a list stand for. */
export interface Naming {
  readonly roles: Names
  readonly entities: Names
}

/** The roles and entities of a contract by the names that its platform shows: those of the files, and those that are still live. */
export function namingOf({ access, memory }: Contract): Naming {
  const live = [...inEffect(memory, access.platform)].flatMap(([key, element]) => {
    const { id, name } = element
    return key.startsWith('role/') && typeof id === 'string' && typeof name === 'string' ? [{ id, name }] : []
  })
  return { roles: byName([...access.roles.values(), ...live]), entities: byName([...access.entities.values()]) }
}

function byName(things: readonly Pick<AccessRole | AccessEntity, 'id' | 'name'>[]): Names {
  const names = new Map<string, string[]>()
  const add = (word: string, id: string): void => {
    const same = names.get(folded(word)) ?? []
    if (!same.includes(id)) names.set(folded(word), [...same, id])
  }
  for (const { id, name } of things) add(name, id)
  for (const { id } of things) if (!names.has(folded(id))) add(id, id)
  return names
}

/** What one name stands for: of several with that name, the one that was known before, or else asked for; of none, itself behind `~`. */
export function idNamed(names: Names, name: string, likely: readonly string[]): string {
  const ids = names.get(folded(name)) ?? []
  return ids.find((id) => likely.includes(id)) ?? ids[0] ?? `~${name}`
}

/** Several roles in one cell; a name that holds the separator stays whole. */
export function rolesNamed(names: Names, cell: string, likely: readonly string[]): readonly string[] {
  if (cell === '' || /^(?:-+|–|—)$/.test(cell)) return []
  if (names.has(folded(cell))) return [idNamed(names, cell, likely)]
  const parts = cell.split(/[;,\n]/).map((part) => part.trim())
  const ids = parts.filter((part) => part !== '').map((part) => idNamed(names, part, likely))
  return [...new Set(ids)]
}
