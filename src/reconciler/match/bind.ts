import type { Address } from '../../model/address.ts'
import type { DesiredGroup, Person } from '../../model/desired.ts'
import type { FindingSlug } from '../../model/finding-slug.ts'
import type { Memory } from '../memory.ts'

/** How a declared thing was found in the directory. `created`: roster made it in a run whose record was cut off. */
export type Found = 'recorded' | 'created' | 'id' | 'employeeId' | 'upn' | 'mail' | 'name'

/** What binding by id needs to know, the same for people and groups. */
export interface Register {
  readonly directory: string
  readonly addressOf: (id: string) => Address
  /** Address -> id of everything recorded and not yet bound; what is bound is taken out. */
  readonly recorded: Map<Address, string>
  /** Recorded objects that the directory does not show, and may only hide. */
  readonly missing: ReadonlySet<Address>
  /** Whether somebody agreed that so many ids of `adopt` lead nowhere. */
  readonly mayBeGone: (count: number) => boolean
  readonly how: Map<Address, Found>
  readonly movedFrom: Map<Address, Address>
  readonly refuse: (id: string, slug: FindingSlug, why: string) => void
}

/** Declared things with an object, recorded objects without a line, things still to be found, and objects of nobody. */
export interface Bound<T, O> {
  readonly bound: Map<string, O>
  readonly orphans: Map<string, O>
  readonly open: readonly T[]
  readonly rest: readonly O[]
}

/** Binds by id alone: the recorded one, else the one that `adopt` names. */
export function bindById<T extends Person | DesiredGroup, O extends { readonly immutableId: string }>(
  declared: readonly T[],
  live: readonly O[],
  register: Register,
): Bound<T, O> {
  const byId = new Map(live.map((object) => [object.immutableId, object]))
  const { bound, open } = bindRecorded(declared, byId, register)
  const taken = new Map<string, string>()
  for (const [id, object] of bound) taken.set(object.immutableId, id)
  const orphans = new Map<string, O>()
  const prefix = register.addressOf('')
  for (const [address, id] of register.recorded) {
    const object = address.startsWith(prefix) ? byId.get(id) : undefined
    if (object === undefined) continue
    orphans.set(address.slice(prefix.length), object)
    taken.set(object.immutableId, address.slice(prefix.length))
  }
  const left = bindAdopted({ open, byId, bound, taken }, register)
  return { bound, orphans, open: left, rest: live.filter(({ immutableId }) => !taken.has(immutableId)) }
}

function bindRecorded<T extends Person | DesiredGroup, O>(
  declared: readonly T[],
  byId: ReadonlyMap<string, O>,
  { addressOf, recorded, missing, how, movedFrom, directory, refuse }: Register,
): { readonly bound: Map<string, O>; readonly open: T[] } {
  const bound = new Map<string, O>()
  const open: T[] = []
  for (const thing of declared) {
    const address = addressOf(thing.id)
    const old = thing.previousId === undefined ? undefined : addressOf(thing.previousId)
    const known = recorded.get(address) ?? (old === undefined ? undefined : recorded.get(old))
    if (known !== undefined && !recorded.has(address) && old !== undefined) movedFrom.set(address, old)
    const object = known === undefined ? undefined : byId.get(known)
    if (known !== undefined) recorded.delete(movedFrom.get(address) ?? address)
    const wanted = thing.adopt?.[directory]
    if (known !== undefined && wanted !== undefined && wanted !== known)
      refuse(
        thing.id,
        'adoption-contradiction',
        `adopt names the id ${wanted}, and the ledger knows it under ${known}. Correct the id, or remove the line.`,
      )
    if (object !== undefined) {
      bound.set(thing.id, object)
      how.set(address, 'recorded')
    } else if (known === undefined || !missing.has(movedFrom.get(address) ?? address)) open.push(thing)
  }
  return { bound, open }
}

interface Adopting<T, O> {
  readonly open: readonly T[]
  readonly byId: ReadonlyMap<string, O>
  readonly bound: Map<string, O>
  /** Immutable id -> whose it is. */
  readonly taken: Map<string, string>
}

/** Binds what `adopt` names; gives back what names no id, and, where that was agreed, what names one that leads nowhere. */
function bindAdopted<T extends Person | DesiredGroup, O extends { readonly immutableId: string }>(
  { open, byId, bound, taken }: Adopting<T, O>,
  { addressOf, directory, how, mayBeGone, refuse }: Register,
): readonly T[] {
  const idOf = (thing: T): string | undefined => thing.adopt?.[directory]
  const wanting = open.filter((thing) => idOf(thing) !== undefined)
  if (wanting.length === 0) return open
  const claims = new Map<string, number>()
  for (const thing of wanting) claims.set(idOf(thing) ?? '', (claims.get(idOf(thing) ?? '') ?? 0) + 1)
  const lost = new Set(wanting.filter((thing) => !byId.has(idOf(thing) ?? '')))
  const given = lost.size > 0 && mayBeGone(lost.size)
  for (const thing of wanting) {
    const id = idOf(thing) ?? ''
    const object = byId.get(id)
    const owner = taken.get(id)
    if (object === undefined) {
      if (!given) refuse(thing.id, 'adoption-missing', nowhere(id, directory, lost.size))
    } else if (owner !== undefined || (claims.get(id) ?? 0) > 1) {
      refuse(thing.id, 'adoption-ambiguous', claimedTwice(id, owner))
    } else {
      bound.set(thing.id, object)
      how.set(addressOf(thing.id), 'id')
    }
  }
  for (const [id, object] of bound) taken.set(object.immutableId, id)
  return open.filter((thing) => idOf(thing) === undefined || (given && lost.has(thing)))
}

function nowhere(id: string, directory: string, count: number): string {
  return (
    `${directory} shows nothing with the id ${id} that adopt names; it is not made anew. Deleted, hidden from the reading account, or mistyped: ` +
    `correct the id or remove the line; if it is really gone, add an acknowledgement (gate: recordedMissing, max: ${count}).`
  )
}

function claimedTwice(id: string, owner: string | undefined): string {
  return owner === undefined
    ? `more than one entry names the id ${id} in adopt; nobody takes it. Keep it where it belongs.`
    : `the object with the id ${id} that adopt names is recorded as ${owner}. Correct the id; if ${owner} became this entry, write movedFrom: ${owner} instead.`
}

/** What the ledger knows of one directory: address -> id. */
export function recall(memory: Memory, prefix: string): Map<Address, string> {
  const recorded = new Map<Address, string>()
  for (const [address, { immutableId }] of memory.objects) {
    if (address.startsWith(prefix)) recorded.set(address, immutableId)
  }
  return recorded
}
