import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLdapProxy } from '../servers/ldap-proxy.ts'
import type { LdapProxy } from '../servers/ldap-proxy.ts'
import { accounts, startSlapd } from '../servers/slapd.ts'
import type { Slapd } from '../servers/slapd.ts'
import { documentOf, ends, settle } from './cast.ts'
import { ldapSetting } from './ldap-setting.ts'
import { hidingSome } from '../providers/local/hiding.ts'
import { localSetting, misbehave } from './local-setting.ts'
import type { Stage } from './stage.ts'
import { openStage } from './stage.ts'

let server: Slapd
let proxy: LdapProxy
const stages: Stage[] = []

beforeAll(async () => {
  server = await startSlapd()
  proxy = await startLdapProxy(server)
})
afterAll(async () => {
  for (const stage of stages) stage.close()
  await proxy.stop()
  await server.stop()
})

const people = Array.from({ length: 20 }, (_, i) => `p${String(i).padStart(2, '0')}`)
const usersOf = (ids: readonly string[]): string =>
  ids.map((id) => `${id}: { name: { first: Pat, last: ${id} }, username: ${id} }\n`).join('')
const groups =
  'staff: { name: Staff, members: { select: { all: true } } }\nfew: { name: Few, members: { users: [p01, p02] } }\n'

/** A directory of 20 people, and a workspace that takes one away, adds one and changes another: there is enough to do wrong. */
async function begun(stage: Stage): Promise<Stage> {
  stages.push(stage)
  stage.declare({ users: usersOf(people), groups })
  await settle(stage)
  stage.declare({ users: `${usersOf(people.slice(0, -1))}zed: { name: { first: Zed, last: New } }\n` })
  return stage
}

/** While the reading is bad nothing is planned, and an apply touches nothing; afterwards all is as it was. */
async function nothingIsConcluded(stage: Stage, heal: () => Promise<void> | void, words: RegExp): Promise<void> {
  const before = stage.setting.picture()
  const plan = await ends(4, stage, 'plan')
  expect(plan.stdout).toContain('acme: UNREADABLE')
  expect(plan.stdout).toMatch(words)
  expect(documentOf(await ends(4, stage, 'plan', '--json')).operations).toEqual([])
  expect((await ends(4, stage, 'apply', '--auto-approve')).stdout).toContain('nothing was written')
  // A drift is no plan: it may say that somebody is deleted or hidden, and asks for nothing.
  const drift = await stage.roster('drift')
  if (drift.code === 2) expect(drift.stdout).toContain('was deleted, or is hidden from the reading account')
  else expect(drift.code, drift.stdout).toBe(4)
  await heal()
  expect(stage.setting.picture()).toEqual(before)
  const { operations } = documentOf(await ends(0, stage, 'plan', '--json'))
  expect(operations.map(({ id }) => id)).toEqual([
    'acme/hq/membership/staff/p19#revoke',
    'acme/hq/membership/staff/zed#grant',
    'acme/hq/user/p19#disable',
    'acme/hq/user/zed#create',
  ])
}

const faults: readonly (readonly [string, object, RegExp])[] = [
  ['a page cut short', { pageSize: 8, cut: { kind: 'user', page: 2 } }, /complete|broke|page/],
  ['a page of groups cut short', { pageSize: 1, cut: { kind: 'group', page: 2 } }, /complete|broke|page/],
  ['an empty list', { empty: true }, /population|not returned/],
]
for (const [what, fault, words] of faults) {
  test(`REL-01 REL-02 ${what} is no absence (local)`, async () => {
    const stage = await begun(openStage(localSetting))
    misbehave(stage.folder, fault)
    await nothingIsConcluded(stage, () => misbehave(stage.folder, undefined), words)
  })
}

test.each([
  ['one', 0],
  ['a fifth', 20],
])('REL-01 REL-02 a right that hides %s is no absence (local)', async (_, atLeast) => {
  const stage = await begun(openStage(localSetting))
  misbehave(stage.folder, hidingSome(Object.values(stage.setting.ids()), atLeast))
  await nothingIsConcluded(stage, () => misbehave(stage.folder, undefined), /population|not returned/)
})

/** Puts lines before the access rules of the server; gives how to take them out again. */
async function configure(change: (text: string) => string): Promise<() => Promise<void>> {
  const file = join(server.folder, 'slapd.conf')
  const before = readFileSync(file, 'utf8')
  writeFileSync(file, change(before))
  await server.restart()
  return async () => {
    writeFileSync(file, before)
    await server.restart()
  }
}

