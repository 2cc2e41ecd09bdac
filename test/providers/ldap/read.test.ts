import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DirectoryFault } from '../../../src/model/fault.ts'
import type { ObservedGroup } from '../../../src/model/observed.ts'
import type { Reader } from '../../../src/providers/provider.ts'
import { canonicalDn } from '../../../src/ldap/dn.ts'
import { base, startSlapd } from '../../servers/slapd.ts'
import type { Slapd } from '../../servers/slapd.ts'
import {
  connectionOf,
  groupLdif,
  groups,
  ldif,
  leavers,
  listing,
  people,
  personLdif,
  provider,
  settingsOf,
} from './directory.ts'

const load = [
  personLdif('ana', {
    mail: 'Ana.Li@lab.example',
    employeeNumber: '10442',
    title: 'Lead',
    manager: `UID=ben, ${people}`,
    telephoneNumber: '+31 20 555',
  }),
  personLdif('ben', { jpegPhoto: 'x' }),
  personLdif('svc-backup'),
  personLdif('gone', {}, leavers),
  ldif(`ou=sales,${people}`, { objectClass: 'organizationalUnit', ou: 'sales' }),
  personLdif('li\\2c ana', { uid: 'li, ana' }, `ou=sales,${people}`),
  groupLdif('vpn', [`uid=ana,${people}`, `uid=nobody,${people}`]),
  groupLdif('nested', [`cn=vpn,${groups}`]),
  groupLdif('empty', [`cn=roster-empty-group,${base}`]),
].join('')

describe('a directory is read as it is', () => {
  let server: Slapd
  let reader: Reader
  const settings = (): ReturnType<typeof settingsOf> =>
    settingsOf(server, {
      users: { base: 'ou=people', disabledBase: 'ou=leavers' },
      protect: ['UID=svc-*,**'],
    })
  beforeAll(async () => {
    server = await startSlapd({ load })
    reader = await provider({ pageSize: 2 }).read(connectionOf(settings()))
  })
  afterAll(async () => {
    await reader.close()
    await server.stop()
  })

  test('people, groups and containers, over pages of two', async () => {
    const { all, users, groups } = await listing(reader)
    expect([...users.keys()].sort()).toEqual(['ana', 'ben', 'gone', 'li, ana', 'svc-backup'])
    expect([...groups.keys()].sort()).toEqual(['empty', 'nested', 'vpn'])
    expect(all.filter(({ kind }) => kind === 'organizationalUnit').map(({ reference }) => reference)).toEqual([
      `ou=sales,${people}`,
    ])
    expect(reader.completeness()).toEqual([
      { kind: 'organizationalUnit', count: 1, pages: 2, complete: true, proof: 'cursorExhausted' },
      { kind: 'user', count: 5, pages: 3, complete: true, proof: 'cursorExhausted' },
      { kind: 'group', count: 3, pages: 2, complete: true, proof: 'cursorExhausted' },
    ])
  })

  test('a person has keys, attributes and references', async () => {
    const { users } = await listing(reader)
    expect(users.get('ana')).toMatchObject({
      username: 'ana',
      reference: `uid=ana,${people}`,
      container: people,
      keys: { employeeId: '10442', upn: 'ana', mail: 'ana.li@lab.example' },
      attributes: {
        mail: 'Ana.Li@lab.example',
        title: 'Lead',
        cn: 'ana',
        sn: 'ana',
        employeeNumber: '10442',
        telephoneNumber: '+31 20 555',
      },
      references: { manager: `uid=ben,${people}` },
      unknown: [],
      state: 'active',
    })
    expect(users.get('li, ana')?.reference).toBe(`uid=li\\2c ana,ou=sales,${people}`)
  })

  test('leavers are disabled, and protected objects say why they are left alone', async () => {
    const { users } = await listing(reader)
    expect(users.get('gone')?.state).toBe('disabled')
    expect(users.get('svc-backup')?.notManageable).toBe('protected by UID=svc-*,**')
    expect(reader.dialect.protects(`uid=svc-x,${people}`)).toBe(true)
    expect(reader.dialect.protects(`uid=ana,${people}`)).toBe(false)
  })

  test('SEC-09 the accounts roster signs in with are never managed', () => {
    expect(reader.dialect.protects(`cn=reader,${base}`)).toBe(true)
    expect(reader.dialect.protects(canonicalDn(`CN=Writer, ${base}`))).toBe(true)
  })

  test('members are references; the placeholder of an empty group is none', async () => {
    const { groups } = await listing(reader)
    const members = (name: string): ObservedGroup['members'] | undefined => groups.get(name)?.members
    expect(members('vpn')).toEqual([`uid=ana,${people}`, `uid=nobody,${people}`])
    expect(members('nested')).toEqual([`cn=vpn,${canonicalDn(`ou=groups,${base}`)}`])
    expect(members('empty')).toEqual([])
  })

  test('objects are found by their recorded ids, and references by what they name', async () => {
    const { users, groups } = await listing(reader)
    const ids = [users.get('ana'), groups.get('vpn')].map((object) => object?.immutableId ?? '')
    const found = await reader.find([...ids, '00000000-0000-4000-8000-000000000000'])
    expect([...found.values()].map(({ kind, reference }) => `${kind} ${reference}`)).toEqual([
      `user uid=ana,${people}`,
      `group cn=vpn,ou=groups,${base}`,
    ])
    const references = [`uid=ana,${people}`, `uid=nobody,${people}`, 'dc=elsewhere']
    expect([...(await reader.existing(references))]).toEqual([`uid=ana,${people}`])
  })

  test('the directory is told by the entryUUID of its base', () => {
    expect(server.tool('ldapsearch', ['-LLL', '-s', 'base', '-b', base, '(objectClass=*)', 'entryUUID'])).toContain(
      reader.identity,
    )
  })
})

