/**
 * Where a value stands that an apply changed: `left` as that apply left it, `back` to what it was before already, or moved on since
 * by somebody else.
 */
export type Standing = 'left' | 'back' | 'moved'

/** Letter for letter first: a change of capitals alone is one too, where the directory takes both for the same. */
export function standingOf<T>(
  now: T,
  { was, left }: { readonly was: T; readonly left: T },
  isSame: (a: T, b: T) => boolean,
): Standing {
  if (now === left) return 'left'
  if (now === was) return 'back'
  if (isSame(now, left)) return 'left'
  return isSame(now, was) ? 'back' : 'moved'
}
