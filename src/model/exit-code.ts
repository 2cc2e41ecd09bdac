/** The exit codes: a contract, the same in every command. */
export const exit = {
  done: 0,
  unexpected: 1,
  changes: 2,
  invalid: 3,
  unreadable: 4,
  blocked: 5,
  stale: 6,
  partly: 7,
  locked: 8,
  usage: 64,
  interrupted: 130,
  terminated: 143,
} as const

/** Of several codes the first in this order is the code of the run. */
const precedence: readonly number[] = [
  exit.interrupted,
  exit.terminated,
  exit.unexpected,
  exit.partly,
  exit.unreadable,
  exit.stale,
  exit.locked,
  exit.invalid,
  exit.blocked,
  exit.changes,
  exit.done,
]

/** The code of a run from the codes of its parts; of none, 0. A code outside the contract counts as an unexpected error. */
export function exitOf(codes: readonly number[]): number {
  const known = new Set(codes.map((code) => (precedence.includes(code) ? code : exit.unexpected)))
  return precedence.find((code) => known.has(code)) ?? exit.done
}
