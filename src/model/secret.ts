const held = new WeakMap<Secret, string>()

/** A value that prints as dots everywhere; only `reveal` hands it out. */
export class Secret {
  constructor(value: string) {
    held.set(this, value)
  }
  toString(): string {
    return '••••••'
  }
  toJSON(): string {
    return '••••••'
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '••••••'
  }
}

/** The value itself: for the one line that hands it to a client. */
export function reveal(secret: Secret): string {
  const value = held.get(secret)
  if (value === undefined) throw new Error('not a secret of this process')
  return value
}
