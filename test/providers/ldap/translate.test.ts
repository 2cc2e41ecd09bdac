import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LdapDirectory } from '../../../src/generated/tenant.ts'
import { DirectoryFault } from '../../../src/model/fault.ts'
import type { Person } from '../../../src/model/desired.ts'
import { ldapProvider } from '../../../src/providers/ldap/provider.ts'
import { matchesPattern, parsePattern } from '../../../src/ldap/protect.ts'
import { offence } from '../../../src/ldap/syntax.ts'
import type { Dialect } from '../../../src/providers/provider.ts'
import { Connection } from '../../../src/ldap/wire/connection.ts'
import { modifyRequest } from '../../../src/ldap/wire/protocol.ts'
import { accounts, base, startSlapd } from '../../servers/slapd.ts'
import type { Slapd } from '../../servers/slapd.ts'
import { connectionOf, group, groups, leavers, people, person, personLdif, provider, settingsOf } from './directory.ts'

let server: Slapd
beforeAll(async () => {
  server = await startSlapd({ load: personLdif('ana') })
})
afterAll(async () => server.stop())

async function dialect(own: Partial<LdapDirectory> = {}): Promise<Dialect> {
  const reader = await provider().read(connectionOf(settingsOf(server, own)))
  await reader.close()
  return reader.dialect
}

const ana = (own: Partial<Person> = {}): Person =>
  person('ana', {
    values: {
      displayName: 'Ana Li',
      'name.first': 'Ana',
      'name.last': 'Li',
      email: 'ana@lab.example',
      emails: ['a.li@lab.example', 'ana@lab.example'],
      title: null,
      employeeId: 'E7',
      'department.name': 'Service desk',
      'address.city': 'Amsterdam',
      'address.country': 'NL',
      'phones.work': '+31 20 1',
      'posix.uidNumber': '1000',
    },
    manager: 'ben',
    ...own,
  })

describe('people as entries', () => {
  test('the default mapping to inetOrgPerson', async () => {
    expect((await dialect()).user(ana({ initial: { 'profile.language': 'nl-NL' } }))).toEqual({
      kind: 'user',
      username: 'ana',
      container: people,
      attributes: {
        cn: 'Ana Li',
        displayName: 'Ana Li',
        employeeNumber: 'E7',
        givenName: 'Ana',
        l: 'Amsterdam',
        mail: ['ana@lab.example', 'a.li@lab.example'],
        ou: 'Service desk',
        sn: 'Li',
        telephoneNumber: '+31 20 1',
        title: null,
      },
      references: { manager: 'ben' },
      naming: {},
      initial: { preferredLanguage: 'nl-NL' },
      keys: { employeeId: 'e7', upn: 'ana', mail: 'ana@lab.example' },
    })
  })

  test('who has no name gets the two that every person must have, once', async () => {
    expect((await dialect()).user(person('octocat', { values: {} }))).toMatchObject({
      attributes: {},
      initial: { cn: 'octocat', sn: 'octocat' },
    })
  })

  test('the settings say otherwise', async () => {
    const own = await dialect({
      mapping: { title: 'location', description: { from: 'upn' }, secretary: 'manager', surname: 'displayName' },
      users: { base: 'ou=people', rdn: 'cn', objectClasses: ['inetOrgPerson', 'posixAccount'] },
    })
    const expressed = own.user(ana({ upn: 'ana@lab.example' }))
    expect(expressed.naming).toEqual({ cn: 'Ana Li' })
    expect(expressed.attributes).toMatchObject({ description: 'ana@lab.example', sn: 'Ana Li', uidNumber: '1000' })
    expect(expressed.attributes).not.toHaveProperty('title')
    expect(expressed.references).toEqual({ manager: 'ben', secretary: 'ben' })
    await expect(dialect({ mapping: { uid: 'employeeId' } })).rejects.toBeInstanceOf(DirectoryFault)
  })

  test('where people lie', async () => {
    const departmentPath = ['Operations', 'Desk, service']
    const place = async (
      placement: 'flat' | 'department' | 'departmentPath',
      own: Partial<Person> = {},
    ): Promise<string> =>
      (await dialect({ users: { base: 'ou=people', disabledBase: 'ou=leavers', placement } })).user(
        ana({ departmentPath, ...own }),
      ).container
    expect(await place('flat')).toBe(people)
    expect(await place('department')).toBe(`ou=desk\\2c service,${people}`)
    expect(await place('departmentPath')).toBe(`ou=desk\\2c service,ou=operations,${people}`)
    expect(await place('department', { departmentPath: [] })).toBe(people)
    expect(await place('department', { state: 'disabled' })).toBe(leavers)
    expect(await place('department', { state: 'suspended' })).toBe(`ou=desk\\2c service,${people}`)
    const own = await dialect({ users: { base: 'ou=people', disabledBase: 'ou=leavers' } })
    expect(own.lineage(`ou=desk\\2c service,ou=operations,${people}`)).toEqual([
      `ou=operations,${people}`,
      `ou=desk\\2c service,ou=operations,${people}`,
    ])
    expect([own.lineage(people), own.lineage(leavers), own.lineage('ou=x,dc=elsewhere')]).toEqual([[], [], []])
    expect([
      own.disabledContainer(`ou=x,${people}`),
      own.disabledContainer(leavers),
      own.disabledContainer(groups),
    ]).toEqual([leavers, leavers, groups])
    expect((await dialect()).disabledContainer(people)).toBe(people)
  })

  test('a suspended person goes where the disabled ones are, where the server cannot lock', async () => {
    const simple = await startSlapd({ without: ['ppolicy'] })
    const reader = await provider().read(
      connectionOf(settingsOf(simple, { users: { base: 'ou=people', disabledBase: 'ou=leavers' } })),
    )
    expect(reader.dialect.user(ana({ state: 'suspended' })).container).toBe(leavers)
    await reader.close()
    await simple.stop()
  })

  test('groups', async () => {
    expect((await dialect()).group(group('VPN', { description: 'x', owner: 'ana' }))).toEqual({
      kind: 'group',
      name: 'VPN',
      container: groups,
      attributes: { description: 'x' },
      references: { owner: 'ana' },
    })
    const posix = await dialect({ groups: { base: 'ou=groups', objectClass: 'posixGroup' } })
    expect(posix.group(group('unix', { gidNumber: '7', description: null })).attributes).toEqual({
      gidNumber: '7',
      description: null,
    })
    expect(posix.problems(posix.group(group('unix')))).toEqual([
      'gidNumber must have a value in an entry of posixGroup; give it one.',
    ])
  })
})

