import type { Entry } from '../model/entry.ts'
import type { ObservedPolicy } from '../model/observed.ts'
import type { DirectoryOperation } from '../model/operation.ts'
import { isVerified } from '../model/outcome.ts'
import { alike, boundPolicies } from './diff/policies.ts'
import type { World } from './diff/world.ts'
import { addressIn } from './diff/world.ts'
import type { Memory } from './memory.ts'
import type { RememberedPolicy } from './policy-memory.ts'
import { afterPolicyOperation, policyAddress } from './policy-memory.ts'
import type { Settled } from './run.ts'

type OnPolicy = Extract<DirectoryOperation, { kind: 'policy' }>

/** Whether what a cut-off operation on a policy asked for is the case; with the policy's id, where it made one. */
export function policyStandsAs(world: World, operation: OnPolicy): { readonly live?: ObservedPolicy } | undefined {
  const prefix = addressIn(world, 'policy', '')
  const live = boundPolicies(world).get(policyAddress(operation).slice(prefix.length))
  switch (operation.verb) {
    case 'create':
      return live === undefined ? undefined : { live }
    case 'update':
      return live !== undefined && holds(live, operation.after.attributes) ? {} : undefined
    case 'grant':
      return live !== undefined && namesOf(world, live).has(operation.after.member) ? {} : undefined
    case 'revoke':
      return live === undefined || !namesOf(world, live).has(operation.before.member) ? {} : undefined
    case 'delete':
      return live === undefined && isReadable(world) ? {} : undefined
  }
}

/**
 * Policies of roster's that look otherwise than the ledger would say: changed by hand, or taken over by their name. Those
 * that are gone are taken off it. One that an operation failed on is left as it was: its drift is still to be seen.
 */
export function policyEntries(world: World, memory: Memory, settled: readonly Settled[]): readonly Entry[] {
  if (!isReadable(world)) return []
  const done = settled.flatMap(({ operation, outcome }) =>
    operation.kind === 'policy' ? [{ operation, outcome }] : [],
  )
  const entries: Entry[] = []
  const bound = boundPolicies(world)
  for (const [id, live] of bound) {
    const address = addressIn(world, 'policy', id)
    const own = done.filter(({ operation }) => policyAddress(operation) === address)
    if (own.some(({ operation, outcome }) => operation.verb === 'delete' || !isVerified(outcome.status))) continue
    const now = (policy: RememberedPolicy | undefined): RememberedPolicy | undefined =>
      own.reduce((each, { operation }) => afterPolicyOperation(each, operation), policy)
    const seen = now(rememberedAs(world, live))
    const known = now(memory.policies.get(address))
    if (seen === undefined || (known !== undefined && isSame(known, seen))) continue
    const { immutableId, name, attributes, members } = seen
    const policy = { name, attributes, members: [...members].toSorted() }
    entries.push({ type: 'verifiedPolicy', address, immutableId, policy })
  }
  const touched = new Set(done.map(({ operation }) => policyAddress(operation)))
  for (const address of memory.policies.keys()) {
    const prefix = addressIn(world, 'policy', '')
    if (!address.startsWith(prefix) || touched.has(address) || bound.has(address.slice(prefix.length))) continue
    entries.push({ type: 'released', address, why: 'gone, and no longer asked for' })
  }
  return entries
}

/** A live policy in the form that the ledger keeps. */
export function rememberedAs(world: World, live: ObservedPolicy): RememberedPolicy {
  const { immutableId, name, attributes } = live
  return { immutableId, name, attributes, members: namesOf(world, live) }
}

function namesOf(world: World, { members }: ObservedPolicy): ReadonlySet<string> {
  return new Set(members.map(world.matches.memberOf))
}

function holds(live: ObservedPolicy, wished: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(wished).every(([name, value]) => alike(live.attributes[name], value as string | null))
}

function isSame(a: RememberedPolicy, b: RememberedPolicy): boolean {
  const names = new Set([...Object.keys(a.attributes), ...Object.keys(b.attributes)])
  return (
    a.immutableId === b.immutableId &&
    a.name === b.name &&
    a.members.size === b.members.size &&
    [...a.members].every((member) => b.members.has(member)) &&
    [...names].every((name) => alike(a.attributes[name], b.attributes[name]))
  )
}

function isReadable({ snapshot }: World): boolean {
  return snapshot.policies !== undefined && !('unreadable' in snapshot.policies.policies)
}
