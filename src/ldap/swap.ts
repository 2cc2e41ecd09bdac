import { valuesOf } from '../model/value.ts'
import type { Value } from '../model/value.ts'
import type { Change } from './wire/protocol.ts'

/** From the old values to the wished ones: what is deleted by name, and what is added. `fold` brings equal values to equal text. */
export function swap(
  attribute: string,
  {
    old,
    value,
    fold,
  }: { readonly old: readonly string[]; readonly value: Value | null; readonly fold: (text: string) => string },
): readonly Change[] {
  const wanted = valuesOf(value)
  const [before, after] = [new Set(old.map(fold)), new Set(wanted.map(fold))]
  const gone = old.filter((each) => !after.has(fold(each)))
  const fresh = wanted.filter((each) => !before.has(fold(each)))
  return [
    ...(gone.length === 0 ? [] : [{ action: 'delete', attribute, values: gone } as const]),
    ...(fresh.length === 0 ? [] : [{ action: 'add', attribute, values: fresh } as const]),
  ]
}
