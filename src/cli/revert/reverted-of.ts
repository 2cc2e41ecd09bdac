import type { Carried, Run } from '../../history/runs.ts'
import type { Reverted } from '../../reconciler/revert/reverted.ts'

/** A run of the ledger as what is to be taken back: what it did, and what it may have done. */
export function revertedOf({ apply, at, commit, requests, operations, orders }: Run): Reverted {
  return {
    apply,
    at,
    commit,
    requests: requests.map(({ number, author }) => ({ number, author })),
    operations: operations.filter(mayBeDone).map(({ operation }) => operation),
    orders: orders.map(({ order }) => order),
  }
}

function mayBeDone({ status, class: fault }: Carried): boolean {
  switch (status) {
    case 'applied':
    case 'accepted':
    case 'unchanged':
    case 'unknown':
      return true
    case 'failed':
      return fault === 'unknown'
    case 'conflict':
    case 'skipped':
      return false
  }
}
