import { afterEach, expect, test } from 'vitest'
import { Office } from './office.ts'

let office: Office
afterEach(() => office.close())

const beginner = { role: 'beginner' }
const entities = {
  ams: { platform: 'atera', name: 'Amsterdam', kind: 'site' },
  rtm: { platform: 'atera', name: 'Rotterdam', kind: 'site' },
}
const scoped = (scopes: object) => ({
  entities,
  tenant: { subscriptions: { atera: { platform: 'atera', delivery: 'manual', operatorRole: 'admin', scopes } } },
})

test('ATE-07 what a beginner works on is chosen at the contract; it is set by hand, once, and again where it changes', async () => {
  office = new Office('atera', { operatorRole: 'admin' })
  const people = office.with('ana-li', beginner)
  office.declare(people, { entities })
  await office.settle()
  expect(await office.waiting()).toEqual([])

  office.declare(people, scoped({ beginner: { sites: ['ams'] } }))
  const [change, ...others] = (await office.plan()).operations
  expect(others).toEqual([])
  expect(change).toMatchObject({
    id: 'acme/atera/role/beginner#update',
    status: 'waiting',
    before: { name: 'Beginner', scope: null },
    after: { name: 'Beginner', scope: ['ams'] },
    source: { file: 'tenants/acme/tenant.yaml' },
  })
  expect(change?.summary).toContain('the role Beginner on Atera changes: what it works on changes')
  await office.settle()
  expect(await office.waiting()).toEqual([])

  office.declare(people, scoped({ beginner: { sites: ['ams', 'rtm'] } }))
  expect(await office.waiting()).toEqual(['update role beginner (manual)'])
  await office.settle()
  // Without the line it is as it came.
  office.declare(people, scoped({}))
  expect((await office.plan()).operations).toMatchObject([
    { before: { scope: ['ams', 'rtm'] }, after: { scope: null } },
  ])
  await office.settle()
  expect(await office.waiting()).toEqual([])
})

test('a role that works on everything as it comes can be limited, and is told where its holders lose what it leaves out', async () => {
  const companies = {
    acorn: { platform: 'msp-portal', name: 'Acorn', kind: 'company' },
    birch: { platform: 'msp-portal', name: 'Birch', kind: 'company' },
  }
  office = new Office('msp-portal')
  const people = office.with('ana-li', { role: 'technician' }, { department: 'desk' })
  const more = (scopes?: object) => ({
    entities: companies,
    departments: { desk: { name: 'Desk' } },
    tenant: {
      audience: 'internal',
      subscriptions: {
        'msp-portal': { platform: 'msp-portal', delivery: 'manual', ...(scopes === undefined ? {} : { scopes }) },
      },
    },
  })
  office.declare(people, more())
  await office.settle()
  await office.sim.login('ana-li')
  await office.settle()
  expect(await office.waiting()).toEqual([])
  office.declare(people, more({ technician: { companies: ['acorn'] } }))
  const made = await office.plan()
  expect(made.operations).toMatchObject([
    { id: 'acme/msp-portal/role/technician#update', before: { scope: 'all' }, after: { scope: ['acorn'] } },
  ])
  expect(made.access.gained).toEqual([])
  expect(made.access.lost[0]).toMatchObject({
    user: 'ana-li',
    cause: 'role',
    source: { file: 'tenants/acme/tenant.yaml' },
  })
})
