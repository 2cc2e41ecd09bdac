import { describe, expect, test } from 'vitest'
import type { AdDirectory } from '../../../src/generated/tenant.ts'
import type { DesiredGroup, Person } from '../../../src/model/desired.ts'
import type { ObservedUser } from '../../../src/model/observed.ts'
import { fileTimeOf, isLocked, lockoutOf, momentOf, withBit } from '../../../src/providers/active-directory/account.ts'
import { AdSchema } from '../../../src/providers/active-directory/ad-schema.ts'
import { groupTypeOf, writtenGroupType } from '../../../src/providers/active-directory/group-type.ts'
import { guidBytes, sidOf } from '../../../src/providers/active-directory/ids.ts'
import { groupLogin } from '../../../src/providers/active-directory/problems.ts'
import { adSettings } from '../../../src/providers/active-directory/settings.ts'
import { namedAttributes, termsOf } from '../../../src/providers/active-directory/terms.ts'
import type { Terms } from '../../../src/providers/active-directory/terms.ts'
import { adDialect } from '../../../src/providers/active-directory/translate.ts'
import type { Dialect, ExpressedUser } from '../../../src/providers/provider.ts'

const written: AdDirectory = {
  provider: 'active-directory',
  url: 'ldaps://dc1.lab.example',
  base: 'DC=lab,DC=example',
  credentials: { read: { bindDn: 'CN=Reader,DC=lab,DC=example', password: { env: 'READ' } } },
  users: { base: 'OU=Staff', disabledBase: 'OU=Leavers' },
  groups: { base: 'OU=Groups' },
}

/** A domain as the schema of Windows has it, where it matters here. */
function termsWith(own: Partial<AdDirectory> = {}): Terms {
  const settings = adSettings({ ...written, ...own })
  const rules = namedAttributes(settings)
    .filter((name) => name !== 'notThere')
    .map((name) => ({
      name,
      equality:
        name === 'manager' ? 'distinguishedNameMatch' : name === 'accountExpires' ? 'integerMatch' : 'caseIgnoreMatch',
      syntax: '1.3.6.1.4.1.1466.115.121.1.15',
      single: name !== 'proxyAddresses' && name !== 'member',
      readOnly: name === 'whenCreated',
      upper: name === 'employeeID' ? 16 : name === 'c' ? 3 : undefined,
    }))
  const domain = {
    sid: 'S-1-5-21-1-2-3',
    root: 'dc=lab,dc=example',
    dnsName: 'lab.example',
    upnSuffixes: ['lab.example', 'northwind.example'],
    lockout: lockoutOf('-18000000000'),
    time: new Date('2026-11-22T12:00:00Z'),
    controller: { name: 'cn=dc1', invocation: undefined, hasDirSync: true, usn: undefined, rights: [] },
  }
  return termsOf(settings, domain, new AdSchema(rules, { user: [], group: [] }))
}

const dialectWith = (own: Partial<AdDirectory> = {}): Dialect => adDialect(termsWith(own))

const source = { file: 'users.yaml', line: 1, via: [] }
const ana: Person = {
  id: 'ana-li',
  source,
  state: 'active',
  stateReason: 'declared',
  urgent: false,
  directories: ['ad'],
  username: 'ana.li',
  upn: 'ana.li@northwind.example',
  values: {
    displayName: 'Ana Li',
    'name.first': 'Ana',
    'name.last': 'Li',
    email: 'Ana.Li@northwind.example',
    title: null,
  },
  initial: { 'profile.language': 'nl-NL' },
  manager: 'ben-osei',
  departmentPath: ['Operations', 'Service desk'],
}
const desk: DesiredGroup = {
  id: 'desk',
  source,
  directory: 'ad',
  name: 'Desk',
  groupKind: 'security',
  privileged: false,
  ownership: 'additive',
  members: new Map(),
  takenOut: new Set(),
}

