import { valuesOf } from '../../model/value.ts'
import type { WishedAttributes } from '../../model/value.ts'
import type { Entity, Pointed } from '../already.ts'
import type { Found } from './confirm.ts'
import type { Desk } from './desk.ts'
import { expectSuccess } from '../../ldap/faults.ts'
import { pointsTo } from '../already.ts'
import { swap } from '../../ldap/swap.ts'
import { foldFor } from '../../ldap/matching.ts'
import { modifyRequest } from '../../ldap/wire/protocol.ts'
import type { Change } from '../../ldap/wire/protocol.ts'

/** An entry that is to be changed. */
export interface Subject {
  readonly found: Found
  readonly pointed: Pointed
  /** What `pointed` was planned from. */
  readonly was: Pointed
}

/** One request; none where there is nothing to change. */
export async function modify(found: Found, changes: readonly Change[], desk: Desk): Promise<void> {
  if (changes.length === 0) return
  expectSuccess(await desk.connection.request(modifyRequest(found.dn, changes)), `changing ${found.dn}`)
}

/**
 * Every old value is deleted by name and every new one added, in one request: it fails as a whole where a value moved
 * meanwhile. Values without an equality rule cannot be named; those are replaced.
 */
export function changesOf(wished: WishedAttributes, { found, pointed, was }: Subject, desk: Desk): readonly Change[] {
  const { schema } = desk.terms
  const references: WishedAttributes = Object.fromEntries(
    Object.entries(pointed).map(([name, reference]) => [name, reference ?? null]),
  )
  return Object.entries({ ...wished, ...references }).flatMap(([attribute, value]) => {
    const old =
      attribute in references
        ? outOfDate(found.live, attribute, { pointed, was }, desk)
        : valuesOf(found.live.attributes[attribute])
    const equality = schema.attribute(attribute)?.equality
    if (equality === undefined) return [{ action: 'replace', attribute, values: valuesOf(value) } as const]
    return swap(attribute, { old, value, fold: foldFor(equality) })
  })
}

/** Of several references only the one that was planned from gives way; all of them where none is wished. */
function outOfDate(
  live: Entity,
  attribute: string,
  { pointed, was }: { readonly pointed: Pointed; readonly was: Pointed },
  { targets }: Desk,
): readonly string[] {
  const held = pointsTo(live, attribute)
  return pointed[attribute] === null ? held : held.filter((reference) => targets.now(reference) === was[attribute])
}
