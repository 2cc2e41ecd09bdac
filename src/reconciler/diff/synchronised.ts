import type { Person } from '../../model/desired.ts'
import type { ObservedUser } from '../../model/observed.ts'
import { standsDown } from '../../model/observed.ts'
import type { Finding } from '../../model/plan.ts'
import type { Value } from '../../model/value.ts'
import { valuesOf } from '../../model/value.ts'
import type { ExpressedUser } from '../../providers/provider.ts'
import { changedAttributes, changedReferences, changesOf } from './attributes.ts'
import { displayName, liveName } from './called.ts'
import { draft } from './draft.ts'
import { spokenChange } from './words.ts'
import type { Difference, World } from './world.ts'
import { addressIn, nothing } from './world.ts'

/** That somebody's account comes here by synchronisation: it is waited for, and not made. */
export function awaitedSync(
  world: World,
  person: Person,
  { invites }: ExpressedUser,
): { readonly summary: string; readonly waitingFor: 'sync' } | undefined {
  const { syncedFrom, id } = world.directory
  if (syncedFrom === undefined || invites !== undefined || !person.directories.includes(syncedFrom)) return undefined
  if (world.upstream !== undefined && !isToHaveOne(world.upstream, person)) return undefined
  const summary = `${displayName(person)} comes to ${id} by the synchronisation from ${syncedFrom}`
  return { summary, waitingFor: 'sync' }
}

/** Whether somebody has an account there, or gets one: a directory that is only looked at makes nobody one. */
function isToHaveOne({ matches, directory }: World, { id }: Person): boolean {
  const live = matches.users.get(id)
  return directory.mode !== 'observe' || (live !== undefined && live.state !== 'softDeleted')
}

/** An account that another directory holds: what it owns is changed there, and comes here; what is ours is changed here. */
export function followed(world: World, person: Person, live: Synchronised, wished: ExpressedUser): Difference {
  const stays = person.state === 'active' || person.state === 'suspended'
  const findings = told(world, person.id, displayName(person), { live, person, wished })
  if (!stays) return { ...nothing, findings }
  const { writable } = live.upstream
  const own = changesOf(
    only(wished, (name) => writable.includes(name)),
    live,
    world.snapshot.dialect,
    world.matches.memberOf,
  )
  if (own === undefined) return { ...nothing, findings }
  const operation = draft(
    world,
    person.id,
    { kind: 'user', verb: 'update', before: { immutableId: live.immutableId, ...own.before }, after: own.after },
    {
      summary: `${displayName(person)}: ${spokenChange(own.before, own.after)}`,
      reason: 'declared',
      derived: false,
      source: person.source,
    },
  )
  return { ...nothing, findings, operations: [operation] }
}

/** The same of somebody who is no longer declared: the account goes where it is held. */
export function followedAway(world: World, id: string, live: Synchronised): Difference {
  return { ...nothing, findings: told(world, id, liveName(live), { live }) }
}

type Synchronised = ObservedUser & { readonly upstream: NonNullable<ObservedUser['upstream']> }

/** Whether another directory holds the account. */
export function isSynchronised(live: ObservedUser): live is Synchronised {
  return live.upstream !== undefined
}

interface Case {
  readonly live: Synchronised
  readonly person?: Person
  readonly wished?: ExpressedUser
}

/** What is not as wished, and is changed elsewhere. */
function told(world: World, id: string, who: string, { live, person, wished }: Case): readonly Finding[] {
  const isWanted = person?.state === 'active'
  const stands = standsDown(live) === isWanted
  const values = person === undefined || wished === undefined || !isWanted ? [] : differing(world, live, wished)
  if (!stands && values.length === 0) return []
  const said = [...(stands ? [isWanted ? 'cannot sign in' : 'can still sign in'] : []), ...values].join('; ')
  const coming = person === undefined ? undefined : onItsWay(world, person, { live, stands, values })
  const wishes = `${who} in ${world.directory.id} is not as wished: ${said}`
  const message = `${wishes}. ${coming ?? `Nothing is done here: ${live.upstream.why}. Change it there`}.`
  const result = coming === undefined ? 'warn' : 'pass'
  return [{ slug: 'upstream-owned', scope: addressIn(world, 'user', id), result, message }]
}

/** Names, values and references of the other directory that are not as wished, in words. */
function differing({ snapshot, matches }: World, live: Synchronised, wished: ExpressedUser): readonly string[] {
  const { dialect } = snapshot
  const { writable } = live.upstream
  const theirs = only(wished, (name) => !writable.includes(name))
  const attributes = changedAttributes({ ...theirs.attributes, ...wished.naming }, live, dialect)
  const references = changedReferences(theirs.references, live, matches.memberOf)
  const before = { attributes: attributes?.before ?? {}, references: references?.before ?? {} }
  const after = { attributes: attributes?.after ?? {}, references: references?.after ?? {} }
  const isRenamed = dialect.foldName(wished.username) !== dialect.foldName(live.username)
  const changes = spokenChange(before, after)
  return [
    ...(isRenamed ? [`the username is ${live.username}, not ${wished.username}`] : []),
    ...(changes === '' ? [] : [changes]),
  ]
}

interface Standing {
  readonly live: Synchronised
  /** Whether they can sign in, or cannot, against what is wished. */
  readonly stands: boolean
  readonly values: readonly string[]
}

/** Where the directory that holds the account has what is wished, or gets it by this plan: that it comes here. */
function onItsWay(world: World, person: Person, { live, stands, values }: Standing): string | undefined {
  const from = world.upstream
  const account = from?.matches.users.get(person.id)
  if (from === undefined || account === undefined || account.notManageable !== undefined) return undefined
  const isHeld =
    (!stands || standsDown(account) === (person.state !== 'active')) &&
    (values.length === 0 || hasValues(from, account, person, valuesAsWords(world, live)))
  if (isHeld) return `${from.directory.id} has it so already: it comes with the next synchronisation`
  if (from.directory.mode === 'observe') return undefined
  const differs = changesOf(from.snapshot.dialect.user(person), account, from.snapshot.dialect, from.matches.memberOf)
  const isRenamed = from.snapshot.dialect.user(person).username !== account.username
  if (!stands && differs === undefined && !isRenamed) return undefined
  return `${from.directory.id} is changed by this plan: it comes with the synchronisation after that`
}

/** Whether every value that is not as wished here is as wished there, in the words of users.yaml. */
function hasValues({ snapshot }: World, account: ObservedUser, { values }: Person, here: Words): boolean {
  const there = snapshot.dialect.describeUser(account).values
  return Object.entries(values).every(([path, value]) => alike(here[path], value) || alike(there[path], value))
}

type Words = Readonly<Record<string, Value | null>>

function valuesAsWords({ snapshot }: World, live: ObservedUser): Words {
  return snapshot.dialect.describeUser(live).values
}

function alike(a: Value | null | undefined, b: Value | null | undefined): boolean {
  return valuesOf(a).join('\0') === valuesOf(b).join('\0')
}

/** What is wished of some attributes and references. */
function only(
  { attributes, references }: ExpressedUser,
  isMeant: (name: string) => boolean,
): Pick<ExpressedUser, 'attributes' | 'references'> {
  const pick = <T>(from: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
    Object.fromEntries(Object.entries(from).filter(([name]) => isMeant(name)))
  return { attributes: pick(attributes), references: pick(references) }
}
