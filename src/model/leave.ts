import type { Address } from './address.ts'
import type { Source } from './desired.ts'

/** Something in a directory that no plan changes until a day is over. */
export interface Leave {
  readonly id: string
  readonly address: Address
  /** These attributes alone, in the directory's own names; not there: all that is planned at the address. */
  readonly only?: readonly string[]
  /** The last calendar day, in the tenant's zone. */
  readonly until: string
  /** The first moment at which it holds no more (RFC 3339). */
  readonly over: string
  readonly reason: string
  readonly source: Source
}

/** The word for what an operation waits for that a leave holds back. */
export const left = 'left'

/** Whether a leave holds an operation back: an approval given before the day is over does not count for it. */
export function isLeft({ waitingFor }: { readonly waitingFor?: string }): boolean {
  return waitingFor === left
}
