import { accountKey, inForce } from '../../access/access.ts'
import type { DesiredSubscription } from '../../language/compile/desired-platforms.ts'
import { addressOf } from '../../model/address.ts'
import type { Entry } from '../../model/entry.ts'
import { isVerified } from '../../model/outcome.ts'
import type { Memory } from '../memory.ts'
import type { Settled } from '../run.ts'
import type { Basis } from '../tenant.ts'
import type { Delivery } from './delivered.ts'
import { deliveryIn } from './delivered.ts'
import type { Element, Elements } from './elements.ts'
import { elementsOf, sameElement } from './elements.ts'
import type { Departures, Lingering } from './lingering.ts'
import { lingering } from './lingering.ts'
import { accountAsSeen, isSeen } from './live.ts'
import { agreedPrefix, asAgreed, inEffect } from './remembered.ts'

const atOnce = 1_000

/** What is in effect from now on, as far as the ledger does not say so already. */
export function accessEntries(basis: Basis, memory: Memory, settled: readonly Settled[]): readonly Entry[] {
  const { desired, worlds } = basis
  const platforms = [...new Set([...desired.access.keys(), ...memory.access.keys()])].toSorted()
  if (platforms.length === 0) return []
  const deliveries = new Map(worlds.map((world) => [world.directory.id, deliveryIn(world, settled)]))
  const left = lingering(desired, worlds, memory, departuresIn(settled))
  return platforms.flatMap((platform) => {
    const recorded = memory.access.get(platform) ?? new Map<string, Element>()
    const next = afterwards({ basis, memory, deliveries, platform, ...staying(left, platform, { basis, memory }) })
    return entriesFor(platform, differing(recorded, next))
  })
}

interface Place {
  readonly basis: Basis
  readonly memory: Memory
  readonly deliveries: ReadonlyMap<string, Delivery>
  readonly platform: string
  /** Accounts whose owners are still in a group that passes on what they are not to have any more. */
  readonly staying: ReadonlySet<string>
  /** Whether one of them is so though nothing of the account itself changes: something else than accounts is not in effect. */
  readonly stuck: boolean
}

/** People whom this run took out of groups, or whose account it disabled. */
function departuresIn(settled: readonly Settled[]): Departures {
  const done = settled.filter(({ outcome }) => isVerified(outcome.status))
  const addresses = (verbs: readonly string[]): ReadonlySet<string> =>
    new Set(done.flatMap(({ operation: { verb, address } }) => (verbs.includes(verb) ? [address] : [])))
  return { revoked: addresses(['revoke']), disabled: addresses(['disable', 'delete']) }
}

function staying(
  left: readonly Lingering[],
  platform: string,
  { basis: { desired, asOf }, memory }: Pick<Place, 'basis' | 'memory'>,
): Pick<Place, 'staying' | 'stuck'> {
  const own = left.filter(({ subscription }) => desired.subscriptions.get(subscription)?.platform === platform)
  if (own.length === 0) return { staying: new Set(), stuck: false }
  const known = inEffect(memory, platform)
  const full = desired.access.get(platform)
  const accounts = full === undefined ? undefined : inForce(full, asOf).accounts
  const keys = new Set(own.map(({ subscription, user }) => accountKey(subscription, user)))
  const isSame = (key: string): boolean => sameElement(known.get(`account/${key}`) ?? null, accounts?.get(key) ?? null)
  return { staying: keys, stuck: [...keys].some(isSame) }
}

/** Everything the ledger is to hold of a platform: what is in effect, and what is agreed to and waits for somebody. */
function afterwards(place: Place): Elements {
  const { basis, memory, platform } = place
  const known = inEffect(memory, platform)
  const full = basis.desired.access.get(platform)
  const wanted = full === undefined ? new Map<string, Element>() : elementsOf(inForce(full, basis.asOf))
  const next = new Map<string, Element>()
  for (const key of new Set([...wanted.keys(), ...known.keys()])) {
    const { element, awaited } = settledElement(place, key, { wanted: wanted.get(key), known: known.get(key) })
    if (element !== undefined) next.set(key, element)
    if (awaited && !sameElement(element ?? null, wanted.get(key) ?? null))
      next.set(agreedPrefix + key, asAgreed(wanted.get(key)))
  }
  return next
}

