import { expect, test } from 'vitest'
import { acme } from '../validate/workspace.ts'
import { desiredOf, person, tenantFile } from './tenant.ts'

function membersOf(user: string, template = 'desk: { applications: [crm], groups: [tools] }'): readonly string[] {
  const { groups } = desiredOf(
    acme({
      'tenant.yaml': tenantFile('applications: { crm: { group: crm-users }, wiki: { group: wiki-users } }'),
      'groups.yaml': 'crm-users: {}\nwiki-users: {}\ntools: {}\n',
      'templates.yaml': `${template}\n`,
      'users.yaml': person('ana-li', user),
    }),
  )
  return [...groups.values()].flatMap(({ id, members, takenOut }) => {
    const member = members.get('ana-li')
    const out = takenOut.has('ana-li') ? [`${id} refused`] : []
    return member === undefined ? out : [...out, `${id} ${member.route} ${member.source.via.join()} ${member.onCreate}`]
  })
}

test('ATR-15 applications are groups: those of a person and of their template, and what the person refuses', () => {
  const template = 'wiki-users application application:wiki false'
  expect(membersOf('applications: [wiki]')).toEqual([template])
  expect(membersOf('template: desk, applications: [wiki]')).toEqual([
    'crm-users application template:desk,application:crm true',
    template,
    'tools template template:desk true',
  ])
  expect(membersOf('template: desk', 'desk: { applies: continuous, applications: [crm] }')).toEqual([
    'crm-users application template:desk,application:crm false',
  ])
  expect(membersOf('template: desk, without: { applications: [crm] }')).toEqual([
    'crm-users refused',
    'tools template template:desk true',
  ])
  expect(membersOf('template: desk, applications: []')).toEqual([
    'crm-users refused',
    'wiki-users refused',
    'tools template template:desk true',
  ])
  // Listed as a group, it is there by that line, whatever an application would do.
  expect(membersOf('groups: [crm-users], template: desk')).toEqual([
    'crm-users own  false',
    'tools template template:desk true',
  ])
})

test('ATR-07 what a template gives each of its people is known, less what they refuse, and what becomes of more than that', () => {
  const { conformance } = desiredOf(
    acme({
      'tenant.yaml': tenantFile(''),
      'groups.yaml': 'tools: {}\nvpn: {}\n',
      'templates.yaml': 'desk: { groups: [tools, vpn] }\nlab: { conformance: enforce, groups: [tools] }\n',
      'users.yaml': [
        person('ana-li', 'template: desk'),
        person('ben-osei', 'template: desk, without: { groups: [vpn] }'),
        person('cid-ray', 'template: lab'),
        person('dan-roe', 'template: desk, groups: []'),
        person('eva-lo'),
      ].join(''),
    }),
  )
  expect([...conformance].map(([id, { template, effect, groups }]) => [id, template, effect, [...groups]])).toEqual([
    ['ana-li', 'desk', 'report', ['tools', 'vpn']],
    ['ben-osei', 'desk', 'report', ['tools']],
    ['cid-ray', 'lab', 'enforce', ['tools']],
    ['dan-roe', 'desk', 'report', []],
  ])
})
