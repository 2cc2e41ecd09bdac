import { membershipId } from '../../model/address.ts'
import type { DesiredLicence } from '../../model/desired.ts'
import type { Draft } from '../digest.ts'
import { liveName } from '../diff/called.ts'
import { lastHolders } from '../diff/known-licences.ts'
import { poolOf } from '../diff/licence-pool.ts'
import type { World } from '../diff/world.ts'
import { addressIn } from '../diff/world.ts'
import { drifted, memberName } from './drifted.ts'

/** Who was given a licence, or lost one, since it was last looked at. What could not be read is no drift. */
export function licenceDrift(world: World): readonly Draft[] {
  return [...world.desired.licences.values()]
    .filter(({ directory }) => directory === world.directory.id)
    .flatMap((licence) => ofLicence(world, licence))
}

function ofLicence(world: World, licence: DesiredLicence): readonly Draft[] {
  const { id, sku } = licence
  const pool = poolOf(world, licence)
  const recorded = lastHolders(world, id)
  if (typeof pool === 'string' || recorded === undefined) return []
  const now = new Map(pool.holders.map((reference) => [world.matches.memberOf(reference), reference]))
  // That somebody's account is gone is told, and is no second drift.
  const taken = [...recorded].filter(
    (user) => !now.has(user) && !world.snapshot.missing.includes(addressIn(world, 'user', user)),
  )
  // What somebody has through a group comes and goes with the group.
  const inherited = new Set(pool.inherited)
  const given = [...now].filter(([user, reference]) => !recorded.has(user) && !inherited.has(reference))
  return [
    ...taken.map((user) =>
      drifted(
        world,
        membershipId(id, user),
        { kind: 'licence', verb: 'grant', before: null, after: { licence: id, sku, user } },
        `the licence ${id} was taken from ${memberName(world, user)}`,
      ),
    ),
    ...given.map(([user, reference]) =>
      drifted(
        world,
        membershipId(id, user),
        {
          kind: 'licence',
          verb: 'revoke',
          before: { licence: id, sku, user, ...(user.startsWith('~') ? { reference } : {}) },
          after: null,
        },
        `${holderName(world, user, reference)} was given the licence ${id}`,
      ),
    ),
  ]
}

function holderName(world: World, user: string, reference: string): string {
  if (!user.startsWith('~')) return memberName(world, user)
  const account = world.matches.accountAt(reference)
  return account === undefined ? reference : `${liveName(account)} (${account.username}), who is not declared,`
}
