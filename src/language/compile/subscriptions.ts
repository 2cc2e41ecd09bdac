import type { Subscription } from '../../generated/tenant.ts'
import type { DesiredSubscription } from './desired-platforms.ts'
import type { TenantInput } from './input.ts'

/** The contracts of a tenant, what the parent's says filled in. */
export function compileSubscriptions({ tenant, parent, platforms }: TenantInput): Map<string, DesiredSubscription> {
  const found = new Map<string, DesiredSubscription>()
  for (const [id, own] of Object.entries(tenant.spec.subscriptions ?? {})) {
    const settings = own.from === 'parent' ? ofParent(own, parent?.spec.subscriptions?.[id]) : own
    const platform = settings.platform ?? ''
    const rules = platforms.get(platform)?.spec
    if (rules === undefined) continue
    found.set(id, {
      id,
      platform,
      rules,
      settings,
      delivery: settings.delivery ?? (settings.groups === undefined ? 'manual' : 'groups'),
      source: { file: tenant.file, line: tenant.line, via: [], path: ['subscriptions', id] },
    })
  }
  return found
}

/** The parent's contract, what the tenant says for itself first. Directory groups of the parent are not this tenant's, nor its entities. */
function ofParent(own: Subscription, contract: Subscription | undefined): Subscription {
  if (contract === undefined) return own
  const { groups: _, delivery, from: __, entity: ___, scopes: ____, ...handedDown } = contract
  const kept = delivery === undefined || delivery === 'groups' ? {} : { delivery }
  return { ...handedDown, ...kept, ...own }
}
