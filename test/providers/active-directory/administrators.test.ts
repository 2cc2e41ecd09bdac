import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSamba } from '../../servers/samba.ts'
import type { Samba } from '../../servers/samba.ts'
import { account, add, connectionOf, makeUnit, provider, see, settingsOf } from './read-domain.ts'

let server: Samba

beforeAll(async () => {
  server = await startSamba()
}, 120_000)

afterAll(async () => {
  await server?.stop()
})

test('SEC-19 an account that AdminSDHolder protects is an administrator’s; others are not', async () => {
  const unit = makeUnit(server)
  add(server, `CN=chief,${unit.people}`, account('chief', { adminCount: 1 }))
  add(server, `CN=clerk,${unit.people}`, account('clerk'))
  const { administrator } = server
  const reader = await provider().read(
    connectionOf(settingsOf(server, unit, administrator), {
      caFile: server.caFile,
      password: administrator.password,
    }),
  )
  const { users } = await see(reader)
  await reader.close()
  expect([users.get('chief')?.administers, users.get('chief')?.notManageable]).toEqual([true, undefined])
  expect(users.get('clerk')?.administers).toBeUndefined()
})
