import type { ObservedAccount } from '../../model/platform.ts'
import type { Source } from '../../model/desired.ts'
import type { Reason } from '../../model/operation.ts'
import { lineOf } from '../diff/world.ts'
import type { AccountDifference, Contract, PlatformDraft } from './contract.ts'
import { lifecycleOf, nameOf, noDifference, placeOf, rememberedOn } from './contract.ts'
import { cannotBe } from './capability.ts'
import { platformDraft } from './draft.ts'
import type { Destruction } from './destruction.ts'
import { destruction } from './destruction.ts'
import { effectLines, effectsOf } from './effects.ts'
import { settled } from './standing.ts'
import type { Wish } from './wish.ts'

/** Somebody who is to have no account that works: an open invitation is withdrawn, anything else is disabled. */
export function standingDown(contract: Contract, wish: Wish, live: ObservedAccount): AccountDifference {
  const { user } = wish
  const name = nameOf(contract, user)
  const { rules } = contract.subscription
  const isOpen = settled(live.state) === 'invited'
  const effects = isOpen ? [] : effectsOf(rules, { verb: 'disable', type: live.type })
  const source = sourceOf(contract, wish)
  const urgent = contract.desired.people.get(user)?.urgent ?? false
  const { blockedBy, findings, saving } = destruction(contract, { user, effects, verb: 'disable', source, urgent })
  const open = live.open === undefined ? {} : { open: live.open }
  const operation = platformDraft(
    contract,
    user,
    {
      kind: 'account',
      verb: 'disable',
      before: { user, state: settled(live.state) },
      after: { user, state: 'disabled' },
    },
    {
      summary: isOpen
        ? `the invitation of ${name} to ${placeOf(contract)} is withdrawn${causeOf(contract, wish)}`
        : `${name} can no longer use ${placeOf(contract)}${causeOf(contract, wish)}`,
      ...reasonFor(contract, wish),
      source,
      effects: effectLines(effects, { name, login: live.login, notify: true, ...open }),
      urgent,
      ...(blockedBy === undefined ? {} : { blockedBy }),
    },
  )
  return { ...noDifference, operations: [operation, ...saving], findings }
}

/** After the grace, what roster disabled is deleted where the platform ends so; elsewhere a disabled account is the end, for good. */
export function deletion(contract: Contract, wish: Wish, live: ObservedAccount): AccountDifference {
  const disabled = rememberedOn(contract, wish.user)?.disabled
  const ends = lifecycleOf(contract.subscription.rules, live.type).end ?? 'disabled'
  if (disabled === undefined || ends !== 'deleted' || cannotBe(contract, 'delete', live.type) !== undefined)
    return noDifference
  const { operation, findings, saving } = deleting(contract, wish, { live, disabled })
  const { due, day } = contract.desired.deletion(disabled.at)
  return due <= contract.asOf
    ? { ...noDifference, operations: [operation, ...saving], findings }
    : { ...noDifference, later: [{ date: day, event: 'delete', operation }] }
}

interface Disabled {
  readonly live: ObservedAccount
  readonly disabled: { readonly at: string; readonly derived: boolean }
}

function deleting(
  contract: Contract,
  wish: Wish,
  { live, disabled }: Disabled,
): Pick<Destruction, 'findings' | 'saving'> & { readonly operation: PlatformDraft } {
  const { user } = wish
  const name = nameOf(contract, user)
  const effects = effectsOf(contract.subscription.rules, { verb: 'delete', type: live.type })
  const source = sourceOf(contract, wish)
  const destroying = { user, effects, verb: 'delete', source, urgent: false } as const
  const { blockedBy, findings, saving } = destruction(contract, destroying)
  const operation = platformDraft(
    contract,
    user,
    { kind: 'account', verb: 'delete', before: { user, state: 'disabled' }, after: null },
    {
      summary: `the account of ${name} on ${placeOf(contract)} is deleted: it was disabled on ${disabled.at.slice(0, 10)} and the grace is over`,
      reason: 'undeclared',
      derived: disabled.derived,
      source,
      effects: effectLines(effects, { name, login: live.login, notify: true }),
      ...(blockedBy === undefined ? {} : { blockedBy }),
    },
  )
  return { operation, findings, saving }
}

function causeOf({ desired }: Contract, { user, state, because }: Wish): string {
  switch (because) {
    case 'declared':
      return `: the person is ${state}`
    case 'notStarted':
      return ': the first day is to come'
    case 'expired':
      return ': the last day is over'
    case 'gone':
      return isLeaver(desired.people.get(user)?.state) ? ': they leave' : ': nothing asks for it any more'
  }
}

function isLeaver(state: string | undefined): boolean {
  return state === undefined || state === 'absent'
}

/** A removal is explicit where a line of its own asked for the account, and stands there no more or says so. */
function reasonFor(
  contract: Contract,
  { user, because }: Wish,
): { readonly reason: Reason; readonly derived: boolean } {
  const { desired, memory, subscription } = contract
  switch (because) {
    case 'declared':
    case 'notStarted':
      return { reason: 'declared', derived: false }
    case 'expired':
      return { reason: 'expired', derived: true }
    case 'gone': {
      const person = desired.people.get(user)
      if (person === undefined) return { reason: 'undeclared', derived: !memory.declared.has(lineOf('user', user)) }
      if (person.state === 'absent') return { reason: 'undeclared', derived: false }
      const element = memory.access.get(subscription.platform)?.get(`account/${subscription.id}/${user}`)
      return { reason: 'undeclared', derived: element?.['route'] !== 'own' }
    }
  }
}

function sourceOf({ desired, subscription }: Contract, { user, account }: Wish): Source {
  return account?.source ?? desired.people.get(user)?.source ?? { ...subscription.source, via: [] }
}
