import type { Address } from '../../model/address.ts'
import { parseAddress } from '../../model/address.ts'
import type { Entry } from '../../model/entry.ts'
import type { PlatformOperation } from '../../model/operation.ts'
import type { CalendarEntry, Finding } from '../../model/plan.ts'
import type { SeatLine } from '../../model/seats.ts'
import type { CompileProblem, DesiredTenant } from '../../language/compile/desired-tenant.ts'
import { openSteps } from '../checklists/checklists.ts'
import { fingerprintOf } from '../digest.ts'
import type { Draft } from '../digest.ts'
import type { Memory } from '../memory.ts'
import { attestedFindings } from '../observed/findings.ts'
import { reviewsBegun, reviewsDue } from '../reviews/reviews.ts'
import { contractsOf } from '../seats/contracts.ts'
import type { AccountDifference, PlatformDraft } from './contract.ts'
import { together } from './contract.ts'
import { accountDifference } from './difference.ts'

/** What a tenant's plan has on platforms and for people to do. */
export interface OnPlatforms {
  readonly operations: readonly PlatformOperation[]
  readonly findings: readonly Finding[]
  readonly calendar: readonly CalendarEntry[]
  /** Paid seats, a line for each contract that has them. */
  readonly seats: readonly SeatLine[]
  /** What the files ask for and a platform does not give. */
  readonly problems: readonly CompileProblem[]
  /** Accounts that nobody declared. */
  readonly unmanaged: readonly Address[]
  /** What an apply of this plan writes down before anything else: checklists that begin, steps that were seen done, seats. */
  readonly entries: readonly Entry[]
}

/** A tenant at the moment of a plan, and what is to be done in its directories. */
export interface Occasion {
  readonly desired: DesiredTenant
  readonly memory: Memory
  readonly asOf: Date
  readonly inDirectories: readonly Draft[]
}

/** Works out what is to be done on every platform of a tenant, by checklists, and for reviews. */
export function onPlatforms({ desired, memory, asOf, inDirectories }: Occasion): OnPlatforms {
  const contracts = contractsOf(desired, memory, asOf)
  const differences = contracts.map(accountDifference)
  const accounts = together(differences)
  const steps = openSteps({ desired, memory, operations: [...inDirectories, ...accounts.operations] })
  const known = [...memory.accounts.keys()]
  return {
    operations: [...accounts.operations, ...steps.operations].map(withFingerprint),
    findings: [
      ...accounts.findings,
      ...contracts.flatMap((contract) => attestedFindings(contract, accounts.operations)),
      ...leftBehind(desired, known),
      ...reviewsDue(desired, memory, asOf),
    ],
    calendar: calendarOf(desired.id, accounts),
    seats: differences.flatMap(({ seats }) => seats),
    problems: differences.flatMap(({ problems }) => problems),
    unmanaged: known.filter((address) => parseAddress(address).id.startsWith('~')),
    entries: [...differences.flatMap(({ entries }) => entries), ...steps.entries, ...reviewsBegun(desired, memory)],
  }
}

/** No directory is written: the platform alone tells one operation of two from another, and it is in the address. */
function withFingerprint(operation: PlatformDraft): PlatformOperation {
  return { ...operation, fingerprint: fingerprintOf(operation, '') }
}

function calendarOf(tenant: string, { later }: AccountDifference): readonly CalendarEntry[] {
  return later.map(({ date, event, operation }) => ({
    date,
    tenant,
    address: operation.address,
    event,
    fingerprint: fingerprintOf(operation, ''),
  }))
}

/** Accounts on contracts that were taken out of the files: nobody looks after them. */
function leftBehind(desired: DesiredTenant, known: readonly Address[]): readonly Finding[] {
  const counted = new Map<string, number>()
  for (const address of known) {
    const { directory } = parseAddress(address)
    if (!desired.subscriptions.has(directory)) counted.set(directory, (counted.get(directory) ?? 0) + 1)
  }
  const byName = [...counted].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return byName.map(([subscription, count]) => ({
    slug: 'accounts-left-behind',
    scope: `${desired.id}/${subscription}`,
    result: 'warn' as const,
    measured: count,
    message: `${count === 1 ? '1 account is' : `${count} accounts are`} known on ${subscription}, which ${desired.id} has no contract for any more: disable what still works there, or bring subscriptions.${subscription} back.`,
  }))
}
