import type { Change } from './changes.ts'

/** What the files of a commit say of somebody. */
export interface Declared {
  /** The last calendar day. */
  readonly ends?: string
  /** RFC 3339: the first moment at which the account is not to work any more. */
  readonly expiresAt?: string
}

/** An account that was taken from somebody, and how long that took. */
export interface Leaver {
  readonly tenant: string
  readonly user: string
  readonly place: string
  /** `expired`: the last day was over; `declared`, `undeclared`: somebody changed or removed the line. */
  readonly why: string
  /** The last day, as the files said it; not there: they named none. */
  readonly lastDay?: string
  /** RFC 3339: from when on it was not to work any more: the end of the last day, else when the request was merged. */
  readonly dueAt?: string
  /** RFC 3339: when it was done and seen to be so; not there: it was not. */
  readonly revokedAt?: string
  /** Whole minutes between the two; below 0: before it was due. */
  readonly minutes?: number
  readonly outcome: Change['outcome']
  /** The change that it is about. */
  readonly change: string
}

/** Accounts that were disabled or deleted, in the order of the changes. `declared`: what the files said when it was planned. */
export function leaversIn(
  changes: readonly Change[],
  declared: (change: Change, user: string) => Declared | undefined,
): readonly Leaver[] {
  return changes.flatMap((change) => {
    const { operation, tenant, outcome, id } = change
    if (operation.verb !== 'disable' && operation.verb !== 'delete') return []
    if (operation.kind !== 'user' && operation.kind !== 'account') return []
    const user = operation.address.split('/').slice(3).join('/')
    const { ends, expiresAt } = declared(change, user) ?? {}
    const dueAt = operation.reason === 'expired' ? expiresAt : change.requests[0]?.mergedAt
    const revokedAt = revocation(change)
    return [
      {
        tenant,
        user,
        place: operation.directory,
        why: operation.reason,
        ...(ends === undefined ? {} : { lastDay: ends }),
        ...(dueAt === undefined ? {} : { dueAt }),
        ...(revokedAt === undefined ? {} : { revokedAt }),
        ...(dueAt === undefined || revokedAt === undefined ? {} : { minutes: minutes(dueAt, revokedAt) }),
        outcome,
        change: id,
      },
    ]
  })
}

/** An account counts as taken away when it was seen to be, or when somebody says so; never for having been tried. */
function revocation({ outcome, at, verifiedAt }: Change): string | undefined {
  return verifiedAt ?? (outcome === 'attested' ? at : undefined)
}

function minutes(from: string, to: string): number {
  return Math.floor((Date.parse(to) - Date.parse(from)) / 60_000)
}
