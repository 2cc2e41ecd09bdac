import { expect, test } from 'vitest'
import { acme } from '../validate/workspace.ts'
import { desiredOf, person, tenantFile } from './tenant.ts'

/** Who is to have which licence, and why; with `rests` those who get none now. */
function licencesOf(users: string, template = 'desk: { licences: [office] }', directories = ''): readonly string[] {
  const { licences } = desiredOf(
    acme({
      'tenant.yaml': tenantFile(
        'licences: { office: { directory: hq, sku: SPE_E3 }, draw: { directory: hq, sku: VISIO } }\ndefaults: { personas: { clerk: { template: desk } } }',
      ).replace('directories: { hq', `directories: { ${directories}hq`),
      'templates.yaml': `${template}\n`,
      'users.yaml': users,
    }),
  )
  return [...licences.values()].flatMap(({ id, sku, holders, resting, takenOut }) => [
    ...[...holders].map(([user, { route, source, onCreate }]) =>
      [id, sku, user, route, ...source.via, ...(onCreate ? ['once'] : [])].join(' '),
    ),
    ...[...resting.keys()].map((user) => `${id} ${user} rests`),
    ...[...takenOut].map((user) => `${id} ${user} refused`),
  ])
}

test('ATR-15 licences are those of the person and of their template, whatever brings the template; a line says it better', () => {
  expect(licencesOf(person('ana-li', 'licences: [draw], persona: clerk'))).toEqual([
    'office SPE_E3 ana-li template template:desk once',
    'draw VISIO ana-li own',
  ])
  expect(licencesOf(person('ana-li', 'template: desk, licences: [office]'))).toEqual(['office SPE_E3 ana-li own'])
  expect(licencesOf(person('ana-li', 'template: desk'), 'desk: { applies: continuous, licences: [draw] }')).toEqual([
    'draw VISIO ana-li template template:desk',
  ])
})

test('`without` takes one out, an empty list all of them', () => {
  const both = 'desk: { licences: [office, draw] }'
  expect(licencesOf(person('ana-li', 'template: desk, without: { licences: [office] }'), both)).toEqual([
    'office ana-li refused',
    'draw VISIO ana-li template template:desk once',
  ])
  expect(licencesOf(person('ana-li', 'template: desk, licences: []'), both)).toEqual([
    'office ana-li refused',
    'draw ana-li refused',
  ])
})

test('only who is active gets a licence, and only with an account where it is lent', () => {
  expect(
    licencesOf(
      [
        person('ana-li', 'licences: [office], state: suspended'),
        person('ben-osei', 'licences: [office], starts: 2027-01-01'),
        person('eva-lo', 'licences: [office], state: disabled'),
        person('tom-berg', 'licences: [office], ends: 2026-11-01'),
        person('zoe-ek', 'template: desk, directories: [lab]'),
      ].join(''),
      undefined,
      'lab: { provider: local, file: lab.json }, ',
    ),
  ).toEqual(['office ana-li rests', 'office ben-osei rests'])
})

test('licences are no attributes of an account', () => {
  const { people } = desiredOf(
    acme({
      'tenant.yaml': tenantFile('licences: { office: { directory: hq, sku: SPE_E3 } }'),
      'users.yaml': person('ana-li', 'licences: [office]'),
    }),
  )
  expect(Object.keys(people.get('ana-li')?.values ?? {})).not.toContain('licences')
})
