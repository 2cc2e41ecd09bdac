import { describe, expect, test } from 'vitest'
import type { EntraDirectory } from '../../../src/generated/tenant.ts'
import type { DesiredGroup, Person } from '../../../src/model/desired.ts'
import { entraDialect } from '../../../src/providers/entra/dialect.ts'
import { bodyOf } from '../../../src/providers/entra/mapping.ts'
import { entraSettings } from '../../../src/providers/entra/settings.ts'
import { termsOf } from '../../../src/providers/entra/terms.ts'
import type { Terms } from '../../../src/providers/entra/terms.ts'
import type { Row } from '../../../src/providers/entra/row.ts'
import { groupOf, unitOf } from '../../../src/providers/entra/translate-group.ts'
import { userOf, userSelect } from '../../../src/providers/entra/translate.ts'

const ids = {
  ana: 'aa000000-0000-4000-8000-000000000001',
  ben: 'aa000000-0000-4000-8000-000000000002',
  group: 'bb000000-0000-4000-8000-000000000001',
  ourselves: 'cc000000-0000-4000-8000-000000000001',
} as const

function termsWith(own: Partial<EntraDirectory> = {}): Terms {
  const settings = entraSettings({ provider: 'entra', tenantId: '6c1e0000-0000-4000-8000-000000000001', ...own })
  const [initial, standard] = ['northwind.onmicrosoft.com', 'northwind.example']
  const domains = { initial, default: standard, verified: new Set([initial, standard]) }
  return termsOf(settings, domains, new Set([ids.ourselves]))
}

/** Somebody as Graph answers: everything that was asked for is there. */
function answered(properties: Row = {}, terms = termsWith()): Row {
  const nothing = Object.fromEntries(
    userSelect(terms)
      .split(',')
      .map((name) => [name, null]),
  )
  const [id, userPrincipalName] = [ids.ana, 'ana@northwind.example']
  return { ...nothing, id, userPrincipalName, accountEnabled: true, businessPhones: [], ...properties }
}

const source = { file: 'users.yaml', line: 1, via: [] }
const ana: Person = {
  id: 'ana-li',
  source,
  state: 'active',
  stateReason: 'declared',
  urgent: false,
  directories: ['entra'],
  username: 'ana',
  values: { displayName: 'Ana Li', email: 'Ana@northwind.example', employeeId: 'E1' },
  initial: {},
  departmentPath: [],
}
const team: DesiredGroup = {
  id: 'team',
  source,
  directory: 'entra',
  name: 'Team / 100% «O’Brien»',
  groupKind: 'security',
  privileged: false,
  ownership: 'exclusive',
  members: new Map(),
  takenOut: new Set(),
}

