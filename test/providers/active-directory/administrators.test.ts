import { afterAll, beforeAll, expect, test } from 'vitest'
import { quotedPassword } from '../../servers/samba-accounts.ts'
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

test('SEC-19 the account that roster signs in with is its own under every name that the domain takes', async () => {
  const unit = makeUnit(server)
  const explicit = { userPrincipalName: 'somebody@lab.example' }
  const password = 'Svc!own-24680'
  const values = account('svc-own', { ...explicit, unicodePwd: quotedPassword(password) })
  add(server, `CN=svc-own,${unit.people}`, values)
  for (const dn of [
    `CN=svc-own,${unit.people}`,
    'somebody@lab.example',
    'svc-own@lab.example',
    'SVC-OWN@Lab.Example',
    'LAB\\svc-own',
  ]) {
    const settings = settingsOf(server, unit, { dn })
    const reader = await provider().read(connectionOf(settings, { caFile: server.caFile, password }))
    const { users } = await see(reader)
    await reader.close()
    expect([dn, users.get('svc-own')?.notManageable]).toEqual([dn, expect.stringContaining('roster itself')])
  }
})
