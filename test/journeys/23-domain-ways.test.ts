import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readLdif } from '../servers/ldif.ts'
import type { LdifEntry } from '../servers/ldif.ts'
import { cast, documentOf, ends, planned, settle } from './cast.ts'
import { openDomain } from './domain.ts'
import type { Domain } from './domain.ts'
import type { Stage } from './stage.ts'

let domain: Domain
beforeAll(async () => {
  domain = await openDomain()
})
afterAll(async () => domain.close())

const baseOf = (stage: Stage): string => stage.behind.place().replace(/^ou=people,/, '')

function find(filter: string): LdifEntry {
  const [found] = readLdif(domain.server.search(filter))
  if (found === undefined) throw new Error(`nothing is found by ${filter}`)
  return found
}
const account = (username: string): LdifEntry => find(`(sAMAccountName=${username})`)

function change({ dn }: LdifEntry, ...lines: readonly string[]): void {
  domain.server.modify(`dn: ${dn}\nchangetype: modify\n${lines.join('\n')}\n`)
}
function add(dn: string, objectClass: string, ...lines: readonly string[]): void {
  domain.server.modify(`dn: ${dn}\nchangetype: add\nobjectClass: ${objectClass}\n${lines.join('\n')}\n`)
}

/** tenant.yaml, with other words in it. */
function reword(stage: Stage, from: string | RegExp, to: string): void {
  const path = 'tenants/acme/tenant.yaml'
  const text = readFileSync(join(stage.folder, path), 'utf8')
  const changed = text.replace(from, to)
  expect(changed, `${String(from)} is not in it`).not.toBe(text)
  stage.write(path, changed)
}

async function begun(): Promise<Stage> {
  const stage = domain.stage()
  stage.declare(cast)
  await settle(stage)
  return stage
}

test('bits of userAccountControl that somebody else set stay as they are, whatever becomes of the account', async () => {
  const stage = await begun()
  // The password never expires, and the account is not to be delegated.
  const bits = 0x1_0000 | 0x10_0000
  const control = (): number => Number(account('tom.berg').first('userAccountControl'))
  change(account('tom.berg'), 'replace: userAccountControl', `userAccountControl: ${512 | bits}`)
  await ends(0, stage, 'drift')
  stage.declare({ users: cast.users.replace(/^tom-berg.*\n/m, '') })
  await settle(stage)
  expect(control()).toBe(514 | bits)
  stage.declare(cast)
  await settle(stage)
  expect(control()).toBe(512 | bits)
})

test('an account that somebody disabled where it lies is enabled only with leave', async () => {
  const stage = await begun()
  change(account('eva.lo'), 'replace: userAccountControl', 'userAccountControl: 514')
  expect((await ends(2, stage, 'drift')).stdout).toContain('Eva Lo was disabled')
  await ends(5, stage, 'apply', '--auto-approve')
  expect(account('eva.lo').first('userAccountControl')).toBe('514')
  stage.acknowledge('disabledElsewhere')
  await settle(stage)
  expect(account('eva.lo').first('userAccountControl')).toBe('512')
})

test('contacts and computers beside people are none of roster’s', async () => {
  const stage = await begun()
  const people = `OU=people,${baseOf(stage)}`
  add(`CN=Printer Guy,${people}`, 'contact', 'mail: guy@acme.example')
  add(`CN=PC1,${people}`, 'computer', 'sAMAccountName: PC1$', 'userAccountControl: 4096')
  expect(await planned(stage)).toEqual([])
  await settle(stage)
  expect(account('PC1$').first('userAccountControl')).toBe('4096')
  expect(documentOf(await ends(0, stage, 'plan', '--json')).unmanaged).toEqual([])
})

test('SEC-09 what the domain protects is left alone, and said to be; a change declared to what tenant.yaml protects is an error', async () => {
  const stage = await begun()
  change(find('(&(objectClass=group)(cn=VPN))'), 'replace: adminCount', 'adminCount: 1')
  reword(stage, 'groups: { base: OU=groups }', 'groups: { base: OU=groups }\n    protect: ["CN=Tom*,**"]')
  stage.declare({
    users: cast.users.replace('Tom, last: Berg }', 'Tom, last: Berg }, title: Boss, groups: [vpn]'),
    groups: cast.groups.replace('vpn: { name: VPN,', 'vpn: { name: VPN, description: Way in,'),
  })
  const before = stage.setting.picture()
  expect(await planned(stage)).toEqual([])
  const { stdout } = await ends(5, stage, 'plan', '--verbose')
  expect(stdout).toContain('AdminSDHolder')
  expect(stdout).toMatch(/BLOCK +protected-changed .*protected by CN=Tom\*/)
  await ends(5, stage, 'apply', '--auto-approve')
  expect(stage.setting.picture()).toEqual(before)
})

test('SEC-09 groups that a domain is born with are left alone', async () => {
  const stage = domain.stage()
  const { baseDn } = domain.server
  const base = baseOf(stage)
  reword(stage, /base: "OU=stage[^"]*"/, `base: "${baseDn}"`)
  reword(stage, /users: .*/, `users: { base: "OU=people,${base.replace(`,${baseDn.toLowerCase()}`, '')}" }`)
  reword(stage, 'groups: { base: OU=groups }', 'groups: { base: CN=Users }')
  stage.declare({
    users: 'ana-li: { name: { first: Ana, last: Li }, groups: [admins] }\n',
    groups: 'admins: { name: Domain Admins, description: Ours, members: {} }\n',
  })
  const before = find('(cn=Domain Admins)')
  const ended = await stage.roster('plan', '--verbose')
  expect(ended.stdout).toContain('acme/hq/group/admins: built into the domain')
  expect(ended.stdout).not.toContain('membership/admins')
  await stage.roster('apply', '--auto-approve')
  const after = find('(cn=Domain Admins)')
  expect(after.values('member')).toEqual(before.values('member'))
  expect(after.first('description')).toBe(before.first('description'))
})