interface Sides {
  readonly wanted: Element | undefined
  readonly known: Element | undefined
}
interface Outcome {
  readonly element: Element | undefined
  /** Whether a person has to bring it about. */
  readonly awaited: boolean
}

function settledElement(place: Place, key: string, sides: Sides): Outcome {
  const { basis, deliveries, platform } = place
  if (key.startsWith('account/')) return settledAccount(place, key.slice('account/'.length), sides)
  if (key.startsWith('role/')) {
    const role = key.slice('role/'.length)
    const open = basis.held.some(
      ({ kind, directory, address }) =>
        kind === 'role' &&
        address.endsWith(`/${role}`) &&
        basis.desired.subscriptions.get(directory)?.platform === platform,
    )
    if (open) return { element: sides.known, awaited: true }
  }
  if (place.stuck) return { element: sides.known, awaited: true }
  const failed = subscriptionsOf(basis, platform).some((each) => deliveryOf(deliveries, each)?.failed === true)
  return { element: failed ? sides.known : sides.wanted, awaited: false }
}

function settledAccount(place: Place, id: string, { wanted, known }: Sides): Outcome {
  const { basis, memory, deliveries } = place
  const slash = id.indexOf('/')
  const [subscription, user] = [id.slice(0, slash), id.slice(slash + 1)]
  const contract = basis.desired.subscriptions.get(subscription)
  if (isSeen(basis.desired, subscription)) {
    const address = addressOf({ tenant: basis.desired.id, directory: subscription, kind: 'account', id: user })
    const live = memory.accounts.get(address)?.account
    return { element: accountAsSeen(live, wanted ?? known), awaited: true }
  }
  if (place.staying.has(id)) return { element: known, awaited: true }
  const through = contract === undefined ? [...deliveries.values()] : [deliveryOf(deliveries, contract)]
  const pending = through.some((delivery) => delivery === undefined || delivery.waiting.has(user))
  return { element: pending ? known : wanted, awaited: false }
}

function subscriptionsOf({ desired }: Basis, platform: string): readonly DesiredSubscription[] {
  return [...desired.subscriptions.values()].filter((each) => each.platform === platform)
}

function deliveryOf(
  deliveries: ReadonlyMap<string, Delivery>,
  { delivery, settings }: DesiredSubscription,
): Delivery | undefined {
  return delivery === 'groups' ? deliveries.get(settings.groups?.directory ?? '') : undefined
}

function differing(recorded: Elements, next: Elements): readonly (readonly [string, Element | null])[] {
  const changes: [string, Element | null][] = []
  for (const [key, element] of next) {
    const known = recorded.get(key)
    if (known === undefined || !sameElement(known, element)) changes.push([key, element])
  }
  for (const key of recorded.keys()) if (!next.has(key)) changes.push([key, null])
  return changes.toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** An entry is one line of a file: many changes are several. */
function entriesFor(platform: string, changes: readonly (readonly [string, Element | null])[]): readonly Entry[] {
  const entries: Entry[] = []
  for (let from = 0; from < changes.length; from += atOnce)
    entries.push({ type: 'access', platform, elements: ownedCopy(changes.slice(from, from + atOnce)) })
  return entries
}

/** Plain values: what the files were read into is not, and its strings hold on to the files. */
function ownedCopy(changes: readonly (readonly [string, Element | null])[]): Readonly<Record<string, Element | null>> {
  return JSON.parse(JSON.stringify(Object.fromEntries(changes))) as Readonly<Record<string, Element | null>>
}