describe('locked accounts', () => {
  test('a permanent lock is disabled, a passing one is locked', async () => {
    const server = await startSlapd({ load: personLdif('shut') + personLdif('late') + personLdif('free') })
    server.modify(
      `dn: uid=shut,${people}\nchangetype: modify\nadd: pwdAccountLockedTime\npwdAccountLockedTime: 000001010000Z\n`,
    )
    server.modify(
      `dn: uid=late,${people}\nchangetype: modify\nadd: pwdAccountLockedTime\npwdAccountLockedTime: 20261122000000Z\n`,
    )
    const reader = await provider().read(connectionOf(settingsOf(server)))
    const { users } = await listing(reader)
    expect([users.get('shut')?.state, users.get('late')?.state, users.get('free')?.state]).toEqual([
      'disabled',
      'locked',
      'active',
    ])
    await reader.close()
    await server.stop()
  })

  test('a lock that no policy enforces keeps nobody out: it is not taken for disabled, and disabling needs a place', async () => {
    const server = await startSlapd({ load: personLdif('shut') + personLdif('own') })
    const lock = 'add: pwdAccountLockedTime\npwdAccountLockedTime: 000001010000Z\n'
    server.modify(
      `dn: cn=default,ou=policies,${base}\nchangetype: modify\nreplace: pwdLockout\npwdLockout: FALSE\n\n` +
        `dn: uid=shut,${people}\nchangetype: modify\n${lock}\ndn: uid=own,${people}\nchangetype: modify\n${lock}`,
    )
    const states = async (): Promise<readonly unknown[]> => {
      const reader = await provider().read(connectionOf(settingsOf(server)))
      const { users } = await listing(reader)
      await reader.close()
      return [reader.capabilities['user.disable'], users.get('shut')?.state, users.get('own')?.state]
    }
    const cannot = expect.stringContaining('does not enforce pwdAccountLockedTime') as string
    expect(await states()).toEqual([{ cannot }, 'locked', 'locked'])
    const strict = `cn=strict,ou=policies,${base}`
    server.tool(
      'ldapadd',
      [],
      ldif(strict, {
        objectClass: ['person', 'pwdPolicy'],
        cn: 'strict',
        sn: 's',
        pwdAttribute: 'userPassword',
        pwdLockout: 'TRUE',
      }),
    )
    server.modify(`dn: uid=own,${people}\nchangetype: modify\nadd: pwdPolicySubentry\npwdPolicySubentry: ${strict}\n`)
    expect(await states()).toEqual([true, 'locked', 'disabled'])
    await server.stop()
  })

  test('where accounts can neither be locked nor moved, disabling is not offered', async () => {
    const server = await startSlapd({ without: ['ppolicy'] })
    const reader = await provider().read(connectionOf(settingsOf(server)))
    expect(reader.capabilities['user.disable']).toMatchObject({
      cannot: expect.stringContaining('no password policy') as string,
    })
    await reader.close()
    const moving = await provider().read(
      connectionOf(settingsOf(server, { users: { base: 'ou=people', disabledBase: 'ou=leavers' } })),
    )
    expect(moving.capabilities['user.disable']).toBe(true)
    await moving.close()
    await server.stop()
  })
})