test('whoever has a group as primary group is in it, and is not taken out', async () => {
  const stage = await begun()
  const vpn = '(&(objectClass=group)(cn=VPN))'
  const members = find(vpn).values('member')
  const sid = Buffer.from(/^objectSid:: (.*)$/m.exec(domain.server.search(vpn, 'objectSid'))?.[1] ?? '', 'base64')
  change(account('ana.li'), 'replace: primaryGroupID', `primaryGroupID: ${sid.readUInt32LE(sid.length - 4)}`)
  expect(find(vpn).values('member')).toHaveLength(members.length - 1)
  await ends(0, stage, 'drift')
  expect(await planned(stage)).toEqual([])

  stage.declare({ users: cast.users.replace(', groups: [vpn]', '') })
  const plan = documentOf(await ends(0, stage, 'plan', '--json'))
  expect(plan.operations).toEqual([])
  expect(plan.findings.map(({ message }) => message)).toEqual([
    expect.stringContaining('Ana Li cannot be taken out of VPN'),
  ])
  // A group is not deleted while it is somebody's primary one.
  change(account('ana.li'), 'replace: primaryGroupID', 'primaryGroupID: 513')
  expect(await planned(stage)).toEqual(['acme/hq/membership/vpn/ana-li#revoke'])
})

test('two people of one name in one place: told before anything is written, with what to do', async () => {
  const stage = await begun()
  stage.declare({ users: `${cast.users}eva-two: { name: { first: Eva, last: Lo } }\n` })
  const plan = await stage.roster('plan')
  expect(plan.stdout).toContain('acme/hq/user/eva-two')
  expect(plan.stdout).toMatch(/taken by .*give one of them another name/s)
  const before = stage.setting.picture()
  await ends(5, stage, 'apply', '--auto-approve')
  expect(stage.setting.picture().people).toEqual(before.people)
  stage.declare({ users: `${cast.users}eva-two: { name: { first: Eva, last: Lo }, displayName: Eva Lo (sales) }\n` })
  await settle(stage)
})

test('names that are hard to spell in a DN', async () => {
  const stage = domain.stage()
  const people = ['Li, Ana', 'O\\Brien', '#first', ' lead', 'a=b', 'x;y', '<angle>', 'quo"te', 'plus+plus', 'Zoë 小龙']
  const users = (last: string): string =>
    people
      .map(
        (name, at) =>
          `p${at}: ${JSON.stringify({ name: { first: name, last }, username: `hard.${at}`, manager: at === 0 ? null : 'p0' })}\n`,
      )
      .join('')
  const groups = `all: { name: "R&D, #1 \\\\ Night", owner: p1, members: { select: { all: true } } }\n`
  stage.declare({ users: users('Berg'), groups })
  await settle(stage)
  stage.declare({ users: users('Tal'), groups })
  await settle(stage)
  const { people: live, groups: liveGroups } = stage.setting.picture()
  expect(Object.values(live).map(({ manager }) => manager)).toEqual([undefined, ...people.slice(1).map(() => 'hard.0')])
  expect(Object.values(liveGroups)[0]?.members).toHaveLength(people.length)
})

test('an account with something below it is not deleted, and the next step is said', async () => {
  const stage = domain.stage({ deleteAfter: '0 minutes' })
  stage.declare(cast)
  await settle(stage)
  const tom = account('tom.berg')
  add(`CN=Phone,${tom.dn}`, 'nTFRSSubscriptions')
  stage.declare({ users: cast.users.replace(/^tom-berg.*\n/m, '') })
  await ends(0, stage, 'apply', '--auto-approve')
  const refused = await stage.roster('apply', '--auto-approve')
  expect(refused.stdout).toContain('something lies below it')
  expect(refused.stdout).toContain('Move or delete what lies below')
  expect(account('tom.berg').first('cn')).toBe('Tom Berg')
})

test('SEC-16 another domain than the one in tenant.yaml is refused', async () => {
  const stage = await begun()
  reword(stage, 'provider: active-directory', 'provider: active-directory\n    identity: S-1-5-21-1-2-3')
  const plan = await ends(4, stage, 'plan')
  expect(plan.stdout).toContain('S-1-5-21-1-2-3')
  await ends(4, stage, 'apply', '--auto-approve')
})

test('a member from elsewhere that is deleted is gone from the group as well, and stays gone', async () => {
  const stage = domain.stage({ mode: 'additive' })
  stage.declare(cast)
  await settle(stage)
  const outsider = stage.behind.joinOutsider('VPN')
  await settle(stage)
  await ends(0, stage, 'plan', '--detailed-exitcode')
  domain.server.modify(`dn: ${outsider}\nchangetype: delete\n`)
  await ends(0, stage, 'plan', '--detailed-exitcode')
  expect((await ends(2, stage, 'drift')).stdout).toContain('was taken out of VPN')
  await settle(stage)
})
