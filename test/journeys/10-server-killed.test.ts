import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLdapProxy, writing } from '../servers/ldap-proxy.ts'
import type { LdapProxy } from '../servers/ldap-proxy.ts'
import { startSlapd } from '../servers/slapd.ts'
import type { Slapd } from '../servers/slapd.ts'
import { cast, ends, settle } from './cast.ts'
import { unfinished } from './inside.ts'
import { ldapSetting } from './ldap-setting.ts'
import { localSetting, misbehave } from './local-setting.ts'
import type { Stage } from './stage.ts'
import { openStage } from './stage.ts'

let server: Slapd
let proxy: LdapProxy
const stages: Stage[] = []

beforeAll(async () => {
  server = await startSlapd({ sync: true })
  proxy = await startLdapProxy(server)
})
afterAll(async () => {
  for (const stage of stages) stage.close()
  await proxy.stop()
  await server.stop()
})

for (const write of [1, 5, 12]) {
  test(`REL-15 the server dies at write ${write} of an apply: partly applied, and finished once it is back`, async () => {
    const stage = openStage(() => ldapSetting(server), { port: proxy.port })
    stages.push(stage)
    stage.declare(cast)
    let writes = 0
    proxy.misbehave({
      request: async ({ type }): Promise<'pass'> => {
        if (writing.includes(type)) writes += 1
        if (writes === write) await server.kill()
        return 'pass'
      },
    })
    const cut = await ends(7, stage, 'apply', '--auto-approve')
    expect(cut.stdout).toContain('Next: Run the same apply again')
    expect(cut.stdout).toMatch(/\d+ (failed|not tried)/)
    proxy.misbehave({})

    const down = await ends(4, stage, 'plan')
    expect(down.stdout).toContain('acme: UNREADABLE')
    await ends(4, stage, 'apply', '--auto-approve')

    await server.restart()
    await settle(stage)
    expect(Object.keys(stage.setting.picture().people)).toEqual(['ana.li', 'ben.osei', 'eva.lo', 'tom.berg'])
    expect(stage.setting.picture().groups['Staff']?.members).toHaveLength(4)
    expect(await unfinished(stage)).toEqual([])
  })
}

test('REL-15 the embedded directory refuses one write for good: the rest is done, and what needs it is not tried', async () => {
  const stage = openStage(localSetting)
  stages.push(stage)
  stage.declare(cast)
  misbehave(stage.folder, { fail: { write: 6, when: 'before', class: 'forbidden' } })
  const cut = await ends(7, stage, 'apply', '--auto-approve')
  expect(cut.stdout).toContain('1 failed')
  await ends(2, stage, 'plan', '--detailed-exitcode')
  await settle(stage)
})
