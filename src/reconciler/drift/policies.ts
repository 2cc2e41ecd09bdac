import { membershipId } from '../../model/address.ts'
import type { Draft } from '../digest.ts'
import { policyCalled, policySpoken } from '../diff/coverage.ts'
import { alike } from '../diff/policies.ts'
import type { World } from '../diff/world.ts'
import { addressIn } from '../diff/world.ts'
import type { RememberedPolicy } from '../policy-memory.ts'
import { rememberedAs } from '../policy-record.ts'
import { drifted, memberName } from './drifted.ts'

/** Policies of roster's that are not as they were last verified: their values, and whom they name. */
export function policyDrift(world: World): readonly Draft[] {
  const sight = world.snapshot.policies
  if (sight === undefined || 'unreadable' in sight.policies) return []
  const live = new Map(sight.policies.map((policy) => [policy.immutableId, policy]))
  const prefix = addressIn(world, 'policy', '')
  return [...world.memory.policies].flatMap(([address, then]) => {
    if (!address.startsWith(prefix)) return []
    const id = address.slice(prefix.length)
    const found = live.get(then.immutableId)
    if (found === undefined) return [deleted(world, id, then)]
    const now = rememberedAs(world, found)
    return [...valueDrift(world, id, then, now), ...coverageDrift(world, id, then, now)]
  })
}

function deleted(world: World, id: string, { name, attributes }: RememberedPolicy): Draft {
  const after = { name, attributes }
  return drifted(
    world,
    id,
    { kind: 'policy', verb: 'create', before: null, after },
    `the ${policyCalled(world, id)} ${name} was deleted, or is hidden from the reading account`,
  )
}

function valueDrift(world: World, id: string, then: RememberedPolicy, now: RememberedPolicy): readonly Draft[] {
  const all = new Set([...Object.keys(then.attributes), ...Object.keys(now.attributes)])
  const names = [...all].filter((name) => !alike(then.attributes[name], now.attributes[name]))
  if (names.length === 0) return []
  const pick = ({ attributes }: RememberedPolicy): Record<string, string | readonly string[] | null> =>
    Object.fromEntries(names.map((name) => [name, attributes[name] ?? null]))
  const [before, after] = [pick(now), pick(then)]
  const spoken = (values: typeof before): string => policySpoken(world, id, values)
  return [
    drifted(
      world,
      id,
      {
        kind: 'policy',
        verb: 'update',
        before: { immutableId: now.immutableId, attributes: before },
        after: { attributes: after },
      },
      `the ${policyCalled(world, id)} ${now.name} was changed to ${spoken(before)} (was ${spoken(after)})`,
    ),
  ]
}

/** Who came under a policy, or out of it. Whoever's account is gone is told with the account. */
function coverageDrift(world: World, id: string, then: RememberedPolicy, now: RememberedPolicy): readonly Draft[] {
  const gone = new Set(world.snapshot.missing)
  const out = [...then.members].filter(
    (member) => !now.members.has(member) && !gone.has(addressIn(world, 'user', member)),
  )
  const come = [...now.members].filter((member) => !then.members.has(member))
  return [
    ...out.map((member) =>
      drifted(
        world,
        membershipId(id, member),
        { kind: 'policy', verb: 'grant', before: null, after: { policy: id, member } },
        `${memberName(world, member)} was taken out of the ${policyCalled(world, id)} ${now.name}`,
      ),
    ),
    ...come.map((member) =>
      drifted(
        world,
        membershipId(id, member),
        { kind: 'policy', verb: 'revoke', before: { policy: id, member }, after: null },
        `${memberName(world, member)} was put under the ${policyCalled(world, id)} ${now.name}`,
      ),
    ),
  ]
}
