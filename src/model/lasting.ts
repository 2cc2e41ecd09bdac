const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

/** How long seconds last, in the largest unit that they are a whole number of: `1 day`, `90 minutes`. */
export function lasting(seconds: number): string {
  const [unit, length] = units.find(([, each]) => seconds % each === 0) ?? ['second', 1]
  const number = seconds / length
  return `${number} ${unit}${number === 1 ? '' : 's'}`
}