const hidden = (what: string) => (text: string) =>
  text.replace(
    'access to attrs=userPassword',
    `access to ${what} by dn.exact="${accounts.reader.dn}" none by * break\naccess to attrs=userPassword`,
  )

const rights: readonly (readonly [string, (base: string) => string, RegExp])[] = [
  ['a right that hides a fifth', (base) => `dn.regex="^uid=p1[0-3],ou=people,${base}$"`, /population|not returned/],
  ['a right that hides one', (base) => `dn.exact="uid=p07,ou=people,${base}"`, /not returned/],
  ['a right that hides a group', (base) => `dn.exact="cn=Few,ou=groups,${base}"`, /not returned/],
  ['a right that hides all people', (base) => `dn.children="ou=people,${base}"`, /population|not returned/],
  ['a right that hides the container of people', (base) => `dn.subtree="ou=people,${base}"`, /people/],
]
for (const [what, where, words] of rights) {
  test(`REL-01 REL-02 ${what} is no absence (ldap)`, async () => {
    const stage = await begun(openStage(() => ldapSetting(server)))
    const heal = await configure(hidden(where(baseOf(stage))))
    await nothingIsConcluded(stage, heal, words)
  })
}

test('REL-01 a size limit of the server is no absence (ldap)', async () => {
  const stage = await begun(openStage(() => ldapSetting(server)))
  const heal = await configure((text) =>
    text.replace(
      /^limits .*$/m,
      `limits dn.exact="${accounts.reader.dn}" size.soft=10 size.hard=10 size.prtotal=hard time=unlimited`,
    ),
  )
  await nothingIsConcluded(stage, heal, /limit/)
})

test('REL-01 a base that is gone is no absence (ldap)', async () => {
  const stage = await begun(openStage(() => ldapSetting(server)))
  const base = baseOf(stage)
  const rename = (from: string, to: string): void =>
    server.modify(`dn: ou=${from},${base}\nchangetype: modrdn\nnewrdn: ou=${to}\ndeleteoldrdn: 1\n`)
  const before = stage.setting.picture()
  rename('people', 'persons')
  const plan = await ends(4, stage, 'plan')
  expect(plan.stdout).toContain('ou=people')
  await ends(4, stage, 'apply', '--auto-approve')
  await ends(4, stage, 'drift')
  rename('persons', 'people')
  expect(stage.setting.picture()).toEqual(before)
})

test('REL-01 a connection that is cut in the middle of a listing is no absence (ldap)', async () => {
  const stage = await begun(openStage(() => ldapSetting(server), { port: proxy.port }))
  let entries = 0
  proxy.misbehave({
    answer: ({ tag }) => {
      if (tag === 0x64) entries += 1
      return tag === 0x64 && entries % 15 === 0 ? 'cut' : 'pass'
    },
  })
  await nothingIsConcluded(stage, () => proxy.misbehave({}), /connection|closed|lost/)
})

test('REL-01 an answer that leaves out entries is found by the recorded ids (ldap)', async () => {
  const stage = await begun(openStage(() => ldapSetting(server), { port: proxy.port }))
  proxy.misbehave({
    answer: ({ tag, bytes }) => (tag === 0x64 && bytes.includes('cn=Few,') ? 'drop' : 'pass'),
  })
  await nothingIsConcluded(stage, () => proxy.misbehave({}), /not returned/)
})

test('SEC-16 another server at the same address is refused (ldap)', async () => {
  const stage = await begun(openStage(() => ldapSetting(server)))
  const other = await startSlapd()
  try {
    const base = baseOf(stage)
    const unit = (dn: string): string => `dn: ${dn}\nchangetype: add\nobjectClass: organizationalUnit\n\n`
    other.modify([base, `ou=people,${base}`, `ou=leavers,${base}`, `ou=groups,${base}`].map(unit).join(''))
    stage.tenant({ port: other.port })
    const plan = await ends(4, stage, 'plan')
    expect(plan.stdout).toContain('is not the directory it was')
    await ends(4, stage, 'apply', '--auto-approve')
    expect(other.search('(objectClass=inetOrgPerson)', 'uid')).not.toContain('uid=')
  } finally {
    await other.stop()
  }
})

function baseOf(stage: Stage): string {
  return stage.behind.place().replace(/^ou=people,/, '')
}