describe('a person', () => {
  test('is named by CN, UPN and login, each by itself, and made disabled first', () => {
    const dialect = dialectWith()
    expect(dialect.arrival).toBe('disabledFirst')
    const user = dialect.user(ana)
    expect(user).toMatchObject({
      username: 'ana.li',
      container: 'ou=staff,dc=lab,dc=example',
      naming: { cn: 'Ana Li', userPrincipalName: 'ana.li@northwind.example' },
      initial: { preferredLanguage: 'nl-NL' },
      attributes: { displayName: 'Ana Li', givenName: 'Ana', sn: 'Li', mail: 'Ana.Li@northwind.example', title: null },
      references: { manager: 'ben-osei' },
      keys: { upn: 'ana.li@northwind.example', mail: 'ana.li@northwind.example' },
    })
    expect(dialect.referenceOf?.(user)).toBe('cn=ana li,ou=staff,dc=lab,dc=example')
    expect(dialect.problems(user)).toEqual([])
  })

  test('users.cn: the CN follows the display name or the username, or is kept as it was made', () => {
    expect(dialectWith({ users: { cn: 'username' } }).user(ana).naming['cn']).toBe('ana.li')
    const kept = dialectWith({ users: { cn: 'keep' } }).user(ana)
    expect([kept.naming['cn'], kept.initial['cn']]).toEqual([undefined, 'Ana Li'])
    const { displayName: _, ...values } = ana.values
    const nameless = dialectWith().user({ ...ana, values })
    expect([nameless.naming['cn'], nameless.initial['cn']]).toEqual([undefined, 'ana.li'])
  })

  test('without a UPN of its own is known by the one that every account has', () => {
    const { upn: _, ...person } = ana
    const user = dialectWith().user(person)
    expect(user.keys.upn).toBe('ana.li@lab.example')
    expect(user.naming).toEqual({ cn: 'Ana Li' })
  })

  test('leaves for the leavers’ place; suspended people stay', () => {
    const dialect = dialectWith()
    const place = (state: Person['state']): string => dialect.user({ ...ana, state }).container
    expect(place('disabled')).toBe('ou=leavers,dc=lab,dc=example')
    expect(place('suspended')).toBe('ou=staff,dc=lab,dc=example')
    expect(dialect.disabledContainer('ou=x,ou=staff,dc=lab,dc=example')).toBe('ou=leavers,dc=lab,dc=example')
    expect(dialect.disabledContainer('ou=else,dc=lab,dc=example')).toBe('ou=else,dc=lab,dc=example')
  })

  test('by department: in units that are made where they are not there yet', () => {
    const dialect = dialectWith({ users: { base: 'OU=Staff', placement: 'departmentPath' } })
    const { container } = dialect.user(ana)
    expect(container).toBe('ou=service desk,ou=operations,ou=staff,dc=lab,dc=example')
    expect(dialect.lineage(container)).toEqual(['ou=operations,ou=staff,dc=lab,dc=example', container])
  })

  test('REL-24 expires at a moment, never, or as nobody says', () => {
    const expiry = (expiresAt?: string | null): unknown =>
      dialectWith().user({ ...ana, ...(expiresAt === undefined ? {} : { expiresAt }) }).attributes['accountExpires']
    expect(expiry('2027-07-01T00:00:00+02:00')).toBe('2027-06-30T22:00:00Z')
    expect(expiry(null)).toBeNull()
    expect(expiry()).toBeUndefined()
    expect(momentOf(fileTimeOf('2027-06-30T22:00:00Z'))).toBe('2027-06-30T22:00:00.000Z')
  })

  test('mail addresses: one primary one, and only where `emails` is declared', () => {
    const addresses = (emails?: readonly string[] | null): unknown =>
      dialectWith().user({ ...ana, values: { ...ana.values, ...(emails === undefined ? {} : { emails }) } }).attributes[
        'proxyAddresses'
      ]
    expect(addresses()).toBeUndefined()
    expect(addresses([])).toEqual(['SMTP:Ana.Li@northwind.example'])
    expect(addresses(['ana@northwind.example', 'ANA.LI@northwind.example'])).toEqual([
      'SMTP:Ana.Li@northwind.example',
      'smtp:ana@northwind.example',
    ])
    const dialect = dialectWith()
    expect(dialect.same('proxyAddresses', ['SMTP:a@x', 'smtp:b@x'], ['smtp:B@x', 'SMTP:A@x'])).toBe(true)
    expect(dialect.same('proxyAddresses', ['SMTP:a@x', 'smtp:b@x'], ['smtp:a@x', 'SMTP:b@x'])).toBe(false)
  })
})

