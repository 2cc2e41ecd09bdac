import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { startLdapProxy } from '../servers/ldap-proxy.ts'
import { server, stageOn } from './slapd-stage.ts'
import { cast, ends, settle } from './cast.ts'
import type { Ended } from './program.ts'
import { key, passwordOf } from './sealed.ts'
import type { Stage } from './stage.ts'

const stops: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const stop of stops) await stop()
})

const dnOf = (stage: Stage, username: string, place?: string): string => `uid=${username},${stage.behind.place(place)}`

test('SEC-31 SEC-35 a new person signs in with the password of the encrypted file, which is nowhere else (ldap)', async () => {
  const { identity, recipient } = await key()
  const stage = stageOn('ldap', { recipients: [recipient] })
  stage.declare(cast)
  const year = String(new Date().getUTCFullYear())
  const said: Ended[] = [
    await ends(0, stage, 'plan', '--json', '--out', join(stage.folder, 'plan.json')),
    await ends(0, stage, 'apply', '--auto-approve', '--json', '--verbose'),
    await ends(0, stage, 'plan', '--verbose'),
    await ends(0, stage, 'drift', '--json'),
    await ends(0, stage, 'log', '--json'),
    await ends(0, stage, 'evidence', '--period', year, '--out', join(stage.folder, 'evidence')),
    await ends(0, stage, 'evidence', 'sample', '--period', year, '--seed', 'x', '--json'),
    await ends(0, stage, 'doctor'),
  ]
  const ids = ['ana-li', 'ben-osei', 'eva-lo', 'tom-berg']
  const passwords = await Promise.all(ids.map(async (id) => passwordOf(stage, id, identity)))
  expect(new Set(passwords).size).toBe(4)
  expect(server().signsIn(dnOf(stage, 'ana.li', 'Sales'), passwords[0] ?? '')).toBe(true)
  expect(server().signsIn(dnOf(stage, 'ana.li', 'Sales'), passwords[1] ?? '')).toBe(false)
  expect(server().signsIn(dnOf(stage, 'eva.lo'), passwords[2] ?? '')).toBe(true)

  for (const { stdout, stderr } of said) for (const canary of passwords) expect(stdout + stderr).not.toContain(canary)
  for (const [path, bytes] of filesOf(stage.folder)) {
    for (const canary of passwords) {
      for (const spelled of [
        canary,
        Buffer.from(canary).toString('base64').replace(/=+$/, ''),
        Buffer.from(canary).toString('hex'),
      ])
        expect(bytes.includes(spelled), path).toBe(false)
    }
  }
})

test('a disabled person cannot sign in, a suspended one neither, and both can again when they are back (ldap)', async () => {
  const { identity, recipient } = await key()
  const stage = stageOn('ldap', { recipients: [recipient] })
  stage.declare(cast)
  await settle(stage)
  const [eva, tom] = [await passwordOf(stage, 'eva-lo', identity), await passwordOf(stage, 'tom-berg', identity)]
  expect(server().signsIn(dnOf(stage, 'tom.berg', 'Service desk'), tom)).toBe(true)

  stage.declare({
    users: cast.users.replace(/^tom-berg.*\n/m, '').replace('title: Clerk', 'title: Clerk, state: suspended'),
  })
  await settle(stage)
  const leavers = stage.behind.place().replace(/^ou=people/, 'ou=leavers')
  expect(server().signsIn(`uid=tom.berg,${leavers}`, tom)).toBe(false)
  expect(server().signsIn(dnOf(stage, 'eva.lo'), eva)).toBe(false)

  stage.declare(cast)
  await settle(stage)
  expect(server().signsIn(dnOf(stage, 'tom.berg', 'Service desk'), tom)).toBe(true)
  expect(server().signsIn(dnOf(stage, 'eva.lo'), eva)).toBe(true)
})

test('where the answer to a creation is lost, the file still holds the password that was set (ldap)', async () => {
  const { identity, recipient } = await key()
  const proxy = await startLdapProxy(server())
  stops.push(proxy.stop)
  const stage = stageOn('ldap', { recipients: [recipient], port: proxy.port })
  stage.declare(cast)
  proxy.misbehave({ answer: ({ tag }) => (tag === 0x69 ? 'cut' : 'pass') })
  // Every answer to an add is lost: some operations end with 7, none twice.
  const cut = await stage.roster('apply', '--auto-approve')
  expect([0, 7], cut.stdout).toContain(cut.code)
  proxy.misbehave({})
  await settle(stage)
  const places: Readonly<Record<string, readonly [string, string?]>> = {
    'ana-li': ['ana.li', 'Sales'],
    'ben-osei': ['ben.osei', 'Service desk'],
    'eva-lo': ['eva.lo'],
    'tom-berg': ['tom.berg', 'Service desk'],
  }
  for (const [id, [username, place]] of Object.entries(places))
    expect(server().signsIn(dnOf(stage, username, place), await passwordOf(stage, id, identity)), id).toBe(true)
})

function filesOf(folder: string): readonly (readonly [string, Buffer])[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => [path, readFileSync(join(folder, path))] as const)
}
