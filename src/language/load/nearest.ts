/** The name that differs by the fewest letters from what was written, if one is near enough to be what was meant. */
export function nearest(written: string, names: readonly string[]): string | undefined {
  const most = Math.max(1, Math.floor(written.length / 3))
  let best: string | undefined
  let least = most + 1
  for (const name of names) {
    if (Math.abs(name.length - written.length) >= least) continue
    const steps = distance(written, name)
    if (steps < least) [best, least] = [name, steps]
  }
  return best
}

/** Damerau-Levenshtein distance (adjacent letters may change places). */
function distance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const now = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1]
      let steps = Math.min(
        (last[column] ?? 0) + 1,
        (now[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      )
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        steps = Math.min(steps, (before[column - 2] ?? 0) + 1)
      }
      now.push(steps)
    }
    before = last
    last = now
  }
  return last[b.length] ?? 0
}
