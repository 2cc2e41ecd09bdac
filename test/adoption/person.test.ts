import { expect, test } from 'vitest'
import { Claims } from '../../src/adoption/claims.ts'
import { describePerson } from '../../src/adoption/person.ts'
import type { Workplace } from '../../src/adoption/workplace.ts'
import type { DescribedUser } from '../../src/providers/provider.ts'

const source = { file: '', line: 1 }
const none = new Map<string, never>()
const place: Workplace = {
  documents: {
    id: 'acme',
    roster: { ...source, spec: { version: 1 } },
    tenant: { ...source, spec: { name: 'Acme', domains: ['acme.example'] } },
    users: none,
    groups: none,
    departments: none,
    templates: none,
    roles: none,
    entities: none,
    accessGroups: none,
    actions: none,
    tests: none,
    platforms: { ids: [], get: () => undefined },
    policies: [],
    acknowledgements: none,
    leaves: none,
  },
  directory: 'ad',
  zone: 'America/New_York',
  today: '2026-12-01',
}

function described(more: Partial<DescribedUser>): ReturnType<typeof describePerson> {
  const values = { 'name.first': 'Ana', displayName: 'Ana', ...more.values }
  return describePerson({
    id: 'ana',
    described: { username: 'ana', state: 'active', ...more, values },
    place,
    claims: new Claims(),
  })
}

const base = { name: { first: 'Ana' }, displayName: 'Ana', username: 'ana' }

test.each([
  ['2027-07-01T04:00:00Z', { ...base, ends: '2027-06-30' }, []],
  ['2027-01-01T05:00:00.000Z', { ...base, ends: '2026-12-31' }, []],
  [
    '2027-07-01T12:00:00Z',
    base,
    [
      'ends stays as it is: the account expires at 2027-07-01T12:00:00Z, which is not the end of a day in America/New_York',
    ],
  ],
  ['2026-12-01T05:00:00Z', base, ['ends stays as it is: the account expired on 2026-11-30 and was not disabled']],
])('an account that expires at %s', (expiresAt, entry, notes) => {
  expect(described({ expiresAt })).toEqual({ entry, notes })
})

test('an account that expired and is disabled has no end to be declared', () => {
  expect(described({ expiresAt: '2026-12-01T05:00:00Z', state: 'disabled' })).toEqual({ entry: base, notes: [] })
})

test('values that the language does not take stay with the directory, and are told', () => {
  const told = described({
    values: {
      email: 'ana@elsewhere.example',
      'address.country': 'Netherlands',
      title: ['A', 'B'],
      'posix.uidNumber': '10001',
      location: 'x\u202ey',
      'address.street': 'One\r\nTwo',
    },
  })
  expect(told).toEqual({
    entry: {
      ...base,
      email: 'ana@elsewhere.example',
      guest: true,
      posix: { uidNumber: 10001 },
      address: { street: 'One\r\nTwo' },
    },
    notes: [
      'title stays as it is: it has 2 values, and one can be declared',
      'location stays as it is: it holds a character that changes the direction of text (U+202E)',
      'address.country stays as it is: the language does not take its value',
    ],
  })
})

test('somebody whose names cannot be written is refused', () => {
  expect(described({ username: 'a/b' })).toEqual({ refused: 'its username cannot be declared: "a/b"' })
  expect(described({ username: 'a\u0000b' })).toEqual({
    refused: 'its username cannot be declared: it holds a control character (U+0000)',
  })
  expect(described({ values: { displayName: ['A', 'B'] } })).toEqual({
    refused: 'its displayName has 2 values, and one can be declared',
  })
})
