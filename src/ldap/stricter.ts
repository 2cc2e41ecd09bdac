/** The lower of two limits; undefined is none. */
export function least(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.min(a, b)
}

/** How wrong passwords lock somebody out: after how many (0: never), and for how many seconds (undefined: for ever). */
interface Lock {
  readonly attempts: number
  readonly lockout: number | undefined
}

/** The longer of the lock that holds and the one that is asked for. */
export function longerLock({ attempts, lockout }: Lock, asked: number | undefined): number | undefined {
  if (asked === undefined) return lockout
  // How long nobody was locked out for weakens nothing.
  if (attempts === 0) return asked
  return lockout === undefined ? undefined : Math.max(lockout, asked)
}
