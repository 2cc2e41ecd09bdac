import { isSpec } from '../load/spec.ts'

/**
 * For each item of a list the place in `before` that it is kept from; undefined: it is new. What is kept keeps its
 * order. Linear: the equal ends first, then each item from the next place that holds it.
 */
export function aligned(before: readonly unknown[], wanted: readonly unknown[]): readonly (number | undefined)[] {
  const [old, now] = [before.map(spelling), wanted.map(spelling)]
  let head = 0
  while (head < old.length && head < now.length && old[head] === now[head]) head++
  let tail = 0
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++
  const middle = middlePlaces(old.slice(head, old.length - tail), now.slice(head, now.length - tail))
  return now.map((_, index) => {
    if (index < head) return index
    if (index >= now.length - tail) return index - now.length + old.length
    const place = middle[index - head]
    return place === undefined ? undefined : place + head
  })
}

function middlePlaces(old: readonly string[], now: readonly string[]): readonly (number | undefined)[] {
  const places = new Map<string, number[]>()
  for (const [index, item] of old.entries()) {
    const known = places.get(item)
    if (known === undefined) places.set(item, [index])
    else known.push(index)
  }
  const turn = new Map<string, number>()
  let last = -1
  return now.map((item) => {
    const known = places.get(item) ?? []
    let next = turn.get(item) ?? 0
    while (next < known.length && known[next]! <= last) next++
    turn.set(item, next + 1)
    const place = known[next]
    if (place !== undefined) last = place
    return place
  })
}

/** The same text for values that say the same; the order of keys says nothing. */
function spelling(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spelling).join()}]`
  if (!isSpec(value)) return JSON.stringify(value)
  const keys = Object.keys(value).toSorted()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${spelling(value[key])}`).join()}}`
}
