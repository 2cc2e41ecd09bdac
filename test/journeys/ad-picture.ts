import type { LdifEntry } from '../servers/ldif.ts'
import type { Group, Person, Picture } from './stage.ts'

/** What the domain writes by itself, and what is pictured by other words. */
const apart = new Set([
  'objectclass',
  'objectcategory',
  'objectguid',
  'objectsid',
  'distinguishedname',
  'name',
  'cn',
  'samaccountname',
  'samaccounttype',
  'instancetype',
  'whencreated',
  'whenchanged',
  'usncreated',
  'usnchanged',
  'dscorepropagationdata',
  'badpwdcount',
  'badpasswordtime',
  'lastlogon',
  'lastlogoff',
  'lastlogontimestamp',
  'logoncount',
  'pwdlastset',
  'codepage',
  'countrycode',
  'primarygroupid',
  'useraccountcontrol',
  'member',
  'memberof',
  'manager',
  'directreports',
  'managedby',
  'managedobjects',
])

/** What lies below a unit, by names. */
export function adPicture(entries: readonly LdifEntry[], base: string): Picture {
  const names = new Map(
    entries.map((entry) => [entry.dn, isGroup(entry) ? `group:${nameOf(entry)}` : nameOf(entry)] as const),
  )
  const called = (dn: string | undefined): string | undefined => (dn === undefined ? undefined : names.get(dn))
  const relative = (dn: string): string => dn.toLowerCase().replace(new RegExp(`,?${base.toLowerCase()}$`), '')
  const common = (entry: LdifEntry): Pick<Person, 'container' | 'attributes'> => ({
    container: relative(entry.dn.replace(/^(?:\\.|[^,\\])*,/, '')),
    attributes: attributesOf(entry),
  })
  const people = entries
    .filter((entry) => entry.values('objectClass').includes('user'))
    .map((entry): readonly [string, Person] => {
      const state = (Number(entry.first('userAccountControl')) & 2) === 0 ? 'active' : 'disabled'
      return [nameOf(entry), { ...common(entry), state, manager: called(entry.first('manager')) }]
    })
  const groups = entries.filter(isGroup).map((entry): readonly [string, Group] => {
    const members = entry.values('member').map((dn) => called(dn) ?? dn.toLowerCase())
    return [nameOf(entry), { ...common(entry), owner: called(entry.first('managedBy')), members: members.toSorted() }]
  })
  const units = entries
    .filter((entry) => entry.values('objectClass').includes('organizationalUnit'))
    .map(({ dn }) => relative(dn))
  return { people: sorted(people), groups: sorted(groups), containers: units.toSorted() }
}

export function isGroup(entry: LdifEntry): boolean {
  return entry.values('objectClass').includes('group')
}

/** What people call it: the login of an account, the name of a group. */
export function nameOf(entry: LdifEntry): string {
  const login = isGroup(entry) ? undefined : entry.first('sAMAccountName')
  return login ?? entry.first('name') ?? entry.dn
}

function attributesOf(entry: LdifEntry): Person['attributes'] {
  // The bits of an account that are none of roster's must not change either.
  const control = entry.first('userAccountControl')
  const bits = control === undefined ? {} : { otherBits: String(Number(control) & ~2) }
  const own = entry.names
    .filter((name) => !apart.has(name))
    .map((name) => [name, entry.values(name).map(withoutDay)] as const)
  return {
    ...bits,
    ...Object.fromEntries(
      own.map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values.toSorted()]),
    ),
  }
}

/** A story that is told over midnight is the same story. */
function withoutDay(value: string): string {
  return value.replace(/^(roster: disabled) \d{4}-\d\d-\d\d/, '$1')
}

function sorted<T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
