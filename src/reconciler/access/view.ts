import type { AccessAccount, PlatformAccess } from '../../access/access.ts'
import { accountKey, inForce } from '../../access/access.ts'
import { evaluate } from '../../access/evaluate.ts'
import type { Evaluation } from '../../access/evaluate.ts'
import { impactOf } from '../../access/impact.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import { addressOf, parseAddress } from '../../model/address.ts'
import type { AccessGroupChange } from '../../model/plan.ts'
import type { World } from '../diff/world.ts'
import type { Memory } from '../memory.ts'
import { hadBefore } from './already.ts'
import type { Element, Elements } from './elements.ts'
import { accessFrom } from './elements.ts'
import { asSeen } from './live.ts'
import { agreed, holdsAgreed, effective, rememberedAt } from './remembered.ts'

const day = 24 * 3_600_000

/** Access on one platform as it was, as it is to be, and what that comes to. */
export interface PlatformView {
  readonly platform: string
  /** What is in effect, as the ledger knows it; not there: nothing was ever applied. */
  readonly before?: PlatformAccess
  /** What gates compare with: what is in effect, or was agreed to and waits for somebody. */
  readonly baseline?: PlatformAccess
  /** What was so 24 hours before the plan. */
  readonly dayAgo?: PlatformAccess
  /** What is declared and in force. */
  readonly after: PlatformAccess
  /** What is declared, with what begins later or has ended. */
  readonly full: PlatformAccess
  /** Of `after`. */
  readonly evaluation: Evaluation
  /** From what is in effect to what is declared: what a reader of the plan is told. */
  readonly impact: readonly AccessGroupChange[]
  /** The same from what was agreed to: what gates ask about. */
  readonly gated: readonly AccessGroupChange[]
  /** The same over the last 24 hours: what gates sum. */
  readonly ofDay: readonly AccessGroupChange[]
}

/** Looks at every platform of a tenant; nothing is worked out where there is none. */
export function platformViews(
  desired: DesiredTenant,
  worlds: readonly World[],
  memory: Memory,
  asOf: Date,
): readonly PlatformView[] {
  const platforms = [...new Set([...desired.access.keys(), ...memory.access.keys()])].toSorted()
  return platforms.flatMap((platform) => {
    const view = viewOf(platform, { desired, worlds, memory, asOf })
    return view === undefined ? [] : [view]
  })
}

interface Inputs {
  readonly desired: DesiredTenant
  readonly worlds: readonly World[]
  readonly memory: Memory
  readonly asOf: Date
}

function viewOf(platform: string, { desired, worlds, memory, asOf }: Inputs): PlatformView | undefined {
  const declared = desired.access.get(platform)
  const rebuilt = (elements: Elements): PlatformAccess | undefined => {
    const access = elements.size === 0 ? undefined : accessFrom(platform, elements, declared?.rules)
    return access === undefined ? undefined : underNewIds(access, desired, memory)
  }
  const thenAgreed = (then: Elements): Elements => agreed(then, seen(effective(then)))
  const seen = (elements: Elements): Elements => asSeen(elements, declared, { desired, memory })
  const known = memory.access.get(platform)
  const recorded: Elements =
    known ?? (declared === undefined ? new Map<string, Element>() : hadBefore(declared, { desired, worlds, asOf }))
  const before = rebuilt(seen(effective(recorded)))
  const full = declared ?? (before === undefined ? undefined : withoutAnything(before))
  if (full === undefined || (declared === undefined && before?.accounts.size === 0)) return undefined

  const judged = (access: PlatformAccess | undefined): PlatformAccess | undefined => withWatched(access, full, desired)
  const baseline = judged(holdsAgreed(recorded) ? rebuilt(thenAgreed(recorded)) : before)
  const since = new Date(asOf.getTime() - day)
  const changed = memory.accessBefore.some((each) => each.platform === platform && each.at > since.toISOString())
  const dayAgo = changed ? judged(rebuilt(thenAgreed(rememberedAt(memory, platform, since)))) : baseline
  const after = inForce(full, asOf)
  const isPresent = (user: string): boolean => isStillHere(desired, user)
  const impactFrom = (from: PlatformAccess | undefined): readonly AccessGroupChange[] =>
    impactOf({ tenant: desired.id, before: from, after, full, isPresent })
  const impact = impactFrom(before)
  const gated = baseline === before ? impact : impactFrom(baseline)
  return {
    platform,
    ...(before === undefined ? {} : { before }),
    ...(baseline === undefined ? {} : { baseline }),
    ...(dayAgo === undefined ? {} : { dayAgo }),
    after,
    full,
    evaluation: evaluate(after),
    impact,
    gated,
    ofDay: dayAgo === baseline ? gated : impactFrom(dayAgo),
  }
}

