import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LdapDirectory } from '../../../src/generated/tenant.ts'
import type { Operation } from '../../../src/model/operation.ts'
import { base, startSlapd } from '../../servers/slapd.ts'
import type { Slapd } from '../../servers/slapd.ts'
import { startLdapProxy } from '../../servers/ldap-proxy.ts'
import type { LdapProxy } from '../../servers/ldap-proxy.ts'
import { at, groupLdif, groups, ldif, operation, people, personLdif, Session, settingsOf } from './directory.ts'

const grant = (group: string, member: string): Operation =>
  operation(`${group}/${member}`, { kind: 'membership', verb: 'grant', before: null, after: { group, member } })
const revoke = (group: string, member: string, reference?: string): Operation =>
  operation(`${group}/${member}`, {
    kind: 'membership',
    verb: 'revoke',
    before: { group, member, ...(reference === undefined ? {} : { reference }) },
    after: null,
  })

const placeholder = `cn=roster-empty-group,${base}`
const names = ['ana', 'ben', 'eva', 'tom', 'li\\2c ana']

describe.each([{ memberof: true }, { memberof: false }])(
  'members, with memberof and refint on the server: $memberof',
  ({ memberof }) => {
    let server: Slapd
    let proxy: LdapProxy
    let session: Session
    beforeAll(async () => {
      const load = names.map((name) => personLdif(name, { uid: name.replace('\\2c', ',') })).join('')
      server = await startSlapd({ load, without: memberof ? [] : ['memberof', 'refint'] })
      proxy = await startLdapProxy(server)
    })
    afterAll(async () => {
      await session.close()
      await proxy.stop()
      await server.stop()
    })
    let count = 0
    let name = ''
    beforeEach(async () => {
      if (count > 0) await session.close()
      session = await Session.open(settingsOf(proxy))
      name = `group ${++count}`
      await session.look()
      await session.apply(
        operation(name, {
          kind: 'group',
          verb: 'create',
          before: null,
          after: { name, container: groups, attributes: {}, references: {} },
        }),
      )
      proxy.forget()
    })
    const members = (): readonly string[] => server.search(`(cn=${name})`, 'member').match(/(?<=^member: ).*$/gm) ?? []
    const all = async (...operations: readonly Operation[]): Promise<readonly string[]> =>
      (await session.apply(...operations)).map(({ status }) => status)

    test('the first member takes the place of the placeholder, the last one leaves it, each in one request', async () => {
      expect(members()).toEqual([placeholder])
      expect(await all(grant(name, 'ana'))).toEqual(['applied'])
      expect(members()).toEqual([`uid=ana,${people}`])
      expect(proxy.count('modify')).toBe(1)
      expect(await all(revoke(name, 'ana'))).toEqual(['applied'])
      expect(members()).toEqual([placeholder])
      expect((await session.look()).groups.get(name)?.members).toEqual([])
      expect(await all(grant(name, 'ben'), grant(name, 'li, ana'))).toEqual(['applied', 'applied'])
      expect((await session.look()).groups.get(name)?.members).toEqual([
        `uid=ben,${people}`,
        `uid=li\\2c ana,${people}`,
      ])
    })

    test('who is in, or out, already is unchanged; the others of the batch are not held up', async () => {
      await all(grant(name, 'ana'))
      expect(await all(grant(name, 'ana'), grant(name, 'ben'), grant(name, 'eva'))).toEqual([
        'unchanged',
        'applied',
        'applied',
      ])
      expect(await all(revoke(name, 'tom'), revoke(name, 'ana'), grant(name, 'tom'))).toEqual([
        'applied',
        'applied',
        'applied',
      ])
      expect(await all(grant(name, 'ben'))).toEqual(['unchanged'])
      expect(await all(revoke(name, 'ana'))).toEqual(['unchanged'])
      for (const [member, is] of [
        ['ben', true],
        ['ana', false],
      ] as const) {
        expect(await session.reader.confirm(grant(name, member), session.locate)).toBe(is)
        expect(await session.reader.confirm(revoke(name, member), session.locate)).toBe(!is)
      }
    })

    test('a dangling member, one from elsewhere, and one that is spelled otherwise are taken out', async () => {
      server.modify(
        `dn: cn=${name},${groups}\nchangetype: modify\nadd: member\nmember: uid=nobody,${people}\nmember: UID=Tom , OU=People,${base}\nmember: cn=default,ou=policies,${base}\n`,
      )
      const { groups: listed } = await session.look()
      expect(listed.get(name)?.members).toEqual([
        `uid=nobody,${people}`,
        `uid=tom,${people}`,
        `cn=default,ou=policies,${base}`,
      ])
      const gone = [
        revoke(name, `~uid=nobody,${people}`, `uid=nobody,${people}`),
        revoke(name, 'tom'),
        revoke(name, '~x', `cn=default,ou=policies,${base}`),
      ]
      expect(await all(...gone)).toEqual(['applied', 'applied', 'applied'])
      expect(members()).toEqual([placeholder])
    })

    test('groups are members of groups, and somebody who is not there is not', async () => {
      await session.apply(
        operation('inner', {
          kind: 'group',
          verb: 'create',
          before: null,
          after: { name: 'inner', container: groups, attributes: {}, references: {} },
        }),
      )
      expect(await all(grant(name, 'group:inner'), grant(name, 'stranger'))).toEqual(['applied', 'conflict'])
      expect(members()).toEqual([`cn=inner,${groups}`])
      expect(await all(revoke(name, 'stranger'))).toEqual(['unchanged'])
      expect(await all(grant('no group', 'ana'))).toEqual(['conflict'])
      server.tool('ldapdelete', [`cn=inner,${groups}`])
    })

    test('a member that was renamed in this run is still the same member', async () => {
      await all(grant(name, 'ana'), grant(name, 'ben'))
      const immutableId = session.known.get(at('user', 'ana'))?.immutableId ?? ''
      const rename = (from: string, to: string): Operation =>
        operation('ana', {
          kind: 'user',
          verb: 'rename',
          before: { immutableId, username: from },
          after: { username: to },
        })
      expect(await all(rename('ana', 'ana.osei'))).toEqual(['applied'])
      await expect.poll(members).toContain(`uid=ana.osei,${people}`)
      expect(members()).not.toContain(`uid=ana,${people}`)
      expect(await all(grant(name, 'ana'))).toEqual(['unchanged'])
      expect(await all(revoke(name, 'ana'))).toEqual(['applied'])
      expect(members()).toEqual([`uid=ben,${people}`])
      expect(await all(rename('ana.osei', 'ana'))).toEqual(['applied'])
    })

    test('a group that somebody else renamed is found by its id', async () => {
      server.modify(`dn: cn=${name},${groups}\nchangetype: modrdn\nnewrdn: cn=other ${count}\ndeleteoldrdn: 1\n`)
      expect(await all(grant(name, 'ana'), grant(name, 'ben'))).toEqual(['applied', 'applied'])
      server.tool('ldapdelete', [`cn=other ${count},${groups}`])
      expect(await all(grant(name, 'eva'))).toEqual(['conflict'])
    })

    test('two batches of one group may be under way at once', async () => {
      const outcomes = await Promise.all(['ana', 'ben', 'eva', 'tom'].map(async (member) => all(grant(name, member))))
      expect(outcomes.flat()).toEqual(['applied', 'applied', 'applied', 'applied'])
      const back = await Promise.all(['ana', 'ben', 'eva', 'tom'].map(async (member) => all(revoke(name, member))))
      expect(back.flat()).toEqual(['applied', 'applied', 'applied', 'applied'])
      expect(members()).toEqual([placeholder])
    })
  },
)