describe('an account', () => {
  test('null is no value, and what is not in the answer is not known', () => {
    const { jobTitle: _, ...without } = answered({ city: null, department: 'Sales' })
    const user = userOf(without, termsWith())
    expect(user.attributes).toEqual({ department: 'Sales' })
    expect(user.unknown).toEqual(['jobTitle'])
  })

  test('one business phone is one value', () => {
    expect(userOf(answered({ businessPhones: ['+31 20 1'] }), termsWith()).attributes['businessPhones']).toBe(
      '+31 20 1',
    )
    expect(userOf(answered({ businessPhones: [] }), termsWith()).attributes['businessPhones']).toBeUndefined()
  })

  test.each([
    [{ accountEnabled: true }, 'active'],
    [{ accountEnabled: false }, 'disabled'],
    [{ userType: 'Guest', externalUserState: 'PendingAcceptance' }, 'invited'],
    [{ userType: 'Guest', externalUserState: 'Accepted' }, 'active'],
    [{ userType: 'Guest', externalUserState: 'PendingAcceptance', accountEnabled: false }, 'disabled'],
  ] as const)('%o is %s', (properties, state) => {
    expect(userOf(answered(properties), termsWith()).state).toBe(state)
  })

  test('that was deleted goes by the name it had', () => {
    const userPrincipalName = `${ids.ana.replaceAll('-', '')}ana@northwind.example`
    const user = userOf(answered({ userPrincipalName }), termsWith(), true)
    expect(user).toMatchObject({ state: 'softDeleted', username: 'ana@northwind.example' })
    expect(user.keys.upn).toBe('ana@northwind.example')
    expect(user.unknown).toContain('manager')
  })

  test('that comes from Active Directory is changed there', () => {
    const { upstream } = userOf(answered({ onPremisesSyncEnabled: true }), termsWith())
    expect(upstream).toEqual({
      why: 'it comes here from Active Directory by synchronisation (onPremisesSyncEnabled)',
      writable: ['usageLocation'],
    })
    expect(userOf(answered({ onPremisesSyncEnabled: false }), termsWith()).upstream).toBeUndefined()
  })

  test.each([
    [{}, { breakGlass: ['ANA@northwind.example'] }, 'an emergency account (breakGlass)'],
    [{}, { breakGlass: [ids.ana] }, 'an emergency account (breakGlass)'],
    [{}, { protect: ['ana@*'] }, 'protected by ana@*'],
    [{ accountEnabled: null }, {}, 'its accountEnabled cannot be read: nothing tells whether it is disabled'],
  ] as const)('%o under %o is left alone', (properties, settings, why) => {
    const terms = termsWith(settings)
    expect(userOf(answered(properties), terms).notManageable).toBe(why)
    expect(entraDialect(terms).protects(ids.ana)).toBe(true)
    expect(entraDialect(terms).protects(ids.ben)).toBe(false)
  })

  test('without a name it can be called by is trouble, and no account without a name', () => {
    expect(() => userOf({ id: ids.ana }, termsWith())).toThrow('userPrincipalName cannot be read')
    expect(() => userOf({}, termsWith())).toThrow('an object that has no id')
  })

  test('ids are small letters, wherever they stand', () => {
    const user = userOf(answered({ id: ids.ana.toUpperCase(), manager: { id: ids.ben.toUpperCase() } }), termsWith())
    expect(user).toMatchObject({ immutableId: ids.ana, references: { manager: ids.ben } })
  })
})

describe('a group', () => {
  const row = (properties: Row = {}): Row => ({
    id: ids.group,
    displayName: 'Team',
    description: null,
    mail: null,
    groupTypes: [],
    mailEnabled: false,
    securityEnabled: true,
    owners: [],
    ...properties,
  })

  test.each([
    [{ groupTypes: ['DynamicMembership'] }, 'its members follow a rule (dynamic membership)'],
    [{ onPremisesSyncEnabled: true }, 'by synchronisation (onPremisesSyncEnabled): change it there'],
    [{ mailEnabled: true }, 'a mail-enabled group: Exchange manages it'],
    [{ mailEnabled: true, securityEnabled: false }, 'a mail-enabled group: Exchange manages it'],
    [{ displayName: 'Legacy Finance' }, 'protected by Legacy *'],
  ])('%o is left alone', (properties, why) => {
    expect(groupOf(row(properties), [], termsWith({ protect: ['Legacy *'] })).notManageable).toContain(why)
  })

  test.each([
    [{}, 'security'],
    [{ groupTypes: ['Unified'], mailEnabled: true }, 'microsoft365'],
    [{ mailEnabled: true }, 'distribution'],
  ])('%o is of the sort %s', (properties, kind) => {
    expect(groupOf(row(properties), [], termsWith()).attributes['groupKind']).toBe(kind)
  })

  test('that roles may be assigned to is privileged', () => {
    expect(groupOf(row({ isAssignableToRole: true }), [], termsWith()).privileged).toBe(true)
  })

  test('owners are all as good as the first, but for ourselves', () => {
    const owners = [{ id: ids.ben }, { id: ids.ourselves }, { id: ids.ana }]
    const group = groupOf(row({ owners }), [], termsWith())
    expect(group.references).toEqual({ owner: ids.ana })
    expect(group.furtherReferences).toEqual({ owner: [ids.ben] })
  })

  test('whose owners were not told has owners that are not known', () => {
    expect(groupOf(row({ owners: undefined }), 'unknown', termsWith())).toMatchObject({
      unknown: ['owner'],
      members: 'unknown',
    })
  })

  test('an administrative unit with a rule is left alone', () => {
    const unit = { id: ids.group, displayName: 'Sites', membershipType: 'Dynamic' }
    expect(unitOf(unit, [], termsWith()).notManageable).toContain('dynamic membership')
  })
})