/**
 * Accounts that pass through a directory which is only looked at stand as they are declared: no plan brings them about, so there
 * is nothing for a gate to hold.
 */
function withWatched(
  access: PlatformAccess | undefined,
  full: PlatformAccess,
  { subscriptions, directories }: DesiredTenant,
): PlatformAccess | undefined {
  const watched = new Set<string>()
  for (const { id, platform, settings, delivery } of subscriptions.values()) {
    const mode = directories.get(settings.groups?.directory ?? '')?.mode
    if (platform === full.platform && delivery === 'groups' && mode === 'observe') watched.add(id)
  }
  if (watched.size === 0) return access
  const accounts = new Map([...(access?.accounts ?? [])].filter(([, { subscription }]) => !watched.has(subscription)))
  for (const [key, account] of full.accounts) if (watched.has(account.subscription)) accounts.set(key, account)
  return { ...(access ?? full), accounts }
}

/** Whoever is declared and not on their way out; who starts later is still to come. */
function isStillHere({ people }: DesiredTenant, user: string): boolean {
  const person = people.get(user)
  if (person === undefined) return false
  return person.state === 'active' || person.state === 'suspended' || person.stateReason === 'notStarted'
}

/** People whose id changed are known by the new one: they neither lose nor gain by it. */
function underNewIds(access: PlatformAccess, desired: DesiredTenant, memory: Memory): PlatformAccess {
  const moved = new Map<string, string>()
  for (const { id, previousId } of desired.people.values()) {
    if (previousId === undefined || desired.people.has(previousId)) continue
    if (isOneAccount(desired, memory, { id, previousId })) moved.set(previousId, id)
  }
  if (moved.size === 0) return access
  const accounts = new Map<string, AccessAccount>()
  for (const [key, account] of access.accounts) {
    const user = moved.get(account.user)
    if (user === undefined) accounts.set(key, account)
    else accounts.set(accountKey(account.subscription, user), { ...account, user })
  }
  return { ...access, accounts }
}

/**
 * Whether two ids are one account of a directory, which changes its id now. Whoever has an account of their own already, or none
 * that is known by the old id, is somebody else: a line that says otherwise would hand one person's access to another unseen.
 */
function isOneAccount(
  { id: tenant, directories }: DesiredTenant,
  { objects, accounts }: Memory,
  { id, previousId }: { readonly id: string; readonly previousId: string },
): boolean {
  const isKnown = (user: string): boolean =>
    [...directories.keys()].some((directory) => objects.has(addressOf({ tenant, directory, kind: 'user', id: user })))
  const isSeen = [...accounts.keys()].some((address) => parseAddress(address).id === id)
  return isKnown(previousId) && !isKnown(id) && !isSeen
}

/** A platform that the workspace has given up: nobody is to have anything there. */
function withoutAnything(before: PlatformAccess): PlatformAccess {
  const none = new Map<string, never>()
  return {
    ...before,
    base: [],
    guards: [],
    ceilings: [],
    roles: none,
    departments: none,
    entities: none,
    groups: none,
    accounts: none,
  }
}
