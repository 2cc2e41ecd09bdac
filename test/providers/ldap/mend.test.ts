import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LdapDirectory } from '../../../src/generated/tenant.ts'
import type { Operation } from '../../../src/model/operation.ts'
import { accounts, base, startSlapd } from '../../servers/slapd.ts'
import type { Slapd } from '../../servers/slapd.ts'
import {
  at,
  groupLdif,
  groups,
  ldif,
  leavers,
  operation,
  people,
  personLdif,
  Session,
  settingsOf,
} from './directory.ts'

const elsewhere = `ou=elsewhere,${base}`
const unit = (dn: string, ou: string): string => ldif(dn, { objectClass: 'organizationalUnit', ou })

const called = (immutableId: string, from: string, to: string): Operation =>
  operation('ana', {
    kind: 'user',
    verb: 'rename',
    before: { immutableId, username: from },
    after: { username: to },
  })

const idOf = (session: Session, username: string): string => session.known.get(at('user', username))?.immutableId ?? ''

describe('a server that does not mend references by itself', () => {
  let server: Slapd
  let session: Session
  const open = async (own: Partial<LdapDirectory> = {}): Promise<void> => {
    session = await Session.open(
      settingsOf(server, {
        users: { base: 'ou=people', disabledBase: 'ou=leavers' },
        protect: ['cn=guarded,**'],
        ...own,
      }),
    )
    await session.look()
  }
  const memberOf = (group: string): string => server.search(`(cn=${group})`, 'member')

  beforeAll(async () => {
    server = await startSlapd({
      without: ['refint', 'memberof'],
      access: [
        `access to dn.exact="cn=shut,${groups}" by dn.exact="${accounts.writer.dn}" read by dn.exact="${accounts.reader.dn}" read by * none`,
      ],
      load: unit(elsewhere, 'elsewhere'),
    })
  })
  afterAll(async () => server.stop())
  beforeEach(async () => {
    const ana = [`uid=ana,${people}`]
    const outside = groupLdif('outside', ana).replace(/^dn::.*$/m, `dn: cn=outside,${elsewhere}`)
    const load = [personLdif('ana'), personLdif('ben', { manager: ana[0] ?? '' }), groupLdif('vpn', ana)]
    server.tool('ldapadd', [], [...load, groupLdif('guarded', ana), groupLdif('shut', ana), outside].join(''))
    await open()
    return async () => {
      await session.close()
      const below = server.search('(|(uid=*)(objectClass=groupOfNames))', '1.1').match(/^dn.*$/gm) ?? []
      server.tool('ldapmodify', [], below.map((dn) => `${dn}\nchangetype: delete\n\n`).join(''))
    }
  })

  test('SEC-09 references are mended below the listed bases; protected entries and all others are left alone', async () => {
    const [outcome] = await session.apply(called(idOf(session, 'ana'), 'ana', 'ana.osei'))
    expect(outcome?.status).toBe('applied')
    expect(memberOf('vpn')).toContain(`member: uid=ana.osei,${people}`)
    expect(server.search('(uid=ben)', 'manager')).toContain(`manager: uid=ana.osei,${people}`)
    for (const group of ['guarded', 'outside']) expect(memberOf(group)).toContain(`member: uid=ana,${people}`)
  })

  test('a group that may not be mended is told, and the renaming stands', async () => {
    expect(await session.apply(called(idOf(session, 'ana'), 'ana', 'ana.osei'))).toMatchObject([
      {
        status: 'applied',
        locator: { reference: `uid=ana.osei,${people}` },
        detail: expect.stringMatching(/still use the old name.*cn=shut,.*insufficientAccessRights/) as string,
      },
    ])
    expect(memberOf('shut')).toContain(`member: uid=ana,${people}`)
  })

  test('the old name goes where the new one stands beside it', async () => {
    server.modify(`dn: cn=vpn,${groups}\nchangetype: modify\nadd: member\nmember: uid=ana.osei,${people}\n`)
    await session.apply(called(idOf(session, 'ana'), 'ana', 'ana.osei'))
    expect(memberOf('vpn')).toBe(`dn: cn=vpn,${groups}\nmember: uid=ana.osei,${people}\n\n`)
  })

  test('REL-11 a run that died before the mending is finished by the next', async () => {
    const id = idOf(session, 'ana')
    server.modify(`dn: uid=ana,${people}\nchangetype: modrdn\nnewrdn: uid=ana.osei\ndeleteoldrdn: 1\n`)
    expect(await session.apply(called(id, 'ana', 'ana.osei'))).toMatchObject([{ status: 'unchanged' }])
    expect(memberOf('vpn')).toContain(`member: uid=ana.osei,${people}`)
    server.modify(
      `dn: uid=ana.osei,${people}\nchangetype: modrdn\nnewrdn: uid=ana.osei\ndeleteoldrdn: 0\nnewsuperior: ${leavers}\n\n` +
        `dn: uid=ana.osei,${leavers}\nchangetype: modify\nadd: pwdAccountLockedTime\npwdAccountLockedTime: 000001010000Z\n`,
    )
    const leave = operation('ana', {
      kind: 'user',
      verb: 'disable',
      before: { immutableId: id, state: 'active', container: people },
      after: { state: 'disabled', container: leavers },
    })
    expect(await session.apply(leave)).toMatchObject([{ status: 'unchanged' }])
    expect(memberOf('vpn')).toContain(`member: uid=ana.osei,${leavers}`)
  })

  test('somebody new who has the old name keeps what is theirs', async () => {
    const id = idOf(session, 'ana')
    server.modify(`dn: uid=ana,${people}\nchangetype: modrdn\nnewrdn: uid=ana.osei\ndeleteoldrdn: 1\n`)
    server.tool('ldapadd', [], personLdif('ana'))
    expect(await session.apply(called(id, 'ana', 'ana.osei'))).toMatchObject([{ status: 'unchanged' }])
    expect(memberOf('vpn')).toContain(`member: uid=ana,${people}`)
  })
})