test('a group: kind and scope apart, so that either can be left alone', () => {
  const dialect = dialectWith()
  expect(dialect.group(desk)).toMatchObject({
    container: 'ou=groups,dc=lab,dc=example',
    attributes: { groupKind: 'security' },
  })
  expect(dialect.group({ ...desk, scope: 'universal', owner: null, mail: 'd@x' })).toMatchObject({
    attributes: { groupKind: 'security', groupScope: 'universal', mail: 'd@x' },
    references: { managedBy: null },
  })
  for (const kind of ['security', 'distribution'] as const) {
    for (const scope of ['global', 'universal', 'domainLocal'] as const)
      expect(groupTypeOf(writtenGroupType({ kind, scope }))).toEqual({ kind, scope })
  }
  expect(writtenGroupType({ kind: 'security', scope: 'global' })).toBe('-2147483646')
  expect(groupTypeOf('16')).toBeUndefined()
  expect(groupLogin('Sales / EMEA, [all].')).toBe('Sales _ EMEA_ _all_')
})

describe('what the domain would refuse is told before it is asked', () => {
  const problems = (own: Partial<Person>): readonly string[] => {
    const dialect = dialectWith()
    return dialect.problems(dialect.user({ ...ana, ...own }))
  }
  const sentence = (own: Partial<Person>): string => problems(own).join(' ')
  test('logins of more than 20 characters, or with characters of another use', () => {
    expect(sentence({ username: 'a'.repeat(21) })).toMatch(/21 characters.*takes 20/)
    expect(problems({ username: 'a'.repeat(20) })).toEqual([])
    for (const wrong of '"/\\[]:;|=,+*?<>') expect(sentence({ username: `a${wrong}b` })).toContain('does not take')
    expect(sentence({ username: 'ana.' })).toContain('ends in a dot')
  })
  test('names of more than 64 characters, values that are too long, several where one is taken', () => {
    expect(sentence({ values: { displayName: 'x'.repeat(65) } })).toMatch(/65 characters.*cn takes 64/)
    expect(sentence({ values: { displayName: 'A\nB' } })).toMatch(/control character/)
    expect(sentence({ values: { employeeId: '1'.repeat(17) } })).toMatch(/employeeID takes 16 characters/)
    expect(sentence({ values: { title: ['a', 'b'] } })).toMatch(/title takes one value/)
  })
  test('UPNs that end in what the forest does not know', () => {
    expect(sentence({ upn: 'ana@elsewhere.example' })).toMatch(
      /no UPN suffix of this forest \(lab.example, northwind.example\)/,
    )
    expect(sentence({ upn: 'ana' })).toMatch(/name@domain/)
    expect(problems({ upn: 'ana@LAB.example' })).toEqual([])
    expect(problems({ expiresAt: '2030-01-02T00:00:00.000Z' })).toEqual([])
  })
})

