import type { Defaults, Tenant } from '../../../generated/tenant.ts'
import { checkName, nearestOf } from '../known-name.ts'
import { seen } from '../problem.ts'
import type { Findings, Spot, World } from '../world.ts'
import { below } from '../world.ts'
import { checkLevels, keyAt, platformAt } from './catalogue.ts'
import { roleAt } from './known-role.ts'
import type { SubscriptionOf } from './subscription-of.ts'

/** What tenant.yaml and departments.yaml say of access: layers, guard, ceiling, applications, identity providers. */
export function checkTenantAccess(
  world: World,
  findings: Findings,
  subscriptions: ReadonlyMap<string, SubscriptionOf>,
): void {
  if (world.tenant !== undefined) {
    const { file, spec } = world.tenant
    const top = { file, path: [] }
    for (const layer of ['permissions', 'ceiling'] as const) {
      checkLayer({ world, findings, spot: below(top, 'defaults', layer), layer: spec.defaults?.[layer] })
    }
    checkGuard(world, findings, below(top, 'defaults', 'guard'), spec.defaults?.guard)
    checkProviders(top, spec, findings)
    checkApplications({ world, findings, spot: below(top, 'applications'), tenant: spec, subscriptions })
  }
  for (const [id, { file, spec }] of world.departments) {
    if (spec.permissions === undefined) continue
    checkLayer({ world, findings, spot: { file, path: [id, 'permissions'] }, layer: spec.permissions })
  }
}

interface Layered {
  readonly world: World
  readonly findings: Findings
  readonly spot: Spot
  readonly layer: Defaults['permissions']
}

function checkLayer({ world, findings, spot, layer }: Layered): void {
  for (const [id, permissions] of Object.entries(layer ?? {})) {
    const at = below(spot, id)
    const platform = platformAt({ world, findings, spot: at, id, target: 'key' })
    if (platform !== undefined) checkLevels({ findings, spot: at, platform, permissions })
  }
}

function checkGuard(world: World, findings: Findings, spot: Spot, guard: Defaults['guard']): void {
  for (const [id, keys] of Object.entries(guard ?? {})) {
    const platform = platformAt({ world, findings, spot: below(spot, id), id, target: 'key' })
    if (platform === undefined) continue
    for (const [at, key] of keys.entries()) keyAt({ findings, spot: below(spot, id, at), platform, key })
  }
}

function checkProviders(top: Spot, { identityProviders, directories }: Tenant, findings: Findings): void {
  for (const [id, { issuer }] of Object.entries(identityProviders ?? {})) {
    const spot = below(top, 'identityProviders', id)
    if (directories?.[id] !== undefined) taken(spot, id, findings)
    if (issuer !== undefined) continue
    findings.mistake(spot, {
      target: 'key',
      slug: 'required-property',
      message: `\`issuer\` is missing in \`${id}\`: it is what a platform knows the identity provider by.`,
      fix: 'Add `issuer:`, for example `issuer: https://northwind.okta.example`.',
    })
  }
}

/** `sso.provider` names either, and could not tell which is meant. */
function taken(spot: Spot, id: string, { mistake }: Findings): void {
  mistake(spot, {
    target: 'key',
    slug: 'duplicate-id',
    message: `\`${id}\` is the id of a directory already.`,
    fix: 'Give one of the two another id.',
  })
}

interface Applying {
  readonly world: World
  readonly findings: Findings
  readonly spot: Spot
  readonly tenant: Tenant
  readonly subscriptions: ReadonlyMap<string, SubscriptionOf>
}

/** An application is a group, or a role on a subscription. */
function checkApplications({ world, findings, spot, tenant, subscriptions }: Applying): void {
  for (const [id, { group, subscription, role }] of Object.entries(tenant.applications ?? {})) {
    const at = below(spot, id)
    const isGroup = group !== undefined
    if (isGroup ? subscription !== undefined || role !== undefined : subscription === undefined || role === undefined) {
      findings.mistake(at, {
        target: 'key',
        slug: 'only-one',
        message: `\`${id}\` is to be a group, or a role on a subscription, and says ${seen({ group, subscription, role })}.`,
        fix: 'Write `group:` alone, or `subscription:` and `role:`.',
      })
    }
    if (isGroup) findings.refer('groups', group, at, 'group')
    if (subscription === undefined) continue
    const on = subscriptions.get(subscription)
    if (tenant.subscriptions?.[subscription] === undefined)
      unknownSubscription(below(at, 'subscription'), subscription, { tenant, findings })
    else if (on !== undefined && role !== undefined) {
      roleAt({ world, findings, spot: below(at, 'role'), platformId: on.platformId, platform: on.platform, id: role })
    }
  }
}

/** A subscription that tenant.yaml does not have. */
export function unknownSubscription(
  spot: Spot,
  id: string,
  { tenant, findings, target = 'value' }: { tenant: Tenant | undefined; findings: Findings; target?: 'key' | 'value' },
): void {
  findings.mistake(spot, {
    target,
    slug: 'unknown-subscription',
    message: `There is no subscription \`${id}\` in \`subscriptions\` of tenant.yaml.`,
    fix: () => nearestOf(id, Object.keys(tenant?.subscriptions ?? {})),
  })
}

/** Applications that somebody lists. */
export function checkApplicationsNamed(
  { world, findings, spot }: { world: World; findings: Findings; spot: Spot },
  names: readonly string[] | undefined,
): void {
  if (names === undefined || world.tenant === undefined) return
  const known = Object.keys(world.tenant.spec.applications ?? {})
  for (const [at, name] of names.entries()) {
    checkName({ findings, spot: below(spot, at), what: 'application', name, names: known })
  }
}
