/** A service within a product, by its id. */
type Plan = readonly [name: string, id: string]

const exchange: Plan = ['EXCHANGE_S_ENTERPRISE', 'efb87545-963c-4e0d-99df-69c6916d9eb0']
const teams: Plan = ['TEAMS1', '57ff2da0-773e-42df-b2af-ffb7a2317929']
const sharePoint: Plan = ['SHAREPOINTENTERPRISE', '5dbe027f-2339-4123-9542-606e4d348a72']
const yammer: Plan = ['YAMMER_ENTERPRISE', '7547a3fe-08ee-4ccb-b430-5077c5041653']
const office: Plan = ['OFFICESUBSCRIPTION', '43de0ff5-c92c-492b-9116-175376d08c38']
const sway: Plan = ['SWAY', 'a23b959c-7ce8-4e57-9140-b90eb88a9e97']
const premium: Plan = ['AAD_PREMIUM', '41781fb2-bc02-4b7c-bd55-b576c07bb09d']
const premium2: Plan = ['AAD_PREMIUM_P2', 'eec0eb4f-6444-4f95-aba0-50c24d67f998']
const intune: Plan = ['INTUNE_A', 'c1ec4a95-1f05-45b3-a911-aa3fa01094f5']

/**
 * What the tenant bought: https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference. `consumedUnits` here are those
 * that people outside the emulator's sight hold; the ones of its own people are counted when somebody asks.
 */
export const skus = [
  sku('SPE_E3', '05e9a617-0261-4cee-bb44-138d3ef5d965', 25, [
    exchange,
    teams,
    sharePoint,
    yammer,
    office,
    sway,
    premium,
    intune,
  ]),
  sku('ENTERPRISEPACK', '6fd2c87f-b296-42f0-b197-1e91e994b900', 10, [
    exchange,
    teams,
    sharePoint,
    yammer,
    office,
    sway,
  ]),
  sku('AAD_PREMIUM_P2', '84a661c4-e949-4bd2-a560-ed7766fcaf2b', 5, [premium, premium2]),
] as const

function sku(
  skuPartNumber: string,
  skuId: string,
  enabled: number,
  plans: readonly Plan[],
): { readonly skuId: string } & Record<string, unknown> {
  return {
    accountName: 'northwind',
    appliesTo: 'User',
    capabilityStatus: 'Enabled',
    consumedUnits: 0,
    prepaidUnits: { enabled, suspended: 0, warning: 0, lockedOut: 0 },
    servicePlans: plans.map(([servicePlanName, servicePlanId]) => ({
      appliesTo: 'User',
      provisioningStatus: 'Success',
      servicePlanId,
      servicePlanName,
    })),
    skuId,
    skuPartNumber,
    subscriptionIds: [],
  }
}
