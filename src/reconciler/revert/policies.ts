import { parseAddress } from '../../model/address.ts'
import type { DirectoryOperation } from '../../model/operation.ts'
import { policyCalled, policySpoken } from '../diff/coverage.ts'
import { alike, boundPolicies } from '../diff/policies.ts'
import type { World } from '../diff/world.ts'
import { policyAddress } from '../policy-memory.ts'
import { rememberedAs } from '../policy-record.ts'
import { accountOf, memberCalled } from './called.ts'
import { standingOf } from './standing.ts'
import type { WayBack } from './way-back.ts'
import { already, inverse, lost } from './way-back.ts'

type OnPolicy = Extract<DirectoryOperation, { kind: 'policy' }>

/** Takes back what was done to a policy for passwords or for signing in, or to whom it holds for. */
export function policyBack(world: World, operation: OnPolicy): WayBack {
  const { id } = parseAddress(policyAddress(operation))
  const found = boundPolicies(world).get(id)
  const called = `the ${policyCalled(world, id)}`
  if (operation.verb === 'delete')
    return found === undefined
      ? lost(`${called} ${operation.before.name}`, 'deleted for good: it cannot be brought back')
      : already
  if (found === undefined)
    return operation.verb === 'create' || operation.verb === 'grant'
      ? already
      : lost(operation.summary, 'what it was done to is no longer there, or goes by another id')
  const live = rememberedAs(world, found)
  switch (operation.verb) {
    case 'create':
      return lost(`${called} ${live.name}`, 'made by it, and stays: a revert deletes nothing')
    case 'update':
      return rulesBack(world, operation, live)
    case 'grant': {
      const { policy, member } = operation.after
      if (!live.members.has(member)) return already
      const body = { kind: 'policy', verb: 'revoke', before: { policy, member }, after: null } as const
      const summary = `${called} ${live.name} no longer holds for ${memberCalled(world, member)}`
      return inverse(world, operation, body, { summary })
    }
    case 'revoke': {
      const { policy, member } = operation.before
      if (live.members.has(member)) return already
      if (accountOf(world, member) === undefined)
        return lost(operation.summary, 'whoever it was is no longer there, or lies outside')
      const body = { kind: 'policy', verb: 'grant', before: null, after: { policy, member } } as const
      const summary = `${called} ${live.name} holds for ${memberCalled(world, member)} again`
      return inverse(world, operation, body, { summary })
    }
  }
}

/** Rules hold together: where one of them was changed since, all stay as they are. */
function rulesBack(
  world: World,
  operation: Extract<OnPolicy, { verb: 'update' }>,
  live: ReturnType<typeof rememberedAs>,
): WayBack {
  const { before: was, after: left } = operation
  const names = Object.keys(left.attributes)
  const standings = names.map((name) =>
    standingOf(
      live.attributes[name] ?? null,
      { was: was.attributes[name] ?? null, left: left.attributes[name] ?? null },
      (a, b) => alike(a, b),
    ),
  )
  if (standings.every((standing) => standing === 'back')) return already
  const now = Object.fromEntries(names.map((name) => [name, live.attributes[name] ?? null]))
  const { id } = parseAddress(operation.address)
  const spoken = (values: typeof now): string => policySpoken(world, id, values)
  const before = { immutableId: live.immutableId, attributes: now }
  const moved = standings.includes('moved') ? { blockedBy: `moved since: ${spoken(now)}` } : {}
  return inverse(
    world,
    operation,
    { kind: 'policy', verb: 'update', before, after: { attributes: was.attributes } },
    { summary: `the ${policyCalled(world, id)} ${live.name} goes back to ${spoken({ ...was.attributes })}`, ...moved },
  )
}
