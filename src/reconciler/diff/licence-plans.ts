import { membershipId } from '../../model/address.ts'
import type { DesiredLicence, DesiredMember } from '../../model/desired.ts'
import type { ObservedLicence } from '../../model/observed.ts'
import type { Draft } from '../digest.ts'
import { draft } from './draft.ts'
import { memberName } from './memberships.ts'
import type { Problem, World } from './world.ts'
import { addressIn } from './world.ts'

/** Services that are to be switched off and that the licence does not have, at the line that names them. */
export function unknownPlans({ directory }: World, licence: DesiredLicence, pool: ObservedLicence): readonly Problem[] {
  const { plans } = pool
  const unknown = (licence.disabledPlans ?? []).filter((plan) => plans?.includes(plan) === false)
  if (plans === undefined || unknown.length === 0) return []
  const there = plans.length === 0 ? 'it has none' : `it has ${plans.toSorted().join(', ')}`
  const message = `${directory.id}: the licence ${licence.sku} has no service ${unknown.join(', ')} (${there}); write \`disabledPlans\` as the directory calls them`
  return [{ source: licence.source, message }]
}

/** What of a licence somebody does not get, as a directory shows it; undefined: nothing is switched off. */
export function switchedOff(pool: ObservedLicence, reference: string): readonly string[] | undefined {
  const off = pool.disabledPlans?.[reference]
  return off === undefined || off.length === 0 ? undefined : off.toSorted()
}

/** Whether somebody who has a licence has other services of it than these switched off; where nobody asks, any will do. */
export function hasOtherPlans(pool: ObservedLicence, reference: string, asked: readonly string[] | undefined): boolean {
  if (asked === undefined || pool.inherited?.includes(reference) === true) return false
  return (switchedOff(pool, reference) ?? []).join() !== asked.join()
}

/** Somebody keeps the licence, and gets other services of it than now. */
export function planChange(
  world: World,
  { id, sku, disabledPlans = [] }: DesiredLicence,
  user: string,
  { wish, now }: { readonly wish: DesiredMember; readonly now: readonly string[] },
): Draft | undefined {
  if (world.matches.refused.has(addressIn(world, 'user', user))) return undefined
  if (world.matches.users.get(user)?.notManageable !== undefined) return undefined
  const assignment = { licence: id, sku, user }
  return draft(
    world,
    membershipId(id, user),
    {
      kind: 'licence',
      verb: 'grant',
      before: { ...assignment, disabledPlans: now },
      after: { ...assignment, disabledPlans },
    },
    {
      summary: `${memberName(world, user)} keeps the licence ${id}, now ${servicesInWords(disabledPlans)}`,
      reason: 'declared',
      derived: wish.route !== 'own',
      source: wish.source,
    },
  )
}

/** `without YAMMER_ENTERPRISE and SWAY`; `with all of its services`. */
export function servicesInWords(off: readonly string[]): string {
  return off.length === 0 ? 'with all of its services' : `without ${off.join(', ')}`
}
