import type { ObservedLicence } from '../../model/observed.ts'
import type { DirectoryOperation } from '../../model/operation.ts'
import { hasOtherPlans, servicesInWords, switchedOff } from '../diff/licence-plans.ts'
import { poolOf } from '../diff/licence-pool.ts'
import type { World } from '../diff/world.ts'
import { isThere, memberCalled } from './called.ts'
import type { WayBack } from './way-back.ts'
import { already, inverse, lost } from './way-back.ts'

type OnLicence = Extract<DirectoryOperation, { kind: 'licence' }>

/** Takes back that somebody was given a licence of the directory, or gave it back. */
export function licenceBack(world: World, operation: OnLicence): WayBack {
  const { licence, sku, user } = operation.after ?? operation.before
  const declared = world.desired.licences.get(licence)
  if (declared === undefined) return lost(operation.summary, 'the licence is no longer declared')
  const pool = poolOf(world, declared)
  if (typeof pool === 'string') return lost(operation.summary, pool)
  const reference = pool.holders.find((holder) => world.matches.memberOf(holder) === user)
  const who = memberCalled(world, user)
  if (operation.verb === 'grant' && operation.before !== null)
    return servicesBack(world, operation, { pool, reference })
  if (operation.verb === 'grant') {
    if (reference === undefined) return already
    const before = { licence, sku, user, ...(user.startsWith('~') ? { reference } : {}) }
    const body = { kind: 'licence', verb: 'revoke', before, after: null } as const
    return inverse(world, operation, body, { summary: `${who} gives back the licence ${licence}` })
  }
  if (reference !== undefined) return already
  if (!isThere(world, user)) return lost(operation.summary, 'whoever it was is no longer there, or lies outside')
  const full = pool.holders.length >= pool.purchased ? { blockedBy: `no unit of ${licence} is free` } : {}
  const { disabledPlans } = operation.before
  const services = disabledPlans === undefined ? {} : { disabledPlans }
  const body = { kind: 'licence', verb: 'grant', before: null, after: { licence, sku, user, ...services } } as const
  return inverse(world, operation, body, { summary: `${who} gets the licence ${licence} again`, ...full })
}

/** Gives somebody the services of a licence that they had before, unless somebody else has changed them since. */
function servicesBack(
  world: World,
  operation: OnLicence & { verb: 'grant' },
  { pool, reference }: { readonly pool: ObservedLicence; readonly reference: string | undefined },
): WayBack {
  const { before, after } = operation
  if (reference === undefined || before === null || !hasOtherPlans(pool, reference, before.disabledPlans))
    return already
  if (hasOtherPlans(pool, reference, after.disabledPlans))
    return { ...already, moved: [{ what: operation.summary, why: 'somebody has switched other services since' }] }
  const body = {
    kind: 'licence',
    verb: 'grant',
    before: { ...after, disabledPlans: switchedOff(pool, reference) ?? [] },
    after: before,
  } as const
  const services = servicesInWords(before.disabledPlans ?? [])
  return inverse(world, operation, body, {
    summary: `${memberCalled(world, after.user)} keeps the licence ${after.licence}, again ${services}`,
  })
}