test('a login that changes changes in the posixGroups that hold it, protected ones aside', async () => {
  const posix = (cn: string): string =>
    ldif(`cn=${cn},${groups}`, { objectClass: 'posixGroup', cn, gidNumber: '100', memberUid: ['ana', 'ben'] })
  const server = await startSlapd({ load: personLdif('ana') + personLdif('ben') + posix('unix') + posix('guarded') })
  const session = await Session.open(
    settingsOf(server, { groups: { base: 'ou=groups', objectClass: 'posixGroup' }, protect: ['cn=guarded,**'] }),
  )
  await session.look()
  const rename = called(idOf(session, 'ana'), 'ana', 'ana.osei')
  expect(await session.apply(rename)).toMatchObject([{ status: 'applied' }])
  const logins = (cn: string): readonly string[] =>
    [...server.search(`(cn=${cn})`, 'memberUid').matchAll(/^memberUid: (.*)$/gm)].map(([, login]) => login ?? '').sort()
  expect(logins('unix')).toEqual(['ana.osei', 'ben'])
  expect(logins('guarded')).toEqual(['ana', 'ben'])
  server.modify(`dn: cn=unix,${groups}\nchangetype: modify\nreplace: memberUid\nmemberUid: ana\nmemberUid: ben\n`)
  expect(await session.apply(rename)).toMatchObject([{ status: 'unchanged' }])
  expect(logins('unix')).toEqual(['ana.osei', 'ben'])
  await session.close()
  await server.stop()
})

test('an entry below the base that refers to another server is in nobody’s way', async () => {
  const branch = ldif(`ou=branch,${base}`, {
    objectClass: ['referral', 'extensibleObject'],
    ou: 'branch',
    ref: `ldap://127.0.0.1:1/ou=branch,${base}`,
  })
  const server = await startSlapd({ load: personLdif('ana') + branch })
  const session = await Session.open(settingsOf(server))
  await session.look()
  const eva = operation('eva', {
    kind: 'user',
    verb: 'create',
    before: null,
    after: {
      username: 'eva',
      container: people,
      state: 'active',
      attributes: { cn: 'eva', sn: 'eva' },
      references: {},
    },
  })
  expect(await session.apply(eva)).toMatchObject([{ status: 'applied' }])
  const gone = '00000000-0000-4000-8000-000000000000'
  expect([...(await session.reader.find([gone, idOf(session, 'ana')])).keys()]).toEqual([idOf(session, 'ana')])
  await session.close()
  await server.stop()
})