describe('somebody declared', () => {
  const dialect = entraDialect(termsWith())

  test('without a UPN has one in the default domain', () => {
    expect(dialect.user(ana)).toMatchObject({
      username: 'ana@northwind.example',
      container: 'users',
      initial: { mailNickname: 'ana' },
      naming: {},
      keys: { upn: 'ana@northwind.example', mail: 'ana@northwind.example', employeeId: 'e1' },
    })
    const elsewhere = entraDialect(termsWith({ users: { domain: 'northwind.onmicrosoft.com' } }))
    expect(elsewhere.user(ana).username).toBe('ana@northwind.onmicrosoft.com')
  })

  test('as a guest is invited, and known by the address alone', () => {
    const guest = dialect.user({ ...ana, guest: true, values: { ...ana.values, email: "m.o'brien@fabrikam.example" } })
    expect(guest).toMatchObject({
      username: "m.o'brien_fabrikam.example#EXT#@northwind.onmicrosoft.com",
      invites: "m.o'brien@fabrikam.example",
      keys: { mail: "m.o'brien@fabrikam.example" },
    })
    expect(guest.initial).not.toHaveProperty('mailNickname')
    expect(dialect.problems(guest)).toEqual([])
  })

  test('has a country for licences, which nobody takes back', () => {
    const living = (country: string | null) =>
      dialect.user({ ...ana, values: { 'address.country': country } }).attributes
    expect(living('NL')).toEqual({ country: 'NL', usageLocation: 'NL' })
    expect(living(null)).toEqual({ country: null })
  })

  test('reads back as it was written', () => {
    const expressed = dialect.user({
      ...ana,
      values: { ...ana.values, 'address.country': 'NL', 'phones.work': '+31 20 1' },
    })
    const live = userOf(
      answered({ ...bodyOf(expressed.attributes), userPrincipalName: expressed.username }),
      termsWith(),
    )
    const described = dialect.describeUser(live)
    expect(described).toMatchObject({ username: 'ana', upn: 'ana@northwind.example', state: 'active' })
    const again = dialect.user({ ...ana, values: described.values })
    for (const [name, value] of Object.entries(again.attributes))
      expect(dialect.same(name, value, live.attributes[name])).toBe(true)
  })

  test('a guest who is live is described as one', () => {
    const live = userOf(
      answered({ userPrincipalName: 'm_fabrikam.example#EXT#@northwind.onmicrosoft.com' }),
      termsWith(),
    )
    expect(dialect.describeUser(live)).toMatchObject({ username: 'm_fabrikam.example', guest: true })
    expect(dialect.describeUser(live)).not.toHaveProperty('upn')
  })

  test.each([
    ['ana', '«ana» is not of the form name@domain'],
    [
      'ana@elsewhere.example',
      'which is no verified domain of this tenant (northwind.example, northwind.onmicrosoft.com)',
    ],
    [`${'a'.repeat(65)}@northwind.example`, '65 characters before the @'],
    ['añá@northwind.example', 'letters without accents'],
    ['a na@northwind.example', 'letters without accents'],
    ['.ana@northwind.example', 'begins or ends in a dot'],
    ['a..na@northwind.example', 'two side by side'],
  ])('the UPN %s is refused', (upn, why) => {
    expect(dialect.problems(dialect.user({ ...ana, upn })).join('\n')).toContain(why.replace(/«(.*)»/, '"$1"'))
  })

  test("O'Brien may sign in", () => {
    expect(dialect.problems(dialect.user({ ...ana, upn: "m.o'brien@northwind.example" }))).toEqual([])
  })

  test.each([
    [{ employeeId: 'E'.repeat(17) }, 'employeeId takes 16 characters'],
    [{ 'address.country': 'Netherlands' }, 'usageLocation takes two letters'],
    [{ 'phones.work': ['1', '2'] }, 'businessPhones takes one value and would get 2'],
  ])('%o is refused', (values, why) => {
    expect(dialect.problems(dialect.user({ ...ana, values })).join('\n')).toContain(why)
  })

  test('a guest without an address is nobody of ours: there is nothing to be invited at', () => {
    const { email: _, ...values } = ana.values
    const guest = dialect.user({ ...ana, guest: true, values })
    expect(guest).toMatchObject({ invites: '', keys: {} })
    expect(guest.username).toContain('#EXT#@')
    expect(dialect.problems(guest)).toEqual([])
  })

  test('nobody of our own domains is a guest', () => {
    expect(dialect.problems(dialect.user({ ...ana, guest: true }))).toEqual([
      'Ana@northwind.example is of this tenant’s own domain northwind.example: nobody is invited as a guest there. Take `guest` out.',
    ])
  })
})