describe("the server's own rules", () => {
  test.each([
    ['mail', 'Ana@Lab.Example', 'ana@lab.example', true],
    ['cn', 'Ana  Li', 'ana li', true],
    ['cn', 'Ana Li', 'AnaLi', false],
    ['telephoneNumber', '+31 20-555', '+3120555', true],
    ['loginShell', '/bin/SH', '/bin/sh', false],
    ['manager', 'UID=Ana, OU=People,dc=x', 'uid=ana,ou=people,dc=x', true],
    ['uidNumber', '0100', '100', true],
    ['facsimileTelephoneNumber', '+1 2', '+12', false],
    ['mail', ['b@x', 'A@x'], ['a@X', 'B@x'], true],
    ['mail', ['b@x', 'a@x'], 'a@x', false],
    ['title', null, [], true],
    ['title', undefined, 'x', false],
  ] as const)('%s: %j and %j are equal: %s', async (attribute, a, b, expected) => {
    expect((await dialect()).same(attribute, a, b)).toBe(expected)
  })

  test('what it would refuse is told before, with what to do', async () => {
    const own = await dialect({
      mapping: {
        badge: 'employeeId',
        homeDirectory: 'location',
        uidNumber: 'title',
        preferredLanguage: 'skills',
        modifyTimestamp: 'phones.fax',
      },
    })
    const problems = own.problems(
      own.user(
        ana({
          values: {
            displayName: 'Ana',
            'name.last': null,
            employeeId: 'E7',
            location: '/home/ana',
            email: 'josé@lab.example',
            'phones.work': 'tel: 5',
            'phones.mobile': 'a*b',
            skills: ['a', 'b'],
            'phones.fax': 'x',
          },
        }),
      ),
    )
    expect(problems).toEqual([
      'mail takes ASCII characters only, not "josé@lab.example"; write it so.',
      'mobile takes a telephone number of letters, digits, spaces and \'()+,-./:?, not "a*b"; write it so.',
      'preferredLanguage takes one value and would get 2; choose one.',
      'The server does not know the attribute badge; correct mapping or load the schema it belongs to.',
      'homeDirectory is not allowed in an entry of inetOrgPerson; add posixAccount to users.objectClasses, or take it out of mapping.',
      'modifyTimestamp is set by the server alone; take it out of mapping.',
      'sn must have a value in an entry of inetOrgPerson; give it one.',
    ])
    expect(
      (await dialect({ users: { base: 'ou=people', objectClasses: ['noSuchClass'] } })).problems(own.user(ana())),
    ).toEqual([
      'The server does not know the object class noSuchClass; correct users.objectClasses or load the schema it belongs to.',
    ])
    expect(
      own.problems(own.user(ana({ username: 'a\u0000b', values: { displayName: 'A', 'name.last': 'B' } })))[0],
    ).toContain('control character')
    expect(own.problems((await dialect()).user(ana()))).toEqual([])
  })

  test('a value offends exactly where the server refuses it', async () => {
    const attributes: readonly (readonly [string, string])[] = [
      ['mail', '26'],
      ['telephoneNumber', '50'],
      ['facsimileTelephoneNumber', '22'],
      ['preferredLanguage', '15'],
      ['employeeNumber', '15'],
      ['manager', '12'],
      ['x121Address', '36'],
      ['destinationIndicator', '44'],
      ['postalAddress', '41'],
    ]
    const texts = fc
      .array(fc.constantFrom(...'aZ09 .,:?()+-/=\'$*_@#&;"é漢'.split('')), { maxLength: 5 })
      .map((parts) => parts.join(''))
    const samples = [
      '',
      ' ',
      '0',
      '-0',
      '01',
      '-7',
      'cn=x',
      'cn=x,',
      'TRUE',
      ...fc.sample(texts, { numRuns: 40, seed: 3 }),
    ]
    const { host, port } = server
    const signal = new AbortController().signal
    const connection = await Connection.open({
      host,
      port,
      encryption: 'none',
      connectTimeoutMs: 1000,
      answerTimeoutMs: 1000,
      signal,
    })
    await connection.bind(accounts.admin.dn, accounts.admin.password)
    for (const [attribute, syntax] of attributes) {
      for (const value of samples) {
        const change = modifyRequest(`uid=ana,${people}`, [{ action: 'replace', attribute, values: [value] }])
        const { code } = await connection.request(change)
        const offends = offence(`1.3.6.1.4.1.1466.115.121.1.${syntax}`, value) !== undefined
        expect([attribute, value, offends, code]).toEqual([attribute, value, code !== 0, code])
      }
    }
    await connection.close()
  })
})

