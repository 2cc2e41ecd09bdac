import { grouped } from '../../model/grouped.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { Address } from '../../model/address.ts'
import { addressOf, parseAddress } from '../../model/address.ts'
import type { AnyDraft } from '../digest.ts'
import type { Memory } from '../memory.ts'

/** What the steps of a tenant's checklists are worked out from. */
export interface Desk {
  readonly desired: DesiredTenant
  readonly memory: Memory
  /** Everything else in the plan of the tenant. */
  readonly operations: readonly AnyDraft[]
  /** Those of them that are about somebody's own accounts, by person. */
  readonly onAccounts: ReadonlyMap<string, readonly AnyDraft[]>
}

/** One checklist for one person. */
export interface Sheet {
  readonly checklist: string
  readonly user: string
}

const directory = 'roster'
const begun = '~begun'

/** The address of a step for one person. */
export function stepAddress({ id }: { readonly id: string }, { checklist, user }: Sheet, step: string): Address {
  return addressOf({ tenant: id, directory, kind: 'workOrder', id: `${checklist}/${user}/${step}` })
}

/** Where the ledger keeps that a checklist was begun for somebody: from then on its steps stay open until they are done. */
export function beginning(desired: { readonly id: string }, sheet: Sheet): Address {
  return stepAddress(desired, sheet, begun)
}

/** Checklists that were begun, each for one person. */
export function begunSheets({ desired, memory }: Desk): readonly Sheet[] {
  const found: Sheet[] = []
  for (const address of memory.done.keys()) {
    const { tenant, directory: at, id } = parseAddress(address)
    const [checklist, user, step] = id.split('/')
    if (tenant !== desired.id || at !== directory || step !== begun || checklist === undefined || user === undefined)
      continue
    found.push({ checklist, user })
  }
  return found
}

/** Operations on people's own accounts, in directories and on platforms. */
export function byPerson(operations: readonly AnyDraft[]): ReadonlyMap<string, readonly AnyDraft[]> {
  const own = operations.filter(({ kind }) => kind === 'user' || kind === 'account')
  return grouped(own, ({ address }) => parseAddress(address).id)
}

/** Operations of the plan on somebody's own accounts. */
export function onAccountsOf({ onAccounts }: Desk, user: string): readonly AnyDraft[] {
  return onAccounts.get(user) ?? []
}
