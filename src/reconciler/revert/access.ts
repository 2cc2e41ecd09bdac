import type { PlatformAccess } from '../../access/access.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import { membershipOf } from '../../model/operation.ts'
import { asMade } from '../access/drift.ts'
import type { Scene } from '../access/side.ts'
import { platformViews } from '../access/view.ts'
import type { Draft } from '../digest.ts'

/**
 * The tenant with access on platforms as it will be when memberships of groups that pass it on are taken back: what is in effect, but
 * for those. What the files ask for and is not in effect yet is not among it.
 */
export function withAccessTakenBack({ desired, worlds, memory, asOf }: Scene, drafts: readonly Draft[]): DesiredTenant {
  const access = new Map<string, PlatformAccess>()
  for (const { platform, before, full } of platformViews(desired, worlds, memory, asOf)) {
    const inEffect = before ?? { ...full, accounts: new Map() }
    access.set(
      platform,
      drafts.reduce((now, draft) => afterDraft(desired, now, draft), inEffect),
    )
  }
  return { ...desired, access }
}

function afterDraft(desired: DesiredTenant, access: PlatformAccess, draft: Draft): PlatformAccess {
  if (draft.kind !== 'membership' || draft.status !== 'planned') return access
  const { group: id, member } = membershipOf(draft)
  const group = desired.groups.get(id)
  const subscription = desired.subscriptions.get(group?.subscription ?? '')
  if (group === undefined || subscription?.platform !== access.platform) return access
  return asMade(subscription, access, { group, member, added: draft.verb === 'grant' })
}
