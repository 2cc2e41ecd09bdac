/** «1 seat», «2 seats». */
export function seatCount(count: number): string {
  return count === 1 ? '1 seat' : `${count} seats`
}

/** «Ana Li», «Ana Li and Ben Osei», «Ana Li, Ben Osei and 3 more». */
export function someOf(names: readonly string[]): string {
  if (names.length <= 1) return names.join('')
  if (names.length <= 3) return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
  return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`
}
