import { expect, test } from 'vitest'
import { inkOf } from '../../src/report/ink.ts'
import type { Adoption } from '../../src/adoption/result.ts'
import { paintAdoption } from '../../src/report/adoption.ts'
import { tenantOf } from '../reconciler/bench.ts'
import { addPerson, benchOf, imported, importedSheet } from './importing.ts'

function told(adoption: Adoption): string {
  return paintAdoption(adoption, { ink: inkOf(false), everything: false })
}

test('UX-01 what was declared before and is not there is told, and so is everything that stays', async () => {
  const bench = benchOf(tenantOf({ mode: 'additive' }))
  bench.tenant('acme', {
    users: { 'uma-sample': { name: { first: 'Uma', last: 'Sample' } } },
    groups: { everybody: { name: 'Everybody', members: { users: ['uma-sample'] } } },
  })
  const live = bench.live()
  addPerson(live, 'ana.li', {}, { references: { manager: 'id-zed' } })
  addPerson(live, 'ben.osei', {}, { references: { manager: 'id-zed' } })
  for (let number = 0; number < 3; number += 1)
    addPerson(live, `p${number}.x`, {}, { container: `people/site ${number}` })
  live.addUser('zed', { notManageable: 'protected' })
  live.addGroup('Staff', ['ana.li', 'zed'])
  const adoption = await imported(bench)
  expect(adoption.missing).toEqual({ users: ['uma-sample'], groups: ['everybody'] })
  expect(told(adoption)).toMatchInlineSnapshot(`
    "acme from directory hq: 6 people, 1 group found
      + 2 people to be managed: ana.li, ben.osei
      + 1 group to be managed: staff
      · 1 person left alone, protected: zed (id-zed)
      · 3 people left alone, declared it would be moved to people; to leave users where they lie: users: { placement: keep } in tenant.yaml: p0.x (id-p0.x), p1.x (id-p1.x), p2.x (id-p2.x)
      · 4 people left alone in all
      ~ ana.li (id-zed), ben.osei (id-zed): manager stays as it is: whoever it names is not declared
      ~ staff (1 member): members that are not declared stay in it
      ! 1 person and 1 group declared before are not in directory hq, and the next plan would create what is missing: uma-sample, everybody. If they are samples, take them out of the files.

    ~ tenants/acme/groups.yaml
    ~ tenants/acme/users.yaml

    2 files written. Look at the changes, then: roster plan --tenant acme
    "
  `)
})

test('UX-02 people whom a group that was declared before would take in are left alone, all for one reason', async () => {
  const bench = benchOf(tenantOf())
  bench.tenant('acme', { groups: { everybody: { name: 'Everybody', members: { select: { all: true } } } } })
  const live = bench.live()
  for (const name of ['ana.li', 'ben.osei', 'eva.lo']) addPerson(live, name)
  const adoption = await imported(bench)
  expect([...new Set(adoption.leftAlone.map(({ why }) => why))]).toMatchInlineSnapshot(`
    [
      "declared they would join the group everybody, which takes in whoever it selects; see groups.yaml",
    ]
  `)
  expect(adoption.declared.users).toEqual([])
})

test('UX-09 a mistake of many rows is told once, with all of them; parts of a list stand in one line', async () => {
  const bench = benchOf(tenantOf())
  const people = Array.from({ length: 900 }, (_, at) => `p${at},P,${at},${at < 6 || at === 800 ? 'Ghosts' : ''}`)
  const sheet = (lines: readonly string[]): string => ['username,first name,last name,groups', ...lines].join('\n')
  const bad = await importedSheet(bench, sheet([...people, 'one,two', 'q,,,']))
  expect(told(bad)).toMatchInlineSnapshot(`
    "acme from people.csv: 902 people, 1 group found

    rows 2 to 7, 802  error  There is no group "Ghosts". --create-groups declares new ones.
    row 902  error  This row has 2 cells, the first row has 4. Put quotes around a text that holds the separator, and write empty cells too.
    row 903  error  There is no name. Fill in first name and last name, or display name.

    Nothing was written: 9 mistakes in the sheet. Correct all and import again.
    "
  `)
  const good = await importedSheet(bench, sheet(people), { createGroups: true })
  expect(told(good)).toMatchInlineSnapshot(`
    "acme from people.csv: 900 people, 1 group found
      + 900 people to be managed: p0, p1, p10, p100, p101 and 895 more
      + 1 group to be managed: ghosts

    + tenants/acme/groups.yaml
    + tenants/acme/users.001.yaml to users.009.yaml (9 files)

    10 files written. Look at the changes, then: roster plan --tenant acme
    "
  `)
})

test('UX-09 columns that are not known: the nearest by any of its names, and all of them once', async () => {
  const bench = benchOf(tenantOf())
  const { problems } = await importedSheet(bench, 'First name,Surnme,Shoe size,Blood group\nAna,Li,43,A\n')
  expect(problems).toMatchInlineSnapshot(`
    [
      {
        "message": "There is no column "Surnme". Did you mean last name? Else delete the column.",
        "row": 1,
      },
      {
        "message": "There are no columns "Shoe size", "Blood group". Delete them. The columns are id, username, upn, first name, last name, display name, email, title, department, manager, employee id, groups, template, starts, ends, state, guest, location, work phone, mobile phone, home phone, fax, pager, street, postal code, city, region, country, language, timezone.",
        "row": 1,
      },
    ]
  `)
})
