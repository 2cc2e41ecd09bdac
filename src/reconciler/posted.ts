import { grouped } from '../model/grouped.ts'
import { holdsTenant } from '../model/holds-tenant.ts'
import { isLeft } from '../model/leave.ts'
import type { Operation } from '../model/operation.ts'
import type { Finding, Plan, TenantPlan } from '../model/plan.ts'
import type { PostedPlan, PostedTenant } from '../model/posted-plan.ts'
import { weightsOf } from '../model/weight.ts'
import { rootDigest, tenantDigest } from './digest.ts'

/** Which request a plan was made for, and when it is kept. */
export type Posting = Pick<PostedPlan, 'repository' | 'number' | 'head' | 'base' | 'postedAt'>

/** What a plan allows once it is approved: of a tenant that is held, nothing. */
export function postedOf(plan: Plan, posting: Posting): PostedPlan {
  const { tool, context, digest } = plan
  const operations = grouped(plan.operations, ({ tenant }) => tenant)
  const calendar = grouped(plan.calendar, ({ tenant }) => tenant)
  const isCritical = criticalIn(plan)
  const held = new Set(plan.findings.filter(holdsTenant).map(tenantOf))
  return {
    formatVersion: '1.0',
    ...posting,
    tool,
    observedAt: context.observedAt,
    digest,
    tenants: plan.tenants.map((tenant) =>
      held.has(tenant.tenant) || !isPlanned(tenant)
        ? { tenant: tenant.tenant, digest: tenant.digest, held: true, fingerprints: [], standing: [] }
        : {
            ...allowedIn(tenant, operations.get(tenant.tenant) ?? [], calendar.get(tenant.tenant) ?? []),
            ...(isCritical(tenant.tenant) ? { critical: true as const } : {}),
          },
    ),
  }
}

/** Whether something critical is done in a tenant, as the plan shows it. */
function criticalIn({ operations, access, findings }: Plan): (tenant: string) => boolean {
  const open = grouped(
    operations.filter(({ status }) => status !== 'blocked'),
    ({ tenant }) => tenant,
  )
  const gains = grouped(access.groups, ({ tenant }) => tenant)
  const found = grouped(findings, tenantOf)
  return (tenant) =>
    weightsOf({
      operations: open.get(tenant) ?? [],
      access: gains.get(tenant) ?? [],
      findings: found.get(tenant) ?? [],
    }).length > 0
}

function tenantOf({ scope }: Finding): string {
  return scope.split('/', 1)[0] ?? ''
}

function isPlanned({ status }: TenantPlan): boolean {
  return status !== 'unreadable' && status !== 'invalid'
}

function allowedIn(
  { tenant, digest }: TenantPlan,
  operations: Plan['operations'],
  calendar: Plan['calendar'],
): PostedTenant {
  const sorted = (list: readonly { readonly fingerprint: string }[]): readonly string[] =>
    [...new Set(list.map(({ fingerprint }) => fingerprint))].toSorted()
  return {
    tenant,
    digest,
    held: false,
    fingerprints: sorted(operations.filter(({ status }) => status === 'planned')),
    standing: sorted([...operations.filter(staysApproved), ...calendar]),
  }
}

/** What waits stays approved, but for what somebody left as it is: once its day is over it is looked at again. */
function staysApproved(operation: Operation): boolean {
  return operation.status === 'waiting' && !isLeft(operation)
}

/** Whether a posted plan says of itself what its lists come to: one that was edited does not. */
export function isWhole({ digest, tenants }: PostedPlan): boolean {
  if (digest !== rootDigest(tenants)) return false
  return tenants.every((one) => one.held || one.digest === tenantDigest([...one.fingerprints, ...one.standing]))
}
