import { parse } from '../../language/load/parse.ts'
import { isSpec } from '../../language/load/spec.ts'
import type { ItemSort, ReviewItem } from '../../reviews/item.ts'

/** The things that a closed campaign says are to go, or to be something else. Its hash was looked at before. */
export function goneFrom(path: string, text: string): readonly ReviewItem[] {
  const { value } = parse(path, text)
  const outcomes: unknown = isSpec(value) ? value['outcomes'] : undefined
  return Object.values(isSpec(outcomes) ? outcomes : {}).flatMap((one): readonly ReviewItem[] => {
    if (!isSpec(one) || one['decision'] === 'keep') return []
    const word = (name: string): string => String(one[name])
    return [{ person: word('person'), has: word('has') as ItemSort, id: word('id'), where: word('where') }]
  })
}