describe('a group declared', () => {
  const terms = termsWith()
  terms.learnt.roles.add('global reader')
  const dialect = entraDialect(terms)

  test('has a mail nickname of its own, always the same', () => {
    const nickname = dialect.group(team).initial?.['mailNickname']
    expect(nickname).toMatch(/^Team-100-O-Brien-[0-9a-f]{12}$/)
    expect(dialect.group({ ...team, description: 'x' }).initial?.['mailNickname']).toBe(nickname)
    expect(dialect.group({ ...team, id: 'other' }).initial?.['mailNickname']).not.toBe(nickname)
  })

  test.each([
    ['security', 'groups'],
    ['microsoft365', 'groups'],
    ['directoryRole', 'directoryRoles'],
    ['administrativeUnit', 'administrativeUnits'],
  ] as const)('of the sort %s lies in %s', (groupKind, container) => {
    expect(dialect.group({ ...team, groupKind })).toMatchObject({ container, attributes: { groupKind } })
  })

  test.each([
    [{ groupKind: 'distribution' }, 'Exchange makes those'],
    [{ groupKind: 'directoryRole', name: 'Global Raeder' }, 'There is no directory role "Global Raeder"'],
    [{ mail: 'team@northwind.example' }, 'a security group has none'],
    [{ groupKind: 'microsoft365', mail: 'team@elsewhere.example' }, 'has to end in @northwind.example'],
    [{ name: 'x'.repeat(257) }, '257 characters, and Entra ID takes 256'],
  ] as const)('%o is refused', (properties, why) => {
    expect(dialect.problems(dialect.group({ ...team, ...properties })).join('\n')).toContain(why)
  })

  test('as a role that is there is taken, in whichever case', () => {
    expect(dialect.problems(dialect.group({ ...team, groupKind: 'directoryRole', name: 'GLOBAL Reader' }))).toEqual([])
  })
})

describe('equality', () => {
  const dialect = entraDialect(termsWith())

  test('sign-in names, addresses and countries are equal in any case, and nothing else is', () => {
    expect(dialect.same('mail', 'Ana@northwind.example', 'ana@NORTHWIND.example')).toBe(true)
    expect(dialect.same('usageLocation', 'nl', 'NL')).toBe(true)
    expect(dialect.same('displayName', 'Ana', 'ANA')).toBe(false)
    expect(dialect.foldName('Ana@Northwind.Example')).toBe('ana@northwind.example')
  })

  test('no value is no value, and a list of one is that one', () => {
    expect(dialect.same('jobTitle', null, undefined)).toBe(true)
    expect(dialect.same('businessPhones', ['1'], '1')).toBe(true)
    expect(dialect.same('otherMails', ['a', 'b'], ['B', 'A'])).toBe(true)
  })
})

test('a body clears with null, and a list with an empty one', () => {
  expect(bodyOf({ jobTitle: null, businessPhones: null, otherMails: ['a'], city: 'Delft' })).toEqual({
    jobTitle: null,
    businessPhones: [],
    otherMails: ['a'],
    city: 'Delft',
  })
})
