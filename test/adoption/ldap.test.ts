import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LdapDirectory } from '../../src/generated/tenant.ts'
import { Secret } from '../../src/model/secret.ts'
import type { Run } from '../../src/reconciler/run.ts'
import { accounts, startSlapd } from '../servers/slapd.ts'
import type { Slapd } from '../servers/slapd.ts'
import { provider, settingsOf } from '../providers/ldap/directory.ts'
import { benchOf, filesIn, imported, planned, textOf } from './importing.ts'

let server: Slapd
beforeAll(async () => {
  server = await startSlapd()
})
afterAll(() => server.stop())

const secrets: Readonly<Record<string, string>> = { READ: accounts.reader.password, WRITE: accounts.writer.password }
const more: Partial<Run> = {
  environment: (name) => (secrets[name] === undefined ? undefined : new Secret(secrets[name])),
}

let made = 0

/** A branch of its own, with people and groups below it. */
function branch(): string {
  made += 1
  const base = `ou=import${made},${server.base}`
  const units = [base, `ou=people,${base}`, `ou=Sales,ou=people,${base}`, `ou=groups,${base}`]
  server.modify(units.map((dn) => `dn: ${dn}\nchangetype: add\nobjectClass: organizationalUnit\n\n`).join(''))
  return base
}

function add(dn: string, ...lines: readonly string[]): void {
  server.modify(`dn: ${dn}\nchangetype: add\n${lines.join('\n')}\n\n`)
}

function bench(base: string, users: object, mapping: LdapDirectory['mapping'] = {}): ReturnType<typeof benchOf> {
  const settings = settingsOf(server, { base, mapping, mode: 'additive', groups: { base: 'ou=groups' } })
  const made = benchOf({
    name: 'Acme',
    naming: { username: '{first}.{last}' },
    directories: { hq: { ...settings, users: { base: 'ou=people', ...users } } },
  })
  made.providers = new Map([['ldap', provider()]])
  return made
}

test.each(['uid', 'cn'] as const)(
  'UX-01 MSP-18 a server whose people are named by %s is declared so that nothing changes',
  async (rdn) => {
    const base = branch()
    const people = `ou=people,${base}`
    const names = [
      ['ana.li', 'Ana', 'Li', 'Li\\, Ana', 'Li, Ana'],
      ['ben.osei', 'Ben', 'Osei', 'Ben \\\\ \\"Osei\\" \\+ Co', 'Ben \\ "Osei" + Co'],
      ['zoe', 'Zoë', "O'Neil", "Zoë O'Neil", "Zoë O'Neil"],
      ['ivan', 'Иван', 'Петров', '\\#1 Иван', '#1 Иван'],
    ] as const
    const dns = new Map<string, string>()
    for (const [uid, first, last, inDn, shown] of names) {
      const dn = rdn === 'uid' ? `uid=${uid},${people}` : `cn=${inDn},${people}`
      dns.set(uid, dn)
      const base64 = (name: string, value: string): string => `${name}:: ${Buffer.from(value).toString('base64')}`
      server.modify(
        [
          `dn:: ${Buffer.from(dn).toString('base64')}`,
          'changetype: add',
          'objectClass: inetOrgPerson',
          `uid: ${uid}`,
          base64('cn', shown),
          base64('displayName', shown),
          base64('givenName', first),
          base64('sn', last),
          ...(uid === 'zoe' ? [] : ['ou: Service desk', 'telephoneNumber: 0045123', `mail: ${uid}@acme.example`]),
          ...(uid === 'ben.osei' ? ['title: A', 'title: B', base64('manager', dns.get('ana.li') ?? '')] : []),
          '',
        ].join('\n'),
      )
    }
    add(`uid=bare,${people}`, 'objectClass: inetOrgPerson', 'uid: bare', 'cn: Bare', 'sn: Bare')
    add(`cn=Printer,${people}`, 'objectClass: inetOrgPerson', 'cn: Printer', 'sn: Printer')
    const member = (uid: string): string => `member:: ${Buffer.from(dns.get(uid) ?? '').toString('base64')}`
    add(
      `cn=All\\, of us,ou=groups,${base}`,
      'objectClass: groupOfNames',
      'cn: All, of us',
      'description: Everybody',
      member('ana.li'),
      member('ben.osei'),
      member('zoe'),
    )
    add(
      `cn=outer,ou=groups,${base}`,
      'objectClass: groupOfNames',
      'cn: outer',
      `member: cn=All\\, of us,ou=groups,${base}`,
      member('ivan'),
      `member: uid=bare,${people}`,
    )
    const acme = bench(base, { rdn })
    const before = server.search('(objectClass=*)')
    const adoption = await imported(acme, {}, more)
    expect(adoption.declared.users).toEqual(['ana.li', 'ben.osei', 'ivan', 'zoe'])
    expect(adoption.declared.groups).toEqual(['all-of-us', 'outer'])
    const left = adoption.leftAlone.map(({ name, why }) => `${name.split(',')[0]}: ${why}`)
    expect(left).toContain(
      'bare: declared it would get another displayName; to leave it to the directory: mapping: { displayName: null }',
    )
    expect(left).toContain('cn=printer: it has no uid')
    expect(adoption.notes.map(({ message }) => message)).toContain(
      'title stays as it is: it has 2 values, and one can be declared',
    )
    expect(textOf(acme, 'users.yaml')).toContain('work: "0045123"')
    expect(await planned(acme, more)).toEqual([])
    const files = filesIn(acme)
    expect((await imported(acme, {}, more)).files).toEqual([])
    expect((await acme.apply(undefined, more)).exitCode).toBe(0)
    expect(await planned(acme, more)).toEqual([])
    expect((await imported(acme, {}, more)).files).toEqual([])
    expect(filesIn(acme)).toEqual(files)
    expect(server.search('(objectClass=*)')).toBe(before)
  },
)

