import { afterAll, beforeAll } from 'vitest'
import { startSlapd } from '../servers/slapd.ts'
import type { Slapd } from '../servers/slapd.ts'
import { ldapSetting } from './ldap-setting.ts'
import { localSetting } from './local-setting.ts'
import type { Stage, TenantOptions } from './stage.ts'
import { openStage } from './stage.ts'

let running: Slapd | undefined
const open = new Set<Stage>()

beforeAll(async () => {
  running = await startSlapd()
})
afterAll(async () => {
  for (const stage of open) stage.close()
  await running?.stop()
})

/** The directory server of this file's stories. */
export function server(): Slapd {
  if (running === undefined) throw new Error('the server is started before the first test')
  return running
}

/** A workspace on an empty directory of this kind. It goes away with the file. */
export function stageOn(kind: 'local' | 'ldap', options: TenantOptions = {}): Stage {
  const stage = openStage(kind === 'local' ? localSetting : () => ldapSetting(server()), options)
  open.add(stage)
  return stage
}
