import { expect, test } from 'vitest'
import { tenantOf } from '../reconciler/bench.ts'
import { addPerson, benchOf, filesIn, imported, planned, textOf } from './importing.ts'

test('UX-01 a directory is declared so that the next plan changes nothing', async () => {
  const bench = benchOf(tenantOf())
  const live = bench.live()
  addPerson(live, 'ana.li', { email: 'ana.li@acme.example', title: 'Clerk', 'phones.work': '0045123' })
  addPerson(live, 'ben.osei', {}, { references: { manager: 'id-ana.li' } })
  addPerson(live, 'eva.lo', {}, { state: 'disabled' })
  live.addGroup('VPN users', ['ana.li', 'ben.osei'])
  live.addGroup('Staff', ['ana.li', 'eva.lo'])
  live.put({ id: 'id-Staff', add: ['id-VPN users'] })
  const adoption = await imported(bench)
  expect(adoption.leftAlone).toEqual([])
  expect(await planned(bench)).toEqual([])
  expect(filesIn(bench)).toMatchInlineSnapshot(`
    {
      "groups.yaml": "# yaml-language-server: $schema=../../schema/groups.schema.json
    staff:
      name: Staff
      members: { groups: [vpn-users] }
      adopt: { hq: id-Staff }
    vpn-users:
      name: VPN users
      adopt: { hq: id-VPN users }
    ",
      "tenant.yaml": "name: Acme
    directories:
      hq:
        provider: local
        mode: authoritative
    ",
      "users.yaml": "# yaml-language-server: $schema=../../schema/users.schema.json
    ana.li:
      name: { first: Ana, last: Li }
      email: ana.li@acme.example
      title: Clerk
      phones: { work: "0045123" }
      groups: [staff, vpn-users]
      adopt: { hq: id-ana.li }
    ben.osei:
      name: { first: Ben, last: Osei }
      manager: ana.li
      groups: [vpn-users]
      adopt: { hq: id-ben.osei }
    eva.lo:
      name: { first: Eva, last: Lo }
      groups: [staff]
      state: suspended
      adopt: { hq: id-eva.lo }
    ",
    }
  `)
  const before = filesIn(bench)
  expect((await imported(bench)).files).toEqual([])
  expect(filesIn(bench)).toEqual(before)
  expect(textOf(bench, 'users.yaml')).toContain('"0045123"')
})
