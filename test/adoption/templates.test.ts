import { expect, test } from 'vitest'
import { tenantOf } from '../reconciler/bench.ts'
import { addPerson, benchOf, filesIn, imported, importedSheet, planned, textOf } from './importing.ts'

test('UX-01 templates are proposed from what people share, and the next plan changes nothing', async () => {
  const bench = benchOf(tenantOf())
  const live = bench.live()
  const desk = { department: 'desk', 'department.name': 'Service desk', location: 'Amsterdam' }
  for (let number = 1; number <= 20; number += 1) {
    const title = number <= 6 ? 'Engineer' : 'Agent'
    addPerson(live, `p${number}.x`, { ...desk, title, ...(number === 20 ? { location: 'Utrecht' } : {}) })
  }
  const everybody = live.users().map(({ username = '' }) => username)
  live.addGroup('Desk', everybody.slice(1))
  live.addGroup('Servers', everybody.slice(0, 6))
  live.addGroup('Printers', everybody.slice(0, 3))
  const adoption = await imported(bench, { templates: true })
  expect(adoption.declared.templates).toEqual(['desk', 'desk-engineer'])
  expect(textOf(bench, 'templates.yaml')).toMatchInlineSnapshot(`
    "# yaml-language-server: $schema=../../schema/templates.schema.json
    desk:
      applies: continuous
      attributes: { title: Agent, location: Amsterdam }
      groups: [desk]
    desk-engineer:
      applies: continuous
      attributes: { title: Engineer, location: Amsterdam }
      groups: [desk, servers]
    "
  `)
  const users = textOf(bench, 'users.yaml')
  expect(users.slice(users.indexOf('p1.x'), users.indexOf('p11.x'))).toMatchInlineSnapshot(`
    "p1.x:
      name: { first: P1, last: X }
      department: desk
      template: desk-engineer
      groups: [printers]
      without: { groups: [desk] }
      adopt: { hq: id-p1.x }
    p10.x:
      name: { first: P10, last: X }
      department: desk
      template: desk
      adopt: { hq: id-p10.x }
    "
  `)
  expect(users.slice(users.indexOf('p20.x'), users.indexOf('p3.x'))).toMatchInlineSnapshot(`
    "p20.x:
      name: { first: P20, last: X }
      department: desk
      location: Utrecht
      template: desk
      adopt: { hq: id-p20.x }
    "
  `)
  expect(await planned(bench)).toEqual([])
  const before = filesIn(bench)
  expect((await imported(bench, { templates: true })).files).toEqual([])
  expect((await bench.apply()).exitCode).toBe(0)
  expect(await planned(bench)).toEqual([])
  expect(filesIn(bench)).toEqual(before)
})

test('four people, or four of five with a group, make no template', async () => {
  const bench = benchOf(tenantOf())
  const live = bench.live()
  for (let number = 1; number <= 9; number += 1) {
    const department = number <= 4 ? 'small' : 'large'
    addPerson(live, `p${number}.x`, { department, 'department.name': department })
  }
  live.addGroup('Small', ['p1.x', 'p2.x', 'p3.x', 'p4.x'])
  live.addGroup('Large', ['p5.x', 'p6.x', 'p7.x', 'p8.x'])
  const adoption = await imported(bench, { templates: true })
  expect(adoption.declared.templates).toEqual([])
  expect(await planned(bench)).toEqual([])
})

test('templates of a sheet are the same in every order of its rows', async () => {
  const rows = Array.from({ length: 12 }, (_, index) => `Ana,N${index},Desk,${index < 6 ? 'Lead' : 'Agent'},"Desk;VPN"`)
  const texts = await Promise.all(
    [rows, rows.toReversed()].map(async (each) => {
      const bench = benchOf(tenantOf())
      const sheet = ['first name,last name,department,title,groups', ...each].join('\n')
      const adoption = await importedSheet(bench, sheet, { createGroups: true, templates: true })
      expect(adoption.declared.templates).toEqual(['desk'])
      return textOf(bench, 'templates.yaml')
    }),
  )
  expect(texts[0]).toBe(texts[1])
})