describe('other sorts of groups', () => {
  const posixPerson = ldif(`uid=Ana,${people}`, {
    objectClass: ['inetOrgPerson', 'posixAccount'],
    uid: 'Ana',
    cn: 'Ana',
    sn: 'Li',
    uidNumber: '1000',
    gidNumber: '100',
    homeDirectory: '/home/ana',
  })
  const posixGroup = ldif(`cn=unix,${groups}`, {
    objectClass: 'posixGroup',
    cn: 'unix',
    gidNumber: '100',
    memberUid: ['Ana', 'Nobody'],
  })
  const unique = ldif(`cn=unique,${groups}`, {
    objectClass: 'groupOfUniqueNames',
    cn: 'unique',
    uniqueMember: [`uid=Ana,${people}`, `uid=x,${people}#'0101'B`],
  })
  let server: Slapd
  beforeAll(async () => {
    server = await startSlapd({ load: posixPerson + posixGroup + unique })
  })
  afterAll(async () => server.stop())

  test('members that are usernames become the references of the people who have them', async () => {
    const users = { base: 'ou=people', objectClasses: ['inetOrgPerson', 'posixAccount'] }
    const reader = await provider().read(
      connectionOf(settingsOf(server, { users, groups: { base: 'ou=groups', objectClass: 'posixGroup' } })),
    )
    const all = await listing(reader)
    expect(all.groups.get('unix')).toMatchObject({
      members: [`uid=ana,${people}`, 'memberuid=Nobody'],
      attributes: { gidNumber: '100' },
    })
    expect(all.users.get('Ana')?.attributes).toMatchObject({ uidNumber: '1000', homeDirectory: '/home/ana' })
    expect((await listing(reader, ['group'])).groups.get('unix')?.members).toEqual([
      `uid=ana,${people}`,
      'memberuid=Nobody',
    ])
    expect([...(await reader.existing(['memberuid=Nobody']))]).toEqual([])
    await reader.close()
  })

  test('only groups of the configured class are groups; a bit string after a unique member is no part of its name', async () => {
    const reader = await provider().read(
      connectionOf(settingsOf(server, { groups: { base: 'ou=groups', objectClass: 'groupOfUniqueNames' } })),
    )
    const { groups } = await listing(reader)
    expect([...groups.keys()]).toEqual(['unique'])
    expect(groups.get('unique')?.members).toEqual([`uid=ana,${people}`, `uid=x,${people}`])
    await reader.close()
  })
})

describe('REL-01 a reading that is not whole is never taken for one', () => {
  const crowd = Array.from({ length: 40 }, (_, index) => personLdif(`u${index}`)).join('')

  async function faultOf(
    options: Parameters<typeof startSlapd>[0],
    own: Parameters<typeof settingsOf>[1] = {},
    prepare: (server: Slapd) => void = () => undefined,
  ): Promise<DirectoryFault> {
    const server = await startSlapd({ load: crowd, ...options })
    try {
      prepare(server)
      const reader = await provider({ pageSize: 10 }).read(connectionOf(settingsOf(server, own)))
      try {
        await listing(reader)
      } finally {
        await reader.close()
      }
    } catch (error) {
      if (error instanceof DirectoryFault) return error
      throw error
    } finally {
      await server.stop()
    }
    throw new Error('the listing came to its end')
  }

  test('a size limit', async () => {
    const fault = await faultOf({ sizeLimit: 25 })
    expect(fault.kind).toBe('incomplete')
    expect(fault.message).toMatch(/sizeLimitExceeded \(4\).*limits dn.exact/)
  })

  test('a base that is gone', async () => {
    const fault = await faultOf({}, { users: { base: 'ou=nowhere' } })
    expect(fault.kind).toBe('incomplete')
    expect(fault.message).toContain(`ou=nowhere,${base}`)
    expect((await faultOf({}, { groups: { base: 'ou=nowhere' } })).kind).toBe('incomplete')
    expect((await faultOf({}, { base: 'dc=other,dc=example' })).message).toContain('is not there')
  })

  test('a part that another server holds', async () => {
    const fault = await faultOf({}, {}, (server) => {
      const entry = `dn: ou=branch,${people}\nchangetype: add\nobjectClass: referral\nobjectClass: extensibleObject\nou: branch\nref: ldap://other.example/ou=branch,${people}\n`
      server.tool('ldapmodify', ['-M'], entry)
    })
    expect(fault.kind).toBe('incomplete')
    expect(fault.message).toContain('refers to another server')
  })

  test('no right to the ids, or to the base', async () => {
    const hidden = await faultOf({ access: ['access to attrs=entryUUID by * none'] })
    expect(hidden.kind).toBe('permission')
    expect(hidden.message).toContain('entryUUID')
  })

  test('smaller pages than asked for are followed to their end', async () => {
    const server = await startSlapd({
      load: crowd + Array.from({ length: 400 }, (_, index) => personLdif(`v${index}`)).join(''),
      sizeLimit: { pages: 150 },
    })
    const reader = await provider({ pageSize: 1000 }).read(connectionOf(settingsOf(server)))
    expect((await listing(reader)).users.size).toBe(440)
    await reader.close()
    await server.stop()
  })
})

