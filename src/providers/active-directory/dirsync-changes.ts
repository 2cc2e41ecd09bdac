import { valuesOf } from '../../model/value.ts'
import { isWithin } from '../../ldap/dn.ts'
import { referenceOf } from '../../ldap/layout.ts'
import type { Entry } from '../../ldap/wire/answer.ts'
import { extendedDn } from './members.ts'
import type { Holdings } from './holdings.ts'

/** What DirSync is asked of besides what the layouts read. */
export const changeAttributes = [
  'isDeleted',
  'name',
  'whenCreated',
  'objectClass',
  'member',
  'nTSecurityDescriptor',
] as const
const [deletedSlot, nameSlot, createdSlot, classSlot, memberSlot, rightsSlot] = [0, 1, 2, 3, 4, 5]

/** Members that came and went, by GUID; `came` with the DN they had. */
export interface Shift {
  readonly came: Map<string, string>
  readonly went: Set<string>
}

/** What became of objects since they were kept. */
export interface News {
  readonly gone: ReadonlySet<string>
  /** Objects to read anew -> the DN they have now. */
  readonly touched: ReadonlyMap<string, string>
  /** Objects that nothing but their name is needed of -> the DN they have now. */
  readonly renamed: ReadonlyMap<string, string>
  /** Group -> who came and who went. */
  readonly shifts: ReadonlyMap<string, Shift>
  /** Groups whose members came as a whole: they are read anew as a whole. */
  readonly whole: ReadonlySet<string>
  /** Objects in our bases that are neither new nor kept: contacts and computers, or what could not be seen before. */
  readonly doubtful: ReadonlySet<string>
}

/**
 * Sorts what DirSync told. undefined where something happened that may have changed more than it tells: an object that was not
 * kept has another name, as when it is restored from among the deleted, and links to it come back without a word; or who may see
 * something has changed, of one object or of all that lies below it.
 */
export function sortChanges(entries: readonly Entry[], holdings: Holdings, bases: readonly string[]): News | undefined {
  const gone = new Set<string>()
  const [touched, renamed] = [new Map<string, string>(), new Map<string, string>()]
  const shifts = new Map<string, Shift>()
  const [whole, doubtful] = [new Set<string>(), new Set<string>()]
  for (const { guid, dn, values, ranges = [] } of entries) {
    if (guid === undefined) return undefined
    if (values[deletedSlot] === 'TRUE') {
      gone.add(guid)
      touched.delete(guid)
      renamed.delete(guid)
      continue
    }
    if (gone.has(guid)) return undefined
    const isKept = holdings.kindOf(guid) !== undefined
    const isNamed = holdings.places.has(guid) || holdings.outside.has(guid)
    const isKnown = isKept || isNamed || values[createdSlot] !== undefined
    if (!isKnown && values[nameSlot] !== undefined) return undefined
    const isGuarded = values[rightsSlot] !== undefined && values[createdSlot] === undefined
    if (isGuarded && (isKept || isNamed || liesOnTheWay(dn, bases))) return undefined
    if (isNamed) renamed.set(guid, dn)
    const isOurs = concernsUs(valuesOf(values[classSlot])) && bases.some((base) => isWithin(referenceOf(dn), base))
    if (isKept || isOurs) touched.set(guid, dn)
    if (isOurs && !isKnown) doubtful.add(guid)
    if (!holdings.rows.group.has(guid)) continue
    const parts = ranges.filter(({ slot }) => slot === memberSlot)
    if (parts.length === 0 && values[memberSlot] !== undefined) whole.add(guid)
    const shift = shifts.get(guid) ?? { came: new Map<string, string>(), went: new Set<string>() }
    for (const { from, values: members } of parts) {
      for (const value of members) {
        const member = extendedDn(value)
        if (member.guid === undefined) return undefined
        move(shift, member.guid, from === 1 ? member.dn : undefined)
      }
    }
    if (parts.length > 0) shifts.set(guid, shift)
  }
  return { gone, touched, renamed, shifts, whole, doubtful }
}

/** Above a base, in it, or the base itself. */
function liesOnTheWay(dn: string, bases: readonly string[]): boolean {
  const reference = referenceOf(dn)
  return bases.some((base) => isWithin(reference, base) || isWithin(base, reference))
}

/** `dn` undefined: the member went. */
function move({ came, went }: Shift, guid: string, dn: string | undefined): void {
  if (dn === undefined) {
    came.delete(guid)
    went.add(guid)
  } else {
    went.delete(guid)
    came.set(guid, dn)
  }
}

/** The class is told of new objects only; others that are not kept may be of any. */
function concernsUs(classes: readonly string[]): boolean {
  if (classes.length === 0) return true
  if (classes.includes('computer')) return false
  return classes.some((name) => name === 'user' || name === 'group' || name === 'organizationalUnit')
}
