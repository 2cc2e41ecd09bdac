import type { PlatformExport } from '../../generated/platform.ts'
import type { ObservedAccount } from '../../model/platform.ts'
import type { Contract } from '../accounts/contract.ts'
import { declaredOn } from '../accounts/contract.ts'
import { momentOf } from './cell.ts'
import type { Naming } from './names.ts'
import { idNamed, rolesNamed } from './names.ts'
import type { ExportRow } from './row.ts'

/** Whose account a row is about, and what was known of it. */
export interface Whose {
  readonly id: string
  readonly known: ObservedAccount | undefined
  /** The moment at which the list is read. */
  readonly now: Date
}

/** An account as its row shows it; what the row does not say is as it was known. */
export function accountIn(
  contract: Contract,
  row: ExportRow,
  { list, naming, whose }: { readonly list: PlatformExport; readonly naming: Naming; readonly whose: Whose },
): ObservedAccount {
  const { id, known } = whose
  const wished = declaredOn(contract, id)
  const likely = [...(known?.roles ?? []), ...(wished?.roles ?? [])]
  const entities = [known?.at, wished?.at].filter((each) => each !== undefined)
  const state = row.state ?? known?.state ?? 'active'
  return {
    ...(known ?? { accessGroups: [] }),
    state,
    type: typeOf(contract, list, whose),
    login: row.login,
    roles: row.role === undefined ? (known?.roles ?? []) : rolesNamed(naming.roles, row.role, likely),
    ...(row.at === undefined || row.at === '' ? {} : { at: idNamed(naming.entities, row.at, entities) }),
    ...dates(contract, row, { ...whose, state }),
    ...(row.openTickets === undefined ? {} : { open: { ...known?.open, openTickets: row.openTickets } }),
  }
}

/** A row says nothing of the sort: it is as it was, or as it is asked for, or the usual one of the list. */
function typeOf(contract: Contract, { types }: PlatformExport, { id, known }: Whose): string {
  const likely = [known?.type, declaredOn(contract, id)?.type]
  return likely.find((type) => type !== undefined && types.includes(type)) ?? types[0] ?? ''
}

function dates(
  { desired: { timezone } }: Contract,
  { invited, firstLogin, lastActivity }: ExportRow,
  { known, now, state }: Whose & Pick<ObservedAccount, 'state'>,
): Pick<ObservedAccount, 'invitedAt' | 'firstLoginAt' | 'lastActivityAt'> {
  const cameSince =
    (known?.state === 'invited' || known?.state === 'incomplete') && (state === 'active' || state === 'locked')
  const first = firstLogin === undefined ? known?.firstLoginAt : momentOf(firstLogin, timezone)
  const firstLoginAt = first ?? (cameSince ? now.toISOString() : undefined)
  return {
    ...(invited === undefined ? {} : { invitedAt: momentOf(invited, timezone) }),
    ...(firstLoginAt === undefined ? {} : { firstLoginAt }),
    ...(lastActivity === undefined ? {} : { lastActivityAt: lastActivity }),
  }
}
