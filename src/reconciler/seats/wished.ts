import type { Pool } from '../../model/seats.ts'
import { reducing } from '../../seats/pool.ts'
import type { Contract } from '../accounts/contract.ts'

/** The number of seats in the files against what there is. */
export interface Wished {
  /** What the files ask for; where they are silent, what was agreed to last. */
  readonly purchased: number
  /** Paid seats that stay beyond this cycle. */
  readonly lasting: number
  /** Seats that the files ask for and that are not there. */
  readonly raisedBy: number
  /** Seats that an edit of the files gives back. */
  readonly loweredBy: number
}

/** Compares them. That more is paid than the files say gives nothing back unless somebody lowered the number: it may have been bought by itself. */
export function wishedOf({ subscription }: Contract, pool: Pool): Wished {
  const purchased = subscription.settings.seats?.purchased ?? pool.declared
  const lasting = pool.purchased - reducing(pool)
  return {
    purchased,
    lasting,
    raisedBy: Math.max(0, purchased - lasting),
    loweredBy: purchased < pool.declared ? Math.max(0, lasting - purchased) : 0,
  }
}
