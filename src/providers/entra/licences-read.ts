import type {
  AssignedLicense,
  LicenseAssignmentState,
  LicenseUnitsDetail,
  ServicePlanInfo,
  SubscribedSku,
  User,
} from '@microsoft/microsoft-graph-types'
import type { ObservedLicence, ObservedLicences } from '../../model/observed.ts'
import { pagesOf, restOf } from './listing.ts'
import type { Asking } from './listing.ts'
import { idOf, isRow, rowsIn, select, textIn } from './row.ts'
import type { Row } from './row.ts'

/** Who has a unit of one licence, and how they came by it. */
interface Holding {
  readonly user: string
  /** Ids of services that are switched off for them. */
  readonly disabled: readonly string[]
  readonly isInherited: boolean
}

/**
 * What the tenant lends, and to whom. People are listed once more for it, a thousand a page: changes of how somebody came by a licence
 * (licenseAssignmentStates) are not told by delta queries, and most tenants declare none. Throws DirectoryFault.
 */
export async function readLicences(asking: Asking): Promise<ObservedLicences> {
  const $select = select<SubscribedSku>('id', 'skuId', 'skuPartNumber', 'appliesTo', 'prepaidUnits', 'servicePlans')
  const answer = await asking.graph.ask({ method: 'GET', path: '/subscribedSkus', query: { $select } })
  if (answer.outcome === 'refused' && answer.status === 403)
    return {
      unreadable:
        'the application of credentials.read may not read subscribedSkus: consent to Organization.Read.All, or LicenseAssignment.Read.All',
    }
  const skus = (await restOf(answer, 'reading licences', asking.graph)).filter(isForPeople)
  const holdings = await readHoldings(asking)
  return { pools: skus.map((sku) => poolOf(sku, holdings)).toSorted((a, b) => (a.sku < b.sku ? -1 : 1)) }
}

function isForPeople(sku: Row<SubscribedSku>): boolean {
  return textIn(sku, 'appliesTo') !== 'Company'
}

/** Id of the licence -> who has it. */
async function readHoldings(asking: Asking): Promise<ReadonlyMap<string, readonly Holding[]>> {
  const holdings = new Map<string, Holding[]>()
  const query = { $select: select<User>('id', 'assignedLicenses', 'licenseAssignmentStates') }
  for await (const page of pagesOf('/users', query, asking)) {
    for (const user of page) {
      const { assignedLicenses, licenseAssignmentStates }: Row<User> = user
      const states = rowsIn(licenseAssignmentStates)
      for (const assigned of rowsIn(assignedLicenses)) {
        const skuId = textIn(assigned, 'skuId')?.toLowerCase()
        if (skuId === undefined) continue
        const held = holdings.get(skuId) ?? []
        held.push(
          holdingOf(
            idOf(user),
            assigned,
            states.filter((state) => isOf(state, skuId)),
          ),
        )
        holdings.set(skuId, held)
      }
    }
  }
  return holdings
}

function isOf(state: Row<LicenseAssignmentState>, skuId: string): boolean {
  return textIn(state, 'skuId')?.toLowerCase() === skuId && textIn(state, 'state') !== 'Error'
}

/** Somebody who has it by themselves and through a group as well keeps it with the one when the other goes. */
function holdingOf(
  user: string,
  assigned: Row<AssignedLicense>,
  states: readonly Row<LicenseAssignmentState>[],
): Holding {
  const own = states.find((state) => textIn(state, 'assignedByGroup') === undefined)
  return {
    user,
    disabled: textsIn((own ?? assigned).disabledPlans),
    isInherited: own === undefined && states.length > 0,
  }
}

function poolOf(sku: Row<SubscribedSku>, holdings: ReadonlyMap<string, readonly Holding[]>): ObservedLicence {
  const held = holdings.get(textIn(sku, 'skuId')?.toLowerCase() ?? '') ?? []
  const plans: readonly Row<ServicePlanInfo>[] = rowsIn(sku.servicePlans)
  const names = new Map(
    plans.map((plan) => [textIn(plan, 'servicePlanId')?.toLowerCase(), textIn(plan, 'servicePlanName') ?? '']),
  )
  const disabled = held.flatMap(({ user, disabled: ids }) =>
    ids.length === 0 ? [] : [[user, ids.map((id) => names.get(id) ?? id).toSorted()] as const],
  )
  return {
    sku: textIn(sku, 'skuPartNumber') ?? textIn(sku, 'skuId') ?? '',
    purchased: unitsIn(sku.prepaidUnits),
    holders: held.map(({ user }) => user).toSorted(),
    inherited: held.flatMap(({ user, isInherited }) => (isInherited ? [user] : [])).toSorted(),
    disabledPlans: Object.fromEntries(disabled.toSorted(([a], [b]) => (a < b ? -1 : 1))),
    plans: [...names.values()].toSorted(),
  }
}

/** Units in their time of grace (warning) still work; suspended ones do not: https://learn.microsoft.com/graph/api/resources/licenseunitsdetail */
function unitsIn(prepaid: unknown): number {
  if (!isRow(prepaid)) return 0
  const { enabled, warning }: Row<LicenseUnitsDetail> = prepaid
  return (typeof enabled === 'number' ? enabled : 0) + (typeof warning === 'number' ? warning : 0)
}

/** The ids of a list, folded. */
export function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.flatMap((each) => (typeof each === 'string' ? each.toLowerCase() : [])) : []
}
