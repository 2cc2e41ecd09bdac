import type { AccountState, ObservedUser } from '../../model/observed.ts'
import { valuesOf } from '../../model/value.ts'
import type { Value } from '../../model/value.ts'
import { permission } from '../../ldap/faults.ts'
import { foldText } from '../../ldap/fold.ts'
import { collect, Fields } from '../../ldap/layout.ts'
import type { Layout } from '../../ldap/layout.ts'
import { isReference } from '../../ldap/rules.ts'
import type { Entry } from '../../ldap/wire/answer.ts'
import type { Filter } from '../../ldap/wire/protocol.ts'
import { accountBits, expiryAttribute, expiryIn, hasBit, isLocked, isNever } from './account.ts'
import { commonOf, criticalAttribute, pointingOf, valueIn } from './layout.ts'
import { Names, Primaries } from './members.ts'
import { ownProxyAddresses, proxyAttribute } from './proxy-addresses.ts'
import { isLink, pointingRules } from './terms.ts'
import type { Terms } from './terms.ts'
import { ownAccount } from '../../ldap/protect.ts'
import { userKeys } from './translate.ts'

/** Accounts of people. Computers are users by their class too, and so are the service accounts that the domain itself manages. */
export const userFilter: Filter = {
  and: [
    { attribute: 'objectCategory', equals: 'person' },
    { attribute: 'objectClass', equals: 'user' },
  ],
}

/** How an account reads. */
export function userLayout(
  terms: Terms,
  names: Names = new Names(),
  primaries: Primaries = new Primaries(),
): Layout<ObservedUser> {
  const { rules, domain } = terms
  const fields = new Fields([
    'sAMAccountName',
    'userAccountControl',
    'primaryGroupID',
    'lockoutTime',
    criticalAttribute,
    'adminCount',
  ])
  const [login, control, primary, lockout, critical, admin] = [0, 1, 2, 3, 4, 5]
  const plain = [
    'cn',
    'userPrincipalName',
    ...rules.filter((rule) => !isReference(rule)).map(({ attribute }) => attribute),
  ].map((attribute) => fields.named(attribute))
  const named = plain.filter(({ attribute }) => isLink(attribute, terms))
  const pointing = pointingRules(terms).map(({ attribute }) => fields.named(attribute))
  const [proxies, expires] = [fields.slot(proxyAttribute), fields.slot('accountExpires')]
  const slotFor = (path: string): number => {
    const rule = rules.find(({ paths }) => paths[0] === path)
    return rule === undefined ? -1 : fields.slot(rule.attribute)
  }
  const [employeeId, mail, upn] = [slotFor('employeeId'), slotFor('email'), fields.slot('userPrincipalName')]
  // The bit alone says whether somebody may sign in, wherever the account lies.
  const stateOf = (entry: Entry, bits: string): AccountState => {
    if (hasBit(bits, accountBits.disabled)) return 'disabled'
    return isLocked(valueIn(entry, lockout), domain.lockout, domain.time) ? 'locked' : 'active'
  }
  const attributesOf = (entry: Entry): ObservedUser['attributes'] => {
    const attributes: Record<string, Value> = collect(plain, entry)
    // What else holds names of objects holds them in the extended form.
    for (const { attribute } of named) {
      const held = attributes[attribute]
      if (held !== undefined) attributes[attribute] = valuesOf(held).map((value) => names.referenceOf(value))
    }
    const addresses = ownProxyAddresses(entry.values[proxies])
    if (addresses !== undefined) attributes[proxyAttribute] = addresses
    const expiry = valueIn(entry, expires)
    if (expiry !== undefined && !isNever(expiry)) attributes[expiryAttribute] = expiryIn(expiry)
    return attributes
  }
  return {
    kind: 'user',
    filter: userFilter,
    attributes: fields.names,
    doubtful: [],
    read: (entry) => {
      const common = commonOf(entry, { terms, names, attributes: fields.names, critical })
      const username = valueIn(entry, login)
      if (username === undefined) throw unnamed(entry.dn)
      const bits = valueIn(entry, control)
      const group = valueIn(entry, primary)
      if (group !== undefined) primaries.note(group, common.reference)
      const { values } = entry
      const known = { username, upn: values[upn], employeeId: values[employeeId], mail: values[mail] }
      const { references, furtherReferences } = pointingOf(pointing, entry, names)
      const user: ObservedUser = {
        kind: 'user',
        immutableId: common.immutableId,
        reference: common.reference,
        container: common.container,
        unknown: common.unknown,
        username,
        attributes: attributesOf(entry),
        references,
        keys: userKeys(known, terms),
        state: stateOf(entry, bits ?? '0'),
        // In a group that AdminSDHolder protects, by whatever way (MS-ADTS 3.1.1.6.1); it stays set when they leave.
        ...(valueIn(entry, admin) === '1' ? { administers: true } : {}),
      }
      const why = common.notManageable ?? unfit(bits) ?? ownName(user, terms)
      // Most have none of these: the fewer shapes of object there are, the quicker they are compared.
      if (why === undefined && furtherReferences === undefined) return user
      return {
        ...user,
        ...(furtherReferences === undefined ? {} : { furtherReferences }),
        ...(why === undefined ? {} : { notManageable: why }),
      }
    },
  }
}

function unnamed(dn: string): Error {
  return permission(
    `${dn}: its sAMAccountName cannot be read. Give the account of credentials.read the right to read sAMAccountName.`,
  )
}

/** Accounts of trusts and of old machines are users by their class. */
function unfit(bits: string | undefined): string | undefined {
  if (bits === undefined) return 'its userAccountControl cannot be read: nothing tells whether it is disabled'
  return hasBit(bits, accountBits.normalAccount) ? undefined : 'it is no account of a person (userAccountControl)'
}

/** Settings may name roster's own accounts as Windows does: every account goes by its login in the domain, too (MS-ADTS 5.1.1.1.1). */
function ownName({ username, keys }: ObservedUser, { settings: { ownNames }, domain }: Terms): string | undefined {
  if (ownNames.length === 0) return undefined
  const names = [username, `${username}@${domain.dnsName}`, keys.upn ?? username]
  return names.some((name) => ownNames.includes(foldText(name))) ? ownAccount : undefined
}
