import { valuesOf } from '../../model/value.ts'
import type { Value, WishedAttributes } from '../../model/value.ts'
import type { Entity, Pointed } from '../already.ts'
import { expectSuccess } from '../../ldap/faults.ts'
import { pointsTo } from '../already.ts'
import { swap } from '../../ldap/swap.ts'
import { modifyRequest } from '../../ldap/wire/protocol.ts'
import type { Change } from '../../ldap/wire/protocol.ts'
import { expiryAttribute, expiryOut, neverExpires } from './account.ts'
import type { Live } from './confirm.ts'
import { groupTypeOf, kindAttribute, scopeAttribute, writtenGroupType } from './group-type.ts'
import type { GroupType } from './group-type.ts'
import { guidDn, isGuid } from './ids.ts'
import { proxyAttribute } from './proxy-addresses.ts'
import { foldOf } from './terms.ts'
import type { Desk } from './write-desk.ts'

/** An object that is to be changed. */
export interface Subject {
  readonly found: Live
  readonly pointed: Pointed
  /** What `pointed` was planned from. */
  readonly was: Pointed
}

/** One request, whose target is right whatever it is called by now; none where there is nothing to change. */
export async function modify({ guid, dn }: Live, changes: readonly Change[], { connection }: Desk): Promise<void> {
  if (changes.length === 0) return
  expectSuccess(await connection.request(modifyRequest(guidDn(guid), changes)), `changing ${dn}`)
}

/** From the value that was read to another one: fails as a whole where somebody changed it meanwhile. */
export function exchange(attribute: string, from: readonly string[], to: string | null): readonly Change[] {
  return swap(attribute, { old: from, value: to, fold: (text) => text })
}

/**
 * Requests, one after the other: the first holds everything but for the further steps of a group's type. Every old value is deleted
 * by name and every new one added. Values that cannot be compared cannot be named; those are replaced.
 */
export function changesOf(
  wished: WishedAttributes,
  { found, pointed, was }: Subject,
  desk: Desk,
): readonly (readonly Change[])[] {
  const attributes = Object.entries(wished).flatMap(([attribute, value]) => ownChanges(attribute, value, found, desk))
  const references = Object.entries(pointed).flatMap(([attribute, reference]) =>
    swap(attribute, {
      old: outOfDate(found.live, attribute, { pointed, was }).map(written),
      value: typeof reference === 'string' ? written(reference) : null,
      fold: (text) => text,
    }),
  )
  const [first = [], ...further] = typeChanges(wished, found)
  return [[...attributes, ...references, ...first], ...further].filter((changes) => changes.length > 0)
}

function ownChanges(attribute: string, value: Value | null, { live, raw }: Live, desk: Desk): readonly Change[] {
  if (attribute === kindAttribute || attribute === scopeAttribute) return []
  // Two numbers and no number at all say that an account never expires: what is there counts, not what it means.
  if (attribute === expiryAttribute) {
    const [expiry] = valuesOf(value)
    return exchange(attribute, raw(attribute), expiry === undefined ? neverExpires : expiryOut(expiry))
  }
  // Of proxyAddresses only some values are ours: those are named, whatever the schema shows.
  const isComparable = attribute === proxyAttribute || desk.terms.schema.attribute(attribute)?.equality !== undefined
  if (!isComparable) return [{ action: 'replace', attribute, values: valuesOf(value) }]
  return swap(attribute, { old: valuesOf(live.attributes[attribute]), value, fold: foldOf(attribute, desk.terms) })
}

/** Of several references only the one that was planned from gives way; all of them where none is wished. */
function outOfDate(
  live: Entity,
  attribute: string,
  { pointed, was }: { readonly pointed: Pointed; readonly was: Pointed },
): readonly string[] {
  const held = pointsTo(live, attribute)
  return pointed[attribute] === null ? held : held.filter((reference) => reference === was[attribute])
}

/** A reference as it is sent: by GUID, so that a renaming under way makes no difference. */
export function written(reference: string): string {
  return isGuid(reference) ? guidDn(reference) : reference
}

/** groupType, step by step: between global and domain local a group is universal for a moment (MS-ADTS 3.1.1.5.3.2). */
function typeChanges(wished: WishedAttributes, { raw }: Live): readonly (readonly Change[])[] {
  const [held] = raw('groupType')
  const from = held === undefined ? undefined : groupTypeOf(held)
  if (held === undefined || from === undefined) return []
  const to = typeAfter(wished, from)
  const isRoundabout = from.scope !== to.scope && from.scope !== 'universal' && to.scope !== 'universal'
  const steps: readonly GroupType[] = isRoundabout ? [{ ...to, scope: 'universal' }, to] : [to]
  let last = held
  return steps.flatMap((step) => {
    const next = writtenGroupType(step)
    const changes = sameType(last, step) ? [] : [exchange('groupType', [last], next)]
    last = next
    return changes
  })
}

function sameType(held: string, { kind, scope }: GroupType): boolean {
  const from = groupTypeOf(held)
  return from?.kind === kind && from.scope === scope
}

/** The type of a group with these attributes; what is not said stays as in `from`. */
export function typeAfter(wished: WishedAttributes, from: GroupType): GroupType {
  const [kind, scope] = [wished[kindAttribute], wished[scopeAttribute]]
  return {
    kind: kind === 'security' || kind === 'distribution' ? kind : from.kind,
    scope: scope === 'global' || scope === 'universal' || scope === 'domainLocal' ? scope : from.scope,
  }
}
