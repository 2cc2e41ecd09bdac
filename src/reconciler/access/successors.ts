import type { PlatformAccess } from '../../access/access.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import { needing } from '../diff/draft.ts'
import type { Draft } from '../digest.ts'
import type { PlatformView } from './view.ts'

/**
 * Where nobody who administers a platform stays, those who come to do so come first: an account is not disabled, and a group that
 * passes the role on is not left, before its successor is in. Everybody else who leaves goes at once.
 */
export function successorsFirst(
  desired: DesiredTenant,
  views: readonly PlatformView[],
  drafts: readonly Draft[],
): readonly Draft[] {
  return views.reduce<readonly Draft[]>((all, view) => {
    const [before, after] = [administratorsOf(view.baseline), administratorsOf(view.after)]
    const outgoing = [...before].filter((user) => !after.has(user))
    if (outgoing.length === 0 || outgoing.length < before.size) return all
    const incoming = all.flatMap((draft) => (bringsIn(draft, desired, view.platform, after) ? [draft.id] : []))
    if (incoming.length === 0) return all
    const held = new Set(outgoing)
    return all.map((draft) => (takesOut(draft, desired, view.platform, held) ? needing(draft, incoming) : draft))
  }, drafts)
}

function administratorsOf(access: PlatformAccess | undefined): ReadonlySet<string> {
  const found = new Set<string>()
  for (const { user, state, roles } of access?.accounts.values() ?? [])
    if (state === 'active' && roles.some((role) => access?.roles.get(role)?.administrator === true)) found.add(user)
  return found
}

function bringsIn(
  draft: Draft,
  desired: DesiredTenant,
  platform: string,
  administrators: ReadonlySet<string>,
): boolean {
  if (draft.kind !== 'membership' || draft.verb !== 'grant') return false
  return administrators.has(draft.after.member) && passesOn(desired, platform, draft.after.group)
}

function takesOut(draft: Draft, desired: DesiredTenant, platform: string, outgoing: ReadonlySet<string>): boolean {
  if (draft.kind === 'user' && draft.verb === 'disable')
    return outgoing.has(draft.address.slice(draft.address.lastIndexOf('/') + 1))
  if (draft.kind !== 'membership' || draft.verb !== 'revoke') return false
  return outgoing.has(draft.before.member) && passesOn(desired, platform, draft.before.group)
}

function passesOn({ groups, subscriptions }: DesiredTenant, platform: string, group: string): boolean {
  const subscription = groups.get(group)?.subscription
  return subscription !== undefined && subscriptions.get(subscription)?.platform === platform
}
