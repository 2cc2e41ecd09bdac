import { parseAddress } from '../model/address.ts'
import type { Address } from '../model/address.ts'
import type { ObservedGroup, ObservedUser } from '../model/observed.ts'
import type { Attributes, WishedAttributes } from '../model/value.ts'
import type { ExpressedGroup, ExpressedUser } from '../providers/provider.ts'
import { needing } from './diff/draft.ts'
import type { World } from './diff/world.ts'
import { addressIn } from './diff/world.ts'
import type { Draft } from './digest.ts'

/**
 * Where objects are named by more than their username (a display name and a container), two can come to the same place
 * though no two usernames are alike. Whoever would come to a place that is taken is blocked, with the name of the other;
 * one that is given up in this plan is waited for.
 */
export function inPlace(world: World, drafts: readonly Draft[]): readonly Draft[] {
  const places = new Map<Draft, string>()
  for (const draft of drafts) {
    const place = placeAfter(world, draft)
    if (place !== undefined && place !== '') places.set(draft, place)
  }
  if (places.size === 0) return drafts
  const comers = comersOf(places)
  const holders = holdersOf(world, comers)
  const vacated = vacatedBy(drafts, places)
  return drafts.map((draft): Draft => {
    const place = places.get(draft)
    if (place === undefined || draft.status !== 'planned') return draft
    const others = [...(comers.get(place) ?? [])].filter((address) => address !== draft.address)
    if (others.length > 0) return blocked(draft, `${names(others)} would come to the same place, ${place}`)
    const holder = holders.get(place)
    if (holder === undefined || holder === draft.address) return draft
    const giver = vacated.get(holder)
    if (giver !== undefined) return needing(draft, [giver])
    return blocked(draft, `the place ${place} is taken by ${names([holder])} in ${world.directory.id}`)
  })
}

function blocked(draft: Draft, why: string): Draft {
  const way = 'give one of them another name (displayName), or let accounts be named by their username'
  return { ...draft, status: 'blocked', blockedBy: `${why}; ${way}` }
}

/** The reference that an object comes to have by this operation; undefined where it keeps its own, or none can be told. */
function placeAfter(world: World, draft: Draft): string | undefined {
  const { dialect } = world.snapshot
  if (dialect.referenceOf === undefined || (draft.kind !== 'user' && draft.kind !== 'group')) return undefined
  const wished = expressed(world, draft)
  if (wished === undefined) return undefined
  if (draft.verb === 'create') return dialect.referenceOf(wished)
  if (draft.verb !== 'rename' && draft.verb !== 'enable') return undefined
  const live = world.matches[draft.kind === 'user' ? 'users' : 'groups'].get(idOf(draft))
  if (live === undefined) return undefined
  const standing = asLive(wished, live)
  // A place that cannot be told of what is there cannot be told of what is to come either.
  if (dialect.referenceOf(standing) !== live.reference) return undefined
  const place = dialect.referenceOf(changed(standing, draft.after))
  return place === live.reference ? undefined : place
}

function expressed(world: World, draft: Draft): ExpressedUser | ExpressedGroup | undefined {
  const { dialect } = world.snapshot
  if (draft.kind === 'group') {
    const group = world.desired.groups.get(idOf(draft))
    return group === undefined ? undefined : dialect.group(group)
  }
  const person = world.desired.people.get(idOf(draft))
  return person === undefined ? undefined : dialect.user(person)
}

/** What is wished, under the names and at the place that the live object has. */
function asLive(
  wished: ExpressedUser | ExpressedGroup,
  live: ObservedUser | ObservedGroup,
): ExpressedUser | ExpressedGroup {
  const { container } = live
  if (wished.kind === 'group') return { ...wished, container, ...(live.kind === 'group' ? { name: live.name } : {}) }
  return {
    ...wished,
    container,
    ...(live.kind === 'user' ? { username: live.username } : {}),
    naming: held(wished.naming, live.attributes),
    attributes: held(wished.attributes, live.attributes),
    initial: held(wished.initial, live.attributes),
  }
}

function held(wished: WishedAttributes, live: Attributes): WishedAttributes {
  return Object.fromEntries(Object.keys(wished).map((name) => [name, live[name] ?? wished[name] ?? null]))
}

interface NewNames {
  readonly username?: string
  readonly name?: string
  readonly container?: string
  readonly attributes?: WishedAttributes
}

function changed(object: ExpressedUser | ExpressedGroup, after: NewNames): ExpressedUser | ExpressedGroup {
  const container = after.container ?? object.container
  return object.kind === 'group'
    ? { ...object, container, name: after.name ?? object.name }
    : {
        ...object,
        container,
        username: after.username ?? object.username,
        naming: { ...object.naming, ...after.attributes },
      }
}

/** Place -> who comes there. */
function comersOf(places: ReadonlyMap<Draft, string>): ReadonlyMap<string, ReadonlySet<Address>> {
  const comers = new Map<string, Set<Address>>()
  for (const [{ address }, place] of places) {
    const there = comers.get(place)
    if (there === undefined) comers.set(place, new Set([address]))
    else there.add(address)
  }
  return comers
}

/** Wanted place -> whose it is now. */
function holdersOf(world: World, wanted: ReadonlyMap<string, unknown>): ReadonlyMap<string, Address> {
  const holders = new Map<string, Address>()
  for (const { reference, kind } of [...world.snapshot.users, ...world.snapshot.groups]) {
    if (!wanted.has(reference)) continue
    const member = world.matches.memberOf(reference)
    holders.set(reference, addressIn(world, kind, member.replace(/^group:/, '')))
  }
  return holders
}

/** Object -> the operation by which it leaves its place. */
function vacatedBy(drafts: readonly Draft[], places: ReadonlyMap<Draft, string>): ReadonlyMap<Address, string> {
  const vacated = new Map<Address, string>()
  for (const draft of drafts) {
    if (draft.status !== 'planned' || (draft.kind !== 'user' && draft.kind !== 'group')) continue
    const moves = draft.verb === 'disable' && draft.after.container !== draft.before.container
    if (draft.verb === 'delete' || moves || (draft.verb !== 'create' && places.has(draft)))
      vacated.set(draft.address, draft.id)
  }
  return vacated
}

function names(addresses: readonly Address[]): string {
  return addresses.map((address) => parseAddress(address).id).join(', ')
}

function idOf({ address }: Draft): string {
  return parseAddress(address).id
}
