/** Each circle among names that point to names, once, beginning with its first name in the order of the map. O(names + arrows). */
export function circles(arrows: ReadonlyMap<string, readonly string[]>): string[][] {
  const done = new Set<string>()
  const found: string[][] = []
  for (const start of arrows.keys()) walk({ start, arrows, done, found })
  return found
}

interface Walk {
  readonly start: string
  readonly arrows: ReadonlyMap<string, readonly string[]>
  readonly done: Set<string>
  readonly found: string[][]
}

/** Depth first, with a list of its own: chains can be longer than the stack of calls. */
function walk({ start, arrows, done, found }: Walk): void {
  if (done.has(start)) return
  const path = [start]
  const onPath = new Map([[start, 0]])
  const next = [0]
  while (path.length > 0) {
    const here = path.at(-1) ?? start
    const step = next.at(-1) ?? 0
    const to = arrows.get(here)?.[step]
    if (to === undefined) {
      done.add(here)
      onPath.delete(here)
      path.pop()
      next.pop()
      continue
    }
    next[next.length - 1] = step + 1
    const began = onPath.get(to)
    if (began !== undefined) found.push(path.slice(began))
    else if (!done.has(to)) {
      onPath.set(to, path.length)
      path.push(to)
      next.push(0)
    }
  }
}

/** A circle in words: `a` → `b` → `a`, shortened in the middle where it is long. */
export function inWords(circle: readonly string[]): string {
  const names = circle.length > 8 ? [...circle.slice(0, 4), '…', ...circle.slice(-3)] : circle
  return [...names, circle[0]].map((name) => (name === '…' ? name : `\`${name}\``)).join(' → ')
}
