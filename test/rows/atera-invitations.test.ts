import { expect, test } from 'vitest'
import { documentOf, roster } from '../cli/roster.ts'
import { deskTenant, deskUser, office, recorded, seen } from '../cli/seats-world.ts'

test('ATE-09 how many days people took from the invitation to the first sign-in can be asked for', async () => {
  const users = ['ana-li', 'ben-osei', 'eva-lo', 'tom-berg', 'uma-ro']
  const cwd = office({
    'tenants/acme/tenant.yaml': deskTenant('Acme', 5),
    'tenants/acme/users.yaml': users.map((id) => deskUser(id)).join(''),
  })
  const { account, ...invited } = seen('acme', 'eva-lo') as Extract<ReturnType<typeof seen>, { type: 'account' }>
  const { firstLoginAt: _, ...waiting } = account as NonNullable<typeof account>
  await recorded(cwd, 'acme', [
    seen('acme', 'ana-li', { invitedAt: '2026-10-01T09:00:00Z', firstLoginAt: '2026-10-09T08:00:00Z' }),
    seen('acme', 'ben-osei', { invitedAt: '2026-10-01T09:00:00Z', firstLoginAt: '2026-10-01T09:05:00Z' }),
    { ...invited, account: { ...waiting, state: 'invited', invitedAt: '2026-10-01T09:00:00Z' } },
    // The platform says nothing of an invitation, and one that came after the first sign-in is another one.
    seen('acme', 'tom-berg'),
    seen('acme', 'uma-ro', { invitedAt: '2026-10-05T09:00:00Z', firstLoginAt: '2026-10-01T08:00:00Z' }),
  ])
  const words = ['users', '--columns', 'user,live,daysToActive', '--platform', 'atera']
  const [json, csv] = await Promise.all([roster([...words, '--json'], { cwd }), roster([...words, '--csv'], { cwd })])
  const rows = documentOf(json)['users'] as readonly { readonly user: string; readonly daysToActive?: number }[]
  expect(rows.map(({ user, daysToActive }) => [user, daysToActive])).toEqual([
    ['ana-li', 7],
    ['ben-osei', 0],
    ['eva-lo', undefined],
    ['tom-berg', undefined],
    ['uma-ro', undefined],
  ])
  expect(csv.stdout.split('\r\n').slice(0, 4)).toEqual([
    '"user","live","daysToActive"',
    '"ana-li","active","7"',
    '"ben-osei","active","0"',
    '"eva-lo","invited",""',
  ])
})
