import type { Address } from '../model/address.ts'
import { addressOf, promisedLicence } from '../model/address.ts'
import type { DirectoryOperation, Operation } from '../model/operation.ts'
import { isOfDirectory, membershipOf } from '../model/operation.ts'
import { doneTo } from './accounts/known.ts'
import { noteDeed } from './actions/deeds.ts'
import { afterCreation, afterOperation } from './after-operation.ts'
import { forget, moveAddress } from './memory-addresses.ts'
import type { Draft, Remembered } from './memory.ts'
import { carryOutPolicy } from './policy-memory.ts'

/** What follows from an operation that was carried out. `createdId`: the directory's own id of what was made. */
export function carryOut(memory: Draft, operation: Operation, createdId: string | undefined, at: string): void {
  noteDeed(memory.deeds, operation)
  const removal = operation.verb === 'disable' || operation.verb === 'delete' || operation.verb === 'revoke'
  if (removal || (operation.verb === 'grant' && operation.escalation)) {
    memory.lately.push({ at, operation })
  }
  if (operation.kind === 'membership') return changeMembership(memory, operation)
  if (operation.kind === 'licence') return changeLicence(memory, operation)
  if (operation.kind === 'policy') return carryOutPolicy(memory.policies, operation, createdId)
  if (operation.kind === 'account') return doneTo(memory.accounts, operation, at)
  if (operation.kind === 'organizationalUnit' || !isOfDirectory(operation)) return
  if (operation.verb === 'create' || operation.verb === 'restore') countIn(memory, operation, 1)
  if (operation.verb === 'delete') countIn(memory, operation, -1)
  const known = memory.objects.get(operation.previousAddress ?? operation.address)
  switch (operation.verb) {
    case 'create':
      memory.objects.set(operation.address, {
        immutableId: createdId ?? known?.immutableId ?? '',
        origin: 'created',
        verified: afterCreation(operation),
        ...(operation.kind === 'user' && operation.after.state === 'disabled' ? { arriving: true } : {}),
      })
      if (operation.kind === 'group') memory.members.set(operation.address, new Set())
      return
    case 'update':
      return revise(memory, operation, known)
    case 'rename':
      if (operation.previousAddress !== undefined) moveAddress(memory, operation.previousAddress, operation.address)
      return revise(memory, operation, known)
    case 'restore':
      // Whoever made it, it is there since roster brought it back, and roster's to look after.
      if (known === undefined)
        memory.objects.set(operation.address, { immutableId: operation.before.immutableId, origin: 'created' })
      return stand(memory, operation, known, at)
    case 'enable':
    case 'disable':
      return stand(memory, operation, known, at)
    case 'delete':
      return forget(memory, operation.address)
    case 'resetPassword':
    case 'revokeSessions':
      return
  }
}

/** Who switched an account off, and when, is known as long as it is off. */
function stand(
  memory: Draft,
  operation: Extract<DirectoryOperation, { verb: 'enable' | 'disable' | 'restore' }>,
  known: Remembered | undefined,
  at: string,
): void {
  revise(memory, operation, known)
  const now = memory.objects.get(operation.address)
  if (now === undefined) return
  const { disabled: _, arriving: __, ...rest } = now
  const disabled = { at, reason: operation.reason, derived: operation.derived }
  memory.objects.set(operation.address, operation.after.state === 'disabled' ? { ...rest, disabled } : rest)
}

/** A run that is cut off records no population at its end: what it made and deleted counts all the same. */
function countIn(memory: Draft, { directory, kind }: Operation, change: 1 | -1): void {
  const known = memory.population.get(directory)
  if (known === undefined) return
  const { users, groups } = known
  memory.population.set(
    directory,
    kind === 'user' ? { users: users + change, groups } : { users, groups: groups + change },
  )
}

function revise(memory: Draft, operation: DirectoryOperation, known: Remembered | undefined): void {
  if (known === undefined) return
  const verified = known.verified === undefined ? {} : { verified: afterOperation(known.verified, operation) }
  memory.objects.set(operation.address, { ...known, ...verified })
}

function changeMembership(memory: Draft, operation: Extract<Operation, { kind: 'membership' }>): void {
  const { tenant, directory } = operation
  const { group, member } = membershipOf(operation)
  const address = addressOf({ tenant, directory, kind: 'group', id: group })
  if (operation.verb === 'grant') {
    change(memory.granted, address, [member], [])
    change(memory.members, address, [member], [])
  } else {
    change(memory.granted, address, [], [member])
    change(memory.members, address, [], [member])
    // Who leaves with the account may come back: what was promised at the creation still is.
    if (operation.effects.length === 0)
      memory.promised.get(addressOf({ tenant, directory, kind: 'user', id: member }))?.delete(group)
  }
}

/** Who has a licence is kept as the members of a group are, under the address of the licence. */
function changeLicence(memory: Draft, operation: Extract<Operation, { kind: 'licence' }>): void {
  const { tenant, directory } = operation
  // Other services of a licence that somebody has: who gave it to them is as it was.
  if (operation.verb === 'grant' && operation.before !== null) return
  const { licence, user } = operation.after ?? operation.before
  const address = addressOf({ tenant, directory, kind: 'licence', id: licence })
  const [added, removed] = operation.verb === 'grant' ? [[user], []] : [[], [user]]
  change(memory.granted, address, added, removed)
  change(memory.members, address, added, removed)
  if (operation.verb === 'revoke' && operation.effects.length === 0)
    memory.promised.get(addressOf({ tenant, directory, kind: 'user', id: user }))?.delete(promisedLicence(licence))
}

/** Members of a group, or people with a licence, that came and went. */
export function change(
  sets: Map<Address, Set<string>>,
  group: Address,
  added: readonly string[],
  removed: readonly string[],
): void {
  const members = sets.get(group) ?? new Set()
  for (const member of removed) members.delete(member)
  for (const member of added) members.add(member)
  sets.set(group, members)
}
