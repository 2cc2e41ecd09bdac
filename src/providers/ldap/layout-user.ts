import type { AccountState, ObservedUser } from '../../model/observed.ts'
import { valuesOf } from '../../model/value.ts'
import { isWithin, ownName } from '../../ldap/dn.ts'
import { permission } from '../../ldap/faults.ts'
import { classFilter, collect, collectReferences, Fields } from '../../ldap/layout.ts'
import { commonOf } from './layout.ts'
import type { Layout, Slot } from '../../ldap/layout.ts'
import { lockAttribute, lockedForGood } from './locking.ts'
import { isReference } from '../../ldap/rules.ts'
import type { Schema } from '../../ldap/schema.ts'
import { keysOf } from '../../ldap/keys.ts'
import { policyAttribute } from './policy-place.ts'
import type { Terms } from './translate.ts'
import type { Entry } from '../../ldap/wire/answer.ts'

const uidSlot = 1

/** Is told of each person that reads as naming a password policy of their own; null: that may not be read. */
export type NotePolicy = (person: string, policy: string | null | undefined) => void

/** How a person's entry reads. */
export function userLayout(terms: Terms, notePolicy?: NotePolicy): Layout<ObservedUser> {
  const { settings, schema, rules } = terms
  const fields = new Fields(['entryUUID', 'uid'])
  const plain = rules.filter((rule) => !isReference(rule)).map(({ attribute }) => fields.named(attribute))
  const pointing = rules.filter(isReference).map(({ attribute }) => fields.named(attribute))
  const lock = terms.locking.isKnown ? fields.slot(lockAttribute) : -1
  const slotFor = (path: string): number => {
    const rule = rules.find(({ paths }) => paths[0] === path)
    return rule === undefined ? -1 : fields.slot(rule.attribute)
  }
  const [employeeId, mail] = [slotFor('employeeId'), slotFor('email')]
  const sorts = schema.sorts(settings.users.objectClasses)
  const { disabledBase } = settings.users
  const doubtful = fields.names.map((_, slot) => slot).slice(uidSlot)
  const policy = terms.locking.isKnown || terms.policies !== undefined ? fields.slot(policyAttribute) : -1
  const added = schema.auxiliary(settings.users.objectClasses)
  const classes = added.length > 0 ? fields.slot('objectClass') : -1
  const unfit = unfitSlots([...plain, ...pointing], schema)
  const stateOf = ({ values }: Entry, isAway: boolean): AccountState => {
    const locked = values[lock]
    if (isAway) return 'disabled'
    if (locked === undefined) return 'active'
    // A lock that nothing enforces keeps nobody out.
    return locked === lockedForGood && terms.locking.holdsFor(valuesOf(values[policy])[0]) ? 'disabled' : 'locked'
  }
  return {
    kind: 'user',
    filter: classFilter(sorts.length > 0 ? sorts : settings.users.objectClasses.slice(0, 1)),
    attributes: fields.names,
    doubtful: notePolicy === undefined || policy < 0 ? doubtful : [...doubtful, policy],
    read: (entry, hidden) => {
      // A policy is none of the attributes that are compared.
      const unreadable = hidden.includes(policy) ? hidden.filter((slot) => slot !== policy) : hidden
      const unknown = classes < 0 ? unreadable : [...unreadable, ...unfit(valuesOf(entry.values[classes]))]
      const common = commonOf(entry, { terms, names: fields.names, unreadable: unknown })
      notePolicy?.(common.reference, hidden.includes(policy) ? null : valuesOf(entry.values[policy])[0])
      const login = usernameOf(entry, unreadable)
      const username = login ?? common.reference
      const isAway = disabledBase !== undefined && isWithin(common.container, disabledBase)
      const keys =
        login === undefined ? {} : keysOf(username, { employeeId: entry.values[employeeId], mail: entry.values[mail] })
      const user: ObservedUser = {
        kind: 'user',
        immutableId: common.immutableId,
        reference: common.reference,
        container: common.container,
        unknown: common.unknown,
        username,
        attributes: collect(plain, entry),
        ...collectReferences(pointing, entry),
        keys,
        state: stateOf(entry, isAway),
      }
      // Contacts and printers are people by their class only.
      const why = common.notManageable ?? (login === undefined ? 'it has no uid' : undefined)
      return why === undefined ? user : { ...user, notManageable: why }
    },
  }
}

/**
 * Slots of attributes that entries of these classes cannot hold, as where somebody who was taken over has no posixAccount: a write
 * of one would be refused each time, so they are as good as hidden.
 */
function unfitSlots(mapped: readonly Slot[], schema: Schema): (classes: readonly string[]) => readonly number[] {
  const known = new Map<string, readonly number[]>()
  return (classes) => {
    const key = classes.join(' ').toLowerCase()
    // Without classes to be seen, or with the one that allows everything, nothing is known to be unfit.
    if (key === '' || key.split(' ').includes('extensibleobject')) return []
    const found = known.get(key)
    if (found !== undefined) return found
    const { may } = schema.contents(classes)
    const slots = mapped.filter(({ attribute }) => !may.has(schema.nameOf(attribute).toLowerCase()))
    const unfit = slots.map(({ slot }) => slot)
    known.set(key, unfit)
    return unfit
  }
}

/** The login that names the entry, or else the first there is; undefined: it has none. */
function usernameOf({ dn, values }: Entry, unreadable: readonly number[]): string | undefined {
  const uid = values[uidSlot]
  const username = typeof uid === 'string' ? uid : (ownName(dn).get('uid') ?? uid?.[0])
  if (username === undefined && unreadable.includes(uidSlot))
    throw permission(`${dn}: its uid cannot be read. Give the account of credentials.read the right to read uid.`)
  return username
}