test('what roster may not read is unknown, not absent', async () => {
  const load =
    personLdif('ana', { title: 'Lead', mobile: '123' }) + personLdif('ben') + groupLdif('vpn', [`uid=ana,${people}`])
  const access = ['access to attrs=title,member by dn.exact="cn=writer,dc=lab,dc=example" write by * none']
  const server = await startSlapd({ load, access })
  const reader = await provider().read(connectionOf(settingsOf(server)))
  const { users, groups } = await listing(reader)
  expect(users.get('ana')?.unknown).toEqual(['title'])
  expect(users.get('ben')?.unknown).toEqual(['title'])
  expect(users.get('ben')?.attributes).not.toHaveProperty('mobile')
  expect(groups.get('vpn')?.members).toBe('unknown')
  const id = users.get('ben')?.immutableId ?? ''
  expect((await reader.find([id])).get(id)?.unknown).toEqual(['title'])
  await reader.close()
  await server.stop()
})

test('what roster may compare but not read is unknown too', async () => {
  const access = ['access to attrs=title by dn.exact="cn=writer,dc=lab,dc=example" write by * compare']
  const server = await startSlapd({ load: personLdif('ana', { title: 'Lead' }), access })
  const reader = await provider().read(connectionOf(settingsOf(server)))
  expect((await listing(reader)).users.get('ana')).toMatchObject({ unknown: ['title'] })
  await reader.close()
  await server.stop()
})

describe('an entry without a uid', () => {
  const contact = ldif(`cn=Front Desk,${people}`, {
    objectClass: 'inetOrgPerson',
    cn: 'Front Desk',
    sn: 'Desk',
    employeeNumber: '7',
  })

  test('is there and is left alone', async () => {
    const server = await startSlapd({ load: personLdif('ana') + contact })
    const reader = await provider().read(connectionOf(settingsOf(server)))
    const { users } = await listing(reader)
    const reference = `cn=front desk,${people}`
    expect(users.get(reference)).toMatchObject({ reference, keys: {}, notManageable: 'it has no uid' })
    expect(users.get('ana')).not.toHaveProperty('notManageable')
    await reader.close()
    await server.stop()
  })

  test.each(['none', 'compare'])('whose uid may not be read (%s) makes the directory unreadable', async (right) => {
    const access = [`access to dn.exact="cn=Front Desk,${people}" attrs=uid by * ${right}`]
    const hidden = contact.replace('sn::', 'uid: desk\nsn::')
    const server = await startSlapd({ load: personLdif('ana') + hidden, access })
    const reader = await provider().read(connectionOf(settingsOf(server)))
    await expect(listing(reader)).rejects.toMatchObject({
      kind: 'permission',
      message: expect.stringContaining('uid') as string,
    })
    await reader.close()
    await server.stop()
  })
})

test('what an entry cannot hold by its own classes is not compared, whatever users.objectClasses says', async () => {
  const posix = {
    objectClass: ['inetOrgPerson', 'posixAccount'],
    uidNumber: '1000',
    gidNumber: '100',
    homeDirectory: '/h',
  }
  const server = await startSlapd({ load: personLdif('ana') + personLdif('ben', posix) })
  const users = { base: 'ou=people', objectClasses: ['inetOrgPerson', 'posixAccount'] }
  const reader = await provider().read(connectionOf(settingsOf(server, { users })))
  const found = (await listing(reader)).users
  expect(found.get('ana')?.unknown.toSorted()).toEqual(['gidNumber', 'homeDirectory', 'loginShell', 'uidNumber'])
  expect(found.get('ben')).toMatchObject({ unknown: [], attributes: { uidNumber: '1000' } })
  expect(found.get('ana')).not.toHaveProperty('notManageable')
  await reader.close()
  await server.stop()
})
