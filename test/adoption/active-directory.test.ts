import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AdDirectory } from '../../src/generated/tenant.ts'
import { Secret } from '../../src/model/secret.ts'
import type { Run } from '../../src/reconciler/run.ts'
import type { Account } from '../servers/samba-accounts.ts'
import { startSamba } from '../servers/samba.ts'
import type { Samba } from '../servers/samba.ts'
import { account, add, makeUnit, provider, settingsOf } from '../providers/active-directory/read-domain.ts'
import type { Unit } from '../providers/active-directory/read-domain.ts'
import { benchOf, filesIn, imported, planned, textOf } from './importing.ts'

let server: Samba
let reader: Account
beforeAll(async () => {
  server = await startSamba()
  reader = server.account('import-reader')
})
afterAll(async () => server.stop())

function more(): Partial<Run> {
  const secrets: Readonly<Record<string, string>> = { CA: server.caFile, READ: reader.password }
  return { environment: (name) => (secrets[name] === undefined ? undefined : new Secret(secrets[name])) }
}

function bench(unit: Unit, own: Partial<AdDirectory> = {}): ReturnType<typeof benchOf> {
  const settings = settingsOf(server, unit, reader, own)
  const made = benchOf({ name: 'Acme', timezone: 'Europe/Amsterdam', directories: { ad: settings } })
  made.providers = new Map([['active-directory', provider()]])
  return made
}

/** Midnight in Amsterdam after 30 June 2027, as a domain writes it. */
const endOfJune = String((BigInt(Date.parse('2027-06-30T22:00:00Z')) + 11_644_473_600_000n) * 10_000n)

test('UX-01 MSP-18 a domain is declared so that nothing changes: odd names, disabled accounts, nested groups, strangers left alone', async () => {
  const unit = makeUnit(server)
  const boss = `CN=Voss\\, Eli,${unit.people}`
  add(
    server,
    boss,
    account('eli', {
      displayName: 'Voss, Eli',
      givenName: 'Eli',
      sn: 'Voss',
      userPrincipalName: 'eli@lab.example',
      mail: 'eli@acme.example',
    }),
  )
  const person = (login: string, shown: string, own: Parameters<typeof account>[1] = {}): string => {
    const dn = `CN=${shown.replaceAll('\\', '\\\\').replaceAll(/[,+"#;<>=]/g, '\\$&')},${unit.people}`
    add(server, dn, account(login, { displayName: shown, manager: boss, ...own }))
    return dn
  }
  const ana = person('ana', 'Ana "the \\ clerk" Li + Co', {
    givenName: 'Ana',
    sn: 'Li',
    telephoneNumber: '0045123',
    proxyAddresses: ['SMTP:ana@acme.example', 'smtp:a.li@acme.example', 'X500:/o=x'],
    mail: 'ana@acme.example',
    accountExpires: endOfJune,
    department: 'Service desk',
    employeeID: '0007',
  })
  const ivan = person('ivan', 'Иван Петров', { givenName: 'Иван', sn: 'Петров', userAccountControl: 514 })
  const gone = person('gone', 'Gone Ng', { userAccountControl: 514 })
  add(server, `CN=Nameless,${unit.people}`, account('nameless'))
  add(server, `CN=Contact,${unit.people}`, { objectClass: 'contact' })
  const group = (name: string, type: number, ...member: readonly string[]): string => {
    const dn = `CN=${name.replaceAll(',', '\\,')},${unit.groups}`
    add(server, dn, {
      objectClass: 'group',
      sAMAccountName: name.replaceAll(',', '_'),
      groupType: type,
      ...(member.length === 0 ? {} : { member }),
    })
    return dn
  }
  const inner = group('Sales, all', -2_147_483_646, ana, ivan, `CN=Contact,${unit.people}`)
  group('Outer', -2_147_483_640, inner, boss)
  group('News', 2, ana)
  expect(gone).not.toBe('')
  const acme = bench(unit)
  const adoption = await imported(acme, {}, more())
  expect(adoption.leftAlone.filter(({ name }) => name !== 'Contact').map(({ name, why }) => `${name}: ${why}`))
    .toMatchInlineSnapshot(`
    [
      "nameless: declared it would get another displayName; to leave it to the directory: mapping: { displayName: null }",
    ]
  `)
  expect(adoption.notes.map(({ about, message }) => `${about}: ${message}`)).toMatchInlineSnapshot(`
    [
      "ivan: disabled and still in groups: suspended keeps it in them",
      "sales-all: members that are not declared stay in it",
    ]
  `)
  expect(textOf(acme, 'users.yaml').replaceAll(/ad: [0-9a-f-]{36}/g, 'ad: ID')).toMatchInlineSnapshot(`
    "# yaml-language-server: $schema=../../schema/users.schema.json
    ana:
      name: { first: Ana, last: Li }
      displayName: 'Ana "the \\ clerk" Li + Co'
      email: ana@acme.example
      emails:
        - { address: a.li@acme.example }
      department: service-desk
      manager: eli
      phones: { work: "0045123" }
      employeeId: "0007"
      groups: [news, sales-all]
      ends: "2027-06-30"
      adopt: { ad: ID }
    eli:
      name: { first: Eli, last: Voss }
      displayName: "Voss, Eli"
      upn: eli@lab.example
      email: eli@acme.example
      groups: [outer]
      adopt: { ad: ID }
    gone:
      displayName: Gone Ng
      manager: eli
      state: disabled
      adopt: { ad: ID }
    ivan:
      name: { first: Иван, last: Петров }
      manager: eli
      groups: [sales-all]
      state: suspended
      adopt: { ad: ID }
    "
  `)
  expect(textOf(acme, 'groups.yaml').replaceAll(/ad: [0-9a-f-]{36}/g, 'ad: ID')).toMatchInlineSnapshot(`
    "# yaml-language-server: $schema=../../schema/groups.schema.json
    news:
      name: News
      kind: distribution
      adopt: { ad: ID }
    outer:
      name: Outer
      scope: universal
      members: { groups: [sales-all] }
      adopt: { ad: ID }
    sales-all:
      name: "Sales, all"
      members: { ownership: additive }
      adopt: { ad: ID }
    "
  `)
  expect(await planned(acme, more())).toEqual([])
  const files = filesIn(acme)
  expect((await imported(acme, {}, more())).files).toEqual([])
  expect(filesIn(acme)).toEqual(files)
})
