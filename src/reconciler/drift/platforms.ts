import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import { membershipId, parseAddress } from '../../model/address.ts'
import { standsDown } from '../../model/observed.ts'
import type { PlatformOperation } from '../../model/operation.ts'
import type { ObservedAccount } from '../../model/platform.ts'
import type { Finding } from '../../model/plan.ts'
import type { Contract, PlatformDraft } from '../accounts/contract.ts'
import { declaredOn, nameOf, placeOf, rememberedOn } from '../accounts/contract.ts'
import type { PlatformBody } from '../accounts/draft.ts'
import { platformDraft } from '../accounts/draft.ts'
import { fingerprintOf } from '../digest.ts'
import type { Memory } from '../memory.ts'
import type { ChangedAccount } from '../observed/remembered.ts'
import { changeInWords } from '../observed/words.ts'
import { stillOtherwise } from '../observed/wished.ts'
import { contractsOf } from '../seats/contracts.ts'
import { seatDriftFindings } from '../seats/findings.ts'

/** What the lists of platforms show otherwise than was agreed. */
export interface PlatformDrift {
  /** Each undoes a difference. */
  readonly operations: readonly PlatformOperation[]
  /** Paid seats. */
  readonly findings: readonly Finding[]
}

/** Compares what was agreed on platforms with the lists that were read last; nothing is read anew. */
export function platformDrift(desired: DesiredTenant, memory: Memory, asOf: Date): PlatformDrift {
  const contracts = contractsOf(desired, memory, asOf)
  const drafts = contracts.flatMap((contract) => [
    ...stillOtherwise(contract).flatMap((each) => mending(contract, each)),
    ...notListed(contract),
  ])
  return {
    operations: drafts.map((draft) => ({ ...draft, fingerprint: fingerprintOf(draft, '') })),
    findings: contracts.flatMap((contract) =>
      seatDriftFindings(contract, memory.seats.get(contract.subscription.id) ?? {}),
    ),
  }
}

/** The operations that would bring an account back to what was agreed. */
function mending(contract: Contract, change: ChangedAccount): readonly PlatformDraft[] {
  const { agreed, live } = change
  const user = parseAddress(change.address).id
  const summary = changeInWords(contract, change)
  const draft = (id: string, body: PlatformBody): PlatformDraft => drifted(contract, id, { body, summary, user })
  return [
    ...(standsDown(agreed) === standsDown(live) ? [] : [draft(user, standing(user, { agreed, live }))]),
    ...roles(user, { agreed, live }).map(({ id, body }) => draft(id, body)),
  ]
}

interface Sides {
  readonly agreed: ObservedAccount
  readonly live: ObservedAccount
}

function standing(user: string, { agreed, live }: Sides): PlatformBody {
  const [before, after] = [
    { user, state: live.state },
    { user, state: agreed.state },
  ]
  return { kind: 'account', verb: standsDown(agreed) ? 'disable' : 'enable', before, after }
}

function roles(user: string, { agreed, live }: Sides): readonly { readonly id: string; readonly body: PlatformBody }[] {
  const lost = agreed.roles.filter((role) => !live.roles.includes(role))
  const gained = live.roles.filter((role) => !agreed.roles.includes(role))
  const replaced = lost.length === 1 && gained.length === 1 ? gained[0] : undefined
  return [
    ...lost.map((role) => ({
      id: membershipId(role, user),
      body: {
        kind: 'roleAssignment' as const,
        verb: 'grant' as const,
        before: replaced === undefined ? null : { user, role: replaced },
        after: { user, role },
      },
    })),
    ...gained
      .filter((role) => role !== replaced)
      .map((role) => ({
        id: membershipId(role, user),
        body: { kind: 'roleAssignment' as const, verb: 'revoke' as const, before: { user, role }, after: null },
      })),
  ]
}

/** Who should be in a list and is not. The account is not taken for gone: that it may be is told. */
function notListed(contract: Contract): readonly PlatformDraft[] {
  const { memory, subscription } = contract
  const missing = memory.exports.get(subscription.id)?.missing ?? []
  return missing.flatMap((user): readonly PlatformDraft[] => {
    const known = rememberedOn(contract, user)?.account
    if (known === undefined || user.startsWith('~')) return []
    const name = nameOf(contract, user)
    const { type, login, at, roles: held, accessGroups } = known
    const after = { user, type, login, name, ...(at === undefined ? {} : { at }), roles: held, accessGroups }
    const summary = `${name} is not in the list of ${placeOf(contract)} that was read last; nobody takes the account for gone`
    return [drifted(contract, user, { body: { kind: 'account', verb: 'create', before: null, after }, summary, user })]
  })
}

function drifted(
  contract: Contract,
  id: string,
  { body, summary, user }: { readonly body: PlatformBody; readonly summary: string; readonly user: string },
): PlatformDraft {
  const source = declaredOn(contract, user)?.source ?? contract.subscription.source
  const draft = platformDraft(contract, id, body, { summary, reason: 'drift', derived: true, source })
  const { waitingFor: _, blockedBy: __, ...rest } = draft
  return { ...rest, status: 'planned' }
}