describe('the way back', () => {
  const live = (user: ExpressedUser, own: Partial<ObservedUser> = {}): ObservedUser => {
    const { kind, username, container, keys } = user
    const attributes = Object.fromEntries(
      Object.entries({ ...user.initial, ...user.attributes, ...user.naming }).flatMap(([name, value]) =>
        value === null ? [] : [[name, value]],
      ),
    )
    const references = { manager: 'cn=ben,dc=x' }
    return {
      kind,
      username,
      container,
      keys,
      attributes,
      references,
      immutableId: 'x',
      reference: 'x',
      unknown: [],
      state: 'active',
      ...own,
    }
  }
  test('what is described is what would be expressed', () => {
    const dialect = dialectWith({ users: { base: 'OU=Staff', placement: 'departmentPath' } })
    const emails = ['a@northwind.example', 'b@northwind.example']
    const person = { ...ana, values: { ...ana.values, emails }, expiresAt: '2027-07-01T00:00:00.000Z' }
    const described = dialect.describeUser(live(dialect.user(person)))
    expect(described).toMatchObject({
      username: ana.username,
      upn: ana.upn,
      manager: 'cn=ben,dc=x',
      state: 'active',
      expiresAt: person.expiresAt,
      values: { 'name.first': 'Ana', emails, 'profile.language': 'nl-NL' },
    })
    expect(described.departmentPath?.map((name) => name.toLowerCase())).toEqual(['operations', 'service desk'])
  })
  test('mail addresses that cannot be said without changing them are not said', () => {
    const dialect = dialectWith()
    const values = (attributes: ObservedUser['attributes']): unknown =>
      dialect.describeUser(live(dialect.user(ana), { attributes })).values['emails']
    expect(values({ mail: 'a@x', proxyAddresses: ['SMTP:b@x', 'smtp:a@x'] })).toBeUndefined()
    expect(values({ mail: 'a@x', proxyAddresses: ['smtp:b@x', 'smtp:a@x'] })).toBeUndefined()
    expect(values({ mail: 'a@x', proxyAddresses: ['smtp:b@x', 'SMTP:A@x'] })).toEqual(['b@x'])
  })
  test('placed where nobody would be put is placed by hand', () => {
    const dialect = dialectWith({
      users: { base: 'OU=Staff', disabledBase: 'OU=Leavers,OU=Staff', placement: 'department' },
    })
    const path = (container: string): unknown =>
      dialect.describeUser(live(dialect.user(ana), { container })).departmentPath
    expect(path('ou=desk,ou=staff,dc=lab,dc=example')).toEqual(['desk'])
    expect(path('ou=staff,dc=lab,dc=example')).toEqual([])
    for (const place of ['ou=a,ou=b,ou=staff', 'cn=users', 'cn=box,ou=staff', 'ou=leavers,ou=staff'])
      expect(path(`${place},dc=lab,dc=example`)).toBeUndefined()
  })
})

test('bits that are not ours are kept', () => {
  expect(withBit('66048', 2, 'set')).toBe('66050')
  expect(withBit('66050', 2, 'clear')).toBe('66048')
  expect(withBit('66050', 2, 'set')).toBe('66050')
})

test('a lock lasts as long as the domain says, or until somebody lifts it', () => {
  const [now, at] = [new Date('2026-11-22T12:00:00Z'), fileTimeOf('2026-11-22T11:45:00Z')]
  expect(isLocked(at, lockoutOf('-18000000000'), now)).toBe(true)
  expect(isLocked(at, lockoutOf('-6000000000'), now)).toBe(false)
  expect(isLocked(at, lockoutOf('-9223372036854775808'), now)).toBe(true)
  expect(isLocked('0', lockoutOf('0'), now)).toBe(false)
})

test('ids: a GUID as its bytes, a SID as its text', () => {
  expect(guidBytes('00112233-4455-6677-8899-aabbccddeeff').toString('hex')).toBe('33221100554477668899aabbccddeeff')
  expect(sidOf('010500000000000515000000e33c17cdb500f40c8708bd1400020000')).toBe(
    'S-1-5-21-3440852195-217317557-347932807-512',
  )
  expect(sidOf('01')).toBeUndefined()
})
