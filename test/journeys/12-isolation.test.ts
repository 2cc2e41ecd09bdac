import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freePort } from '../servers/slapd.ts'
import { stageOn } from './slapd-stage.ts'
import { cast, documentOf, ends } from './cast.ts'
import { localSetting } from './local-setting.ts'
import type { Stage } from './stage.ts'

/** A second tenant beside acme, on an embedded directory. */
function neighbour(stage: Stage, id: string, directory = 'provider: local, mode: authoritative'): void {
  stage.write(
    `tenants/${id}/tenant.yaml`,
    `name: ${id}\nnaming: { username: "{first}.{last}" }\ndirectories: { main: { ${directory} } }\n`,
  )
  stage.write(`tenants/${id}/users.yaml`, 'kim-new: { name: { first: Kim, last: New } }\n')
}

const codes = (ended: Parameters<typeof documentOf>[0]): Readonly<Record<string, number>> =>
  Object.fromEntries(documentOf(ended).tenants.map(({ tenant, exitCode }) => [tenant, exitCode]))

test('ATR-01 REL-14 a tenant whose server is dead stops no other', async () => {
  const stage = stageOn('ldap')
  stage.declare(cast)
  const port = await freePort()
  neighbour(
    stage,
    'dead',
    `provider: ldap, mode: authoritative, url: "ldap://127.0.0.1:${port}", base: "dc=gone,dc=example", credentials: { read: { bindDn: "cn=reader,dc=gone,dc=example", password: { env: LDAP_READ } } }, users: { base: ou=people }, groups: { base: ou=groups }`,
  )
  neighbour(stage, 'zoo')
  const plan = await ends(4, stage, 'plan', '--json')
  expect(codes(plan)).toEqual({ acme: 2, dead: 4, zoo: 2 })
  const applied = await ends(4, stage, 'apply', '--auto-approve', '--json')
  expect(codes(applied)).toEqual({ acme: 0, dead: 4, zoo: 0 })
  expect(Object.keys(stage.setting.picture().people)).toHaveLength(4)
  await ends(0, stage, 'plan', '--detailed-exitcode', '--tenant', 'acme', 'zoo')
  const text = await ends(4, stage, 'plan')
  expect(text.stdout).toContain('dead/main')
  expect(text.stdout).toContain(String(port))
})

test('the exit code of several tenants is the first in the order of the contract', async () => {
  const stage = stageOn('local')
  stage.declare(cast)
  // 3: its files are wrong. 4: its directory is cut short. 8: somebody else is at it. 5: a gate. 0: nothing to do.
  neighbour(stage, 'b-invalid')
  stage.write('tenants/b-invalid/groups.yaml', 'staff: { name: Staff, members: { groups: [staff] } }\n')
  neighbour(stage, 'c-gate')
  stage.write('tenants/c-gate/groups.yaml', 'root: { name: Root, privileged: true, members: { users: [kim-new] } }\n')
  const first = await ends(3, stage, 'apply', '--auto-approve', '--json')
  expect(codes(first)).toEqual({ acme: 0, 'b-invalid': 3, 'c-gate': 5 })

  neighbour(stage, 'd-locked')
  const lock = join(stage.folder, '.roster/ledger/d-locked/lock')
  mkdirSync(lock, { recursive: true })
  const until = new Date(Date.now() + 60_000).toISOString()
  const host = { name: 'elsewhere', boot: 'another-boot', pid: 1 }
  writeFileSync(join(lock, '1'), `${JSON.stringify({ fence: 1, host, since: until, until, released: false })}\n`)
  const second = await ends(8, stage, 'apply', '--auto-approve', '--json')
  expect(codes(second)).toEqual({ acme: 0, 'b-invalid': 3, 'c-gate': 5, 'd-locked': 8 })

  neighbour(stage, 'e-cut')
  const file = join(stage.folder, '.roster/local/e-cut/main.json')
  mkdirSync(join(file, '..'), { recursive: true })
  const faults = { cut: { kind: 'user', page: 1 } }
  const someone = { id: 'a', kind: 'user', username: 'a', container: 'people', state: 'active' }
  writeFileSync(
    file,
    `${JSON.stringify({ roster: 'local-directory', version: 1, identity: 'e', faults })}\n${JSON.stringify(someone)}\n`,
  )
  const third = await ends(4, stage, 'apply', '--auto-approve', '--json')
  expect(codes(third)).toEqual({ acme: 0, 'b-invalid': 3, 'c-gate': 5, 'd-locked': 8, 'e-cut': 4 })

  // An error of the whole workspace stops all.
  stage.write('library/templates.yaml', 'technician: { applies: sometimes }\n')
  await ends(3, stage, 'plan')
  expect(localSetting(stage.folder).picture()).toEqual(stage.setting.picture())
})