test('ATR-18 an organisational unit is chosen in any spelling', async () => {
  const base = branch()
  const person = (uid: string, place: string): void =>
    add(
      `uid=${uid},${place}`,
      'objectClass: inetOrgPerson',
      `uid: ${uid}`,
      'cn: X Y',
      'displayName: X Y',
      'givenName: X',
      'sn: Y',
      'ou: Sales',
    )
  person('in1', `ou=Sales,ou=people,${base}`)
  person('in2', `ou=Sales,ou=people,${base}`)
  for (const place of ['OU=sales', `ou=SALES , OU=People,${base.toUpperCase()}`, `2.5.4.11=Sales,ou=people`]) {
    const acme = bench(base, { placement: 'department' })
    const adoption = await imported(acme, { select: [place] }, more)
    expect([place, adoption.declared.users]).toEqual([place, ['in1', 'in2']])
    expect(await planned(acme, more)).toEqual([])
  }
  const none = await imported(bench(base, { placement: 'department' }), { select: ['OU=Sale'] }, more)
  expect([none.declared.users, none.files]).toEqual([[], []])
})

test('UX-01 people without a displayName and without their department are declared once these attributes are left alone', async () => {
  const base = branch()
  for (const uid of ['ana', 'ben'])
    add(
      `uid=${uid},ou=Sales,ou=people,${base}`,
      'objectClass: inetOrgPerson',
      `uid: ${uid}`,
      `cn: ${uid} Li`,
      'sn: Li',
      ...(uid === 'ben' ? ['ou: Sales'] : []),
    )
  const refused = await imported(bench(base, { placement: 'department' }), {}, more)
  expect(refused.declared.users).toEqual([])
  const acme = bench(base, { placement: 'department' }, { displayName: null })
  expect((await imported(acme, {}, more)).declared.users).toEqual(['ben'])
  expect(await planned(acme, more)).toEqual([])
  const before = server.search('(objectClass=*)')
  expect((await acme.apply(undefined, more)).exitCode).toBe(0)
  expect(server.search('(objectClass=*)')).toBe(before)
})