describe('patterns of protected objects', () => {
  test.each([
    ['CN=svc-*,**', 'cn=svc-backup,ou=x,dc=lab', true],
    ['CN=svc-*,**', 'cn=svc-,dc=lab', true],
    ['CN=svc-*,**', 'cn=asvc-backup,dc=lab', false],
    ['CN=svc-*,**', 'uid=svc-backup,dc=lab', false],
    ['**,OU=Break Glass', 'cn=a,ou=x,ou=break glass,dc=lab', true],
    ['**,OU=Break Glass', 'ou=break glass,dc=lab', true],
    ['**,OU=Break Glass', 'cn=a,ou=break glass,ou=y,dc=lab', false],
    ['uid=root', 'uid=root,dc=lab', true],
    ['uid=root', 'uid=root,ou=x,dc=lab', false],
    ['uid=root,ou=x,dc=lab', 'uid=root,ou=x,dc=lab', true],
    ['cn=*admin*,ou=*', 'cn=the admins,ou=people,dc=lab', true],
    ['cn=li\\, ana', 'cn=li\\2c ana,dc=lab', true],
    ['cn=*\\, *', 'cn=li\\2c ana,dc=lab', true],
    ['commonName=x', 'cn=x,dc=lab', true],
  ])('%s covers %s: %s', (pattern, dn, expected) => {
    expect(matchesPattern(parsePattern(pattern), dn, 'dc=lab')).toBe(expected)
  })
})

describe('settings', () => {
  const territories = (own: Partial<LdapDirectory>): readonly string[] =>
    ldapProvider().territories(settingsOf({ url: 'ldaps://LDAP.Lab.example' }, own))

  test('what it covers, from the top down', () => {
    expect(territories({ users: { base: 'ou=people', disabledBase: 'ou=leavers,ou=people' } })).toEqual([
      'ldap.lab.example/dc=example/dc=lab/ou=people/',
      'ldap.lab.example/dc=example/dc=lab/ou=groups/',
    ])
    expect(territories({ users: { base: `OU=People, ${base}` } })[0]).toBe(
      'ldap.lab.example/dc=example/dc=lab/ou=people/',
    )
  })

  test('the usual ports of both schemes are one server, other ports are others', () => {
    const at = (url: string): string | undefined => territories({ url, startTls: url.startsWith('ldap:') })[0]
    const one = [
      'ldaps://a.example',
      'ldap://a.example',
      'ldap://A.example:389',
      'ldaps://a.example:636',
      'ldap://a.example:636',
    ]
    expect(new Set(one.map(at)).size).toBe(1)
    const others = ['ldap://a.example:1389', 'ldaps://a.example:1636', 'ldaps://b.example']
    expect(new Set([...one, ...others].map(at)).size).toBe(4)
  })

  test('SEC-24 what is no DN is refused with what to write', () => {
    expect(() => territories({ base: 'lab.example' })).toThrow(
      /base: "lab.example" is no distinguished name.*Write it as in/,
    )
    expect(() => territories({ users: { base: 'ou=a\u0000b' } })).toThrow('control character')
    expect(() => territories({ protect: ['cn=<x>,**'] })).toThrow('protect: ')
    expect(() => territories({ startTls: true })).toThrow('startTls is for ldap://')
  })
})
