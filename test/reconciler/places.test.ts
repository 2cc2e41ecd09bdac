import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { Secret } from '../../src/model/secret.ts'
import { ldapProvider } from '../../src/providers/ldap/provider.ts'
import type { Dialect, Provider } from '../../src/providers/provider.ts'
import type { Run } from '../../src/reconciler/run.ts'
import { altered, readerLike } from '../providers/delegate.ts'
import { accounts, startSlapd } from '../servers/slapd.ts'
import type { Slapd } from '../servers/slapd.ts'
import { atRest, Bench, finding, person, told } from './bench.ts'

let server: Slapd
beforeAll(async () => {
  server = await startSlapd()
})
afterAll(() => server.stop())

let bench: Bench
let rooms = 0
let base: string
beforeEach(() => {
  bench = new Bench()
  base = `ou=places-${++rooms},${server.base}`
  const unit = (dn: string): string => `dn: ${dn}\nobjectClass: organizationalUnit\n\n`
  server.tool('ldapadd', [], [base, `ou=people,${base}`, `ou=groups,${base}`].map(unit).join(''))
  bench.providers = new Map([['ldap', namedByCn(ldapProvider())]])
})
afterEach(() => bench.close())

/** Entries are named by the display name: their reference follows it. */
function namedByCn(provider: Provider): Provider {
  const named = (dialect: Dialect): Dialect => ({
    ...dialect,
    referenceOf: (object) =>
      dialect.referenceOf?.(
        object.kind === 'group' ? object : { ...object, attributes: { ...object.attributes, ...object.naming } },
      ) ?? '',
  })
  return altered(provider, { reader: (reader) => readerLike(reader, { dialect: named(reader.dialect) }) })
}

const passwords: Readonly<Record<string, string>> = { READ: accounts.reader.password, WRITE: accounts.writer.password }
const run: Partial<Run> = {
  environment: (name) => (passwords[name] === undefined ? undefined : new Secret(passwords[name])),
}

function declare(users: object): void {
  bench.tenant('acme', {
    tenant: {
      name: 'Acme',
      directories: {
        hq: {
          provider: 'ldap',
          mode: 'authoritative',
          url: server.url,
          base,
          credentials: {
            read: { bindDn: accounts.reader.dn, password: { env: 'READ' } },
            write: { bindDn: accounts.writer.dn, password: { env: 'WRITE' } },
          },
          users: { base: 'ou=people', rdn: 'cn' },
          groups: { base: 'ou=groups' },
        },
      },
    },
    users,
    groups: {},
  })
}

const named = (id: string, displayName: string): object => person(id, { displayName, name: { first: 'A', last: 'Li' } })
const plan = (): ReturnType<Bench['plan']> => bench.plan(run)
const apply = async (): Promise<number> => (await bench.apply({ how: 'autoApprove' }, run)).exitCode

test('two people who would come to the same place are told of one another, and nobody is made', async () => {
  declare({ ana: named('ana', 'Ana Li'), anna: named('anna', 'ANA LI'), ben: named('ben', 'Ben Osei') })
  const made = await plan()
  expect(told(made.operations)).toEqual(['create user ana (blocked)', 'create user anna (blocked)', 'create user ben'])
  const [ana] = made.operations
  expect(ana?.blockedBy).toMatch(
    /^anna would come to the same place, cn=ana li,ou=people,.*; give one of them another name/,
  )
  expect(await apply()).toBe(5)
  expect(server.tool('ldapsearch', ['-LLL', '-b', base, '(cn=ana li)', 'dn'])).toBe('')
})

test('somebody new does not come to the place of somebody who is there; once that one has gone, they do', async () => {
  declare({ ana: named('ana', 'Ana Li') })
  expect(await apply()).toBe(0)
  declare({ ana: named('ana', 'Ana Li'), anna: named('anna', 'Ana Li') })
  expect((await plan()).operations[0]?.blockedBy).toContain('is taken by ana in hq')
  declare({ ana: named('ana', 'Ana Li (Sales)'), anna: named('anna', 'Ana Li') })
  const made = await plan()
  expect(made.operations.find(({ verb }) => verb === 'create')).toMatchObject({
    status: 'planned',
    needs: ['acme/hq/user/ana#rename'],
  })
  expect(await apply()).toBe(0)
  expect({ ...atRest, planned: told((await plan()).operations) }).toEqual(atRest)
})

test('somebody does not take the place of another by a new name', async () => {
  declare({ ana: named('ana', 'Ana Li'), ben: named('ben', 'Ben Osei') })
  expect(await apply()).toBe(0)
  declare({ ana: named('ana', 'Ana Li'), ben: named('ben', 'Ana Li') })
  const rename = (await plan()).operations.find(({ verb }) => verb === 'rename')
  expect(rename).toMatchObject({ status: 'blocked' })
  expect(rename?.blockedBy).toContain('is taken by ana in hq')
})

test('two who exchange their names are told to go through a third', async () => {
  declare({ ana: named('ana', 'Ana Li'), ben: named('ben', 'Ben Osei') })
  expect(await apply()).toBe(0)
  declare({ ana: named('ana', 'Ben Osei'), ben: named('ben', 'Ana Li') })
  expect(finding(await plan(), 'order-cycle')?.message).toContain('through a name that nobody has')
  expect(await apply()).toBe(5)
})

test('a name in other letters is the place of the same person', async () => {
  declare({ ana: named('ana', 'Ana Li'), ben: named('ben', 'Ben Osei') })
  expect(await apply()).toBe(0)
  declare({ ana: named('ana', 'ANA LI'), ben: named('ben', 'Ben Osei') })
  expect((await plan()).operations.filter(({ status }) => status !== 'planned')).toEqual([])
})
