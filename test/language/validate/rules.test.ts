import { expect, test } from 'vitest'
import { circles, inWords } from '../../../src/language/validate/cycles.ts'
import { fold, skeleton } from '../../../src/language/validate/fold.ts'
import { directoryOf } from '../../../src/language/validate/home.ts'
import { overlapDiagnostics, overlaps } from '../../../src/language/validate/overlap.ts'
import { listWorkspace } from '../../../src/language/load/workspace.ts'
import { acme, told, workspace } from './workspace.ts'

const slugs = (files: Parameters<typeof told>[0]) => told(files).map(({ slug }) => slug)

test('SEC-22 names are compared on NFKC and case folding', () => {
  expect(fold('Ana')).toBe(fold('ANA'))
  expect(fold('Straße')).toBe(fold('STRASSE'))
  expect(fold('ﬁn')).toBe(fold('fin'))
  expect(fold('ΣΑΣ')).toBe(fold('σας'))
  expect(fold('Zoë')).not.toBe(fold('Zoe'))
})

test('SEC-22 look-alikes of Cyrillic and Greek have the skeleton of the Latin word', () => {
  expect(skeleton('раураl')).toBe('paypal')
  expect(skeleton('Аnа')).toBe('ana')
  expect(skeleton('οscar')).toBe('oscar')
})

test.for(['Zoë', 'Łukasz', 'Søren', 'José', 'Αθήνα', 'Иван', '王小明', 'محمد', 'Müller', 'O’Brien'])(
  'SEC-22 the ordinary name %s is fine',
  (name) => {
    expect(
      slugs(
        acme({
          'users.yaml': `a: { name: { first: "${name}" } }\nb: { name: { first: Ivan }, username: "${name}" }\n`,
        }),
      ),
    ).toEqual([])
  },
)

test('names of somebody who is absent are free for others', () => {
  const people = (state: string) =>
    `a: { name: { first: A }, username: ana, email: ana@acme.example, state: ${state} }\nb: { name: { first: B }, username: ana, email: ana@acme.example }\n`
  expect(slugs(acme({ 'users.yaml': people('absent') }))).toEqual([])
  expect(slugs(acme({ 'users.yaml': people('disabled') }))).toEqual(['duplicate-username', 'duplicate-email'])
})

test('one group name may be used in two directories', () => {
  const directories =
    'directories:\n  a: { provider: local, mode: additive }\n  b: { provider: local, mode: additive }\n'
  const groups = 'x: { directory: a, name: VPN }\ny: { directory: b, name: VPN }\n'
  expect(slugs(acme({ 'tenant.yaml': `name: Acme\n${directories}`, 'groups.yaml': groups }))).toEqual([])
})

test('somebody absent needs no name, a guest may have any address', () => {
  const tenant = 'name: Acme\ndomains: [acme.example]\n'
  const people =
    'a: { state: absent }\nb: { displayName: Kiosk }\nc: { name: { first: C }, guest: true, email: c@other.example }\n'
  expect(slugs(acme({ 'tenant.yaml': tenant, 'users.yaml': people }))).toEqual([])
})

test('a persona is any word, until the tenant declares some', () => {
  const users = { 'users.yaml': 'a: { name: { first: A }, persona: clerk }\n' }
  expect(slugs(acme(users))).toEqual([])
})

test('a group lives in the only directory, or in the only one that is written to', () => {
  const local = { provider: 'local' } as const
  expect(directoryOf({}, { directories: { a: local } })).toBe('a')
  expect(directoryOf({}, { directories: { a: local, b: { ...local, mode: 'additive' } } })).toBe('b')
  expect(
    directoryOf({}, { directories: { a: { ...local, mode: 'authoritative' }, b: { ...local, mode: 'additive' } } }),
  ).toBeUndefined()
  expect(directoryOf({ directory: 'a' }, { directories: {} })).toBe('a')
  expect(directoryOf({}, {})).toBeUndefined()
})

test('every circle is found once, chains longer than the stack of calls too', () => {
  expect(
    circles(
      new Map([
        ['a', ['b']],
        ['b', ['c']],
        ['c', ['b', 'd']],
        ['e', ['a']],
      ]),
    ),
  ).toEqual([['b', 'c']])
  expect(circles(new Map([['a', ['a']]]))).toEqual([['a']])
  expect(
    circles(
      new Map([
        ['a', ['b', 'c']],
        ['b', ['d']],
        ['c', ['d']],
      ]),
    ),
  ).toEqual([])
  const length = 200_000
  const chain = new Map(Array.from({ length }, (_, n) => [`n${n}`, [`n${(n + 1) % length}`]]))
  const [circle = []] = circles(chain)
  expect(circle).toHaveLength(length)
  expect(inWords(circle)).toMatch(/^`n0` → .* → … → .* → `n0`$/)
})

test('ATR-02 directories whose territories lie in one another overlap, whatever stands between them', () => {
  const at = (tenant: string, directory: string, territory: string) => ({ tenant, directory, territory })
  const acmeAll = at('acme', 'hq', 'ldap.example/dc=x/')
  const acmePeople = at('acme', 'hq', 'ldap.example/dc=x/ou=people/')
  const beePeople = at('bee', 'hq', 'ldap.example/dc=x/ou=people/ou=bee/')
  const neighbour = at('cid', 'hq', 'ldap.example/dc=xy/')
  expect(overlaps([beePeople, neighbour, acmePeople, acmeAll])).toEqual([{ outer: acmeAll, inner: beePeople }])
  expect(overlaps([acmeAll, acmePeople, neighbour])).toEqual([])
  expect(overlaps([at('a', 'x', 's/t/'), at('b', 'y', 's/t/')])).toHaveLength(1)
})

test('an overlap is told at both directories', () => {
  const root = workspace({
    'tenants/acme/tenant.yaml': 'name: Acme\ndirectories:\n  hq: { provider: local, file: x.json }\n',
    'tenants/bee/tenant.yaml': 'name: Bee\ndirectories: { try: { provider: local, file: x.json } }\n',
  })
  const territories = [
    { tenant: 'acme', directory: 'hq', territory: 'file/x/' },
    { tenant: 'bee', directory: 'try', territory: 'file/x/' },
  ]
  const found = overlapDiagnostics(listWorkspace(root), territories)
  expect(found).toMatchObject([
    { slug: 'directories-overlap', tenant: 'bee', file: 'tenants/bee/tenant.yaml', line: 2, column: 16 },
    { slug: 'directories-overlap', tenant: 'acme', file: 'tenants/acme/tenant.yaml', line: 3, column: 3 },
  ])
})
