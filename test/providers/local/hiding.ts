import { isHidden } from '../../../src/providers/local/misbehaviour.ts'

/** The smallest `hidePercent` from `atLeast` on that hides one of these: who is hidden follows from the ids, and those are drawn anew each time. */
export function hidingSome(ids: readonly string[], atLeast = 0): { readonly hidePercent: number } {
  for (let hidePercent = atLeast; hidePercent <= 100; hidePercent += 0.1)
    if (ids.some((id) => isHidden({ hidePercent }, id))) return { hidePercent }
  throw new Error('there is nobody to hide')
}