describe('a group of 10,000', () => {
  test('one member changed is one value in one modify, and the list is not read', async () => {
    const crowd = Array.from({ length: 10_000 }, (_, index) => `uid=u${index},${people}`)
    const server = await startSlapd({ load: personLdif('ana') + groupLdif('all', crowd) })
    const proxy = await startLdapProxy(server)
    const session = await Session.open(settingsOf(proxy))
    expect((await session.look()).groups.get('all')?.members).toHaveLength(10_000)
    proxy.forget()
    let received = 0
    proxy.misbehave({ answer: ({ bytes }) => ((received += bytes.length), 'pass') })
    expect(await session.apply(grant('all', 'ana'))).toEqual([{ status: 'applied' }])
    expect(await session.apply(revoke('all', 'ana'))).toEqual([{ status: 'applied' }])
    expect(await session.reader.confirm(revoke('all', 'ana'), session.locate)).toBe(true)
    const modifies = proxy.seen.filter(({ type }) => type === 'modify')
    expect(modifies.map(({ bytes }) => bytes.length < 300)).toEqual([true, true])
    expect(received).toBeLessThan(2000)
    await session.close()
    await proxy.stop()
    await server.stop()
  })
})

describe('other sorts of groups', () => {
  const posix = (uid: string): string =>
    ldif(`uid=${uid},${people}`, {
      objectClass: ['inetOrgPerson', 'posixAccount'],
      uid,
      cn: uid,
      sn: uid,
      uidNumber: '1',
      gidNumber: '1',
      homeDirectory: '/',
    })
  let server: Slapd
  beforeAll(async () => {
    server = await startSlapd({ load: posix('Ana') + posix('ben') })
  })
  afterAll(async () => server.stop())
  const open = async (own: Partial<LdapDirectory>): Promise<Session> => {
    const session = await Session.open(settingsOf(server, own))
    await session.look()
    return session
  }
  const make = (name: string, attributes: Readonly<Record<string, string>>): Operation =>
    operation(name, {
      kind: 'group',
      verb: 'create',
      before: null,
      after: { name, container: groups, attributes, references: {} },
    })

  test('a posixGroup holds usernames as they are spelled, may be empty, and holds no groups', async () => {
    const session = await open({ groups: { base: 'ou=groups', objectClass: 'posixGroup' } })
    expect(await session.apply(make('unix', { gidNumber: '100' }))).toMatchObject([{ status: 'applied' }])
    expect(await session.apply(grant('unix', 'Ana'), grant('unix', 'ben'), grant('unix', 'group:unix'))).toMatchObject([
      { status: 'applied' },
      { status: 'applied' },
      { status: 'failed', class: 'invalid' },
    ])
    expect(server.search('(cn=unix)', 'memberUid')).toContain('memberUid: Ana\nmemberUid: ben\n')
    expect((await session.look()).groups.get('unix')?.members).toEqual([`uid=ana,${people}`, `uid=ben,${people}`])
    expect(await session.reader.confirm(grant('unix', 'Ana'), session.locate)).toBe(true)
    server.modify(`dn: cn=unix,${groups}\nchangetype: modify\nadd: memberUid\nmemberUid: Ghost\n`)
    expect(
      await session.apply(
        revoke('unix', '~memberuid=Ghost', 'memberuid=Ghost'),
        revoke('unix', 'Ana'),
        revoke('unix', 'ben'),
      ),
    ).toMatchObject([{ status: 'applied' }, { status: 'applied' }, { status: 'applied' }])
    expect(server.search('(cn=unix)', 'memberUid')).not.toContain('memberUid')
    await session.close()
  })

  test('a groupOfUniqueNames has its placeholder too', async () => {
    const session = await open({ groups: { base: 'ou=groups', objectClass: 'groupOfUniqueNames' } })
    expect(await session.apply(make('unique', {}))).toMatchObject([{ status: 'applied' }])
    expect(await session.apply(grant('unique', 'ben'))).toEqual([{ status: 'applied' }])
    expect(server.search('(cn=unique)', 'uniqueMember')).toContain(`uniqueMember: uid=ben,${people}\n`)
    expect(await session.apply(revoke('unique', 'ben'))).toEqual([{ status: 'applied' }])
    expect((await session.look()).groups.get('unique')?.members).toEqual([])
    await session.close()
  })
})
