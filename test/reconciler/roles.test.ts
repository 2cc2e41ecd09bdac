import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Bench, crowd, finding, person, told } from './bench.ts'
import { cloudly } from './sky.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
  const roles = ['Global Administrator', 'Helpdesk Administrator']
  bench.providers = new Map([['entra', cloudly({ roles, units: ['Berlin'], breakGlass: ['glass'] })]])
  bench.live('acme', 'cloud').addUser('glass')
  bench.live('acme', 'cloud').addGroup('Helpdesk Administrator', ['glass'])
  bench.live('acme', 'cloud').addGroup('Global Administrator')
})
afterEach(() => bench.close())

const tenant = {
  name: 'Acme',
  directories: {
    cloud: { provider: 'entra', mode: 'authoritative', tenantId: '6c1e0000-0000-4000-8000-000000000001' },
  },
}
const helpdesk = { name: 'Helpdesk Administrator', kind: 'directoryRole' }

function declare(groups: object, users: object = {}): void {
  bench.tenant('acme', { tenant, users: { ...crowd(3), ...users }, groups })
}

const acknowledged = {
  gain: { gate: 'privilegedGain', max: 9, reason: 'agreed', approver: 'leads', expires: '2026-12-03T09:00:00Z' },
}

describe('a directory role', () => {
  test('is adopted by its name, counts as privileged, and keeps its break-glass account', async () => {
    declare({ helpdesk: { ...helpdesk, members: { users: ['p001'] } } })
    const made = await bench.plan()
    const grant = made.operations.find(({ kind }) => kind === 'membership')
    expect(grant).toMatchObject({
      risk: 'high',
      escalation: true,
      summary: 'P001 joins the holders of the directory role Helpdesk Administrator, which is privileged',
    })
    expect(finding(made, 'privilegedGain')).toMatchObject({ result: 'block', measured: 1 })
    bench.tenant('acme', { acknowledgements: acknowledged })
    expect((await bench.apply()).exitCode).toBe(0)
    expect(bench.live('acme', 'cloud').members('Helpdesk Administrator')).toEqual(['glass', 'p001'])
    expect((await bench.plan()).operations).toEqual([])
  })

  test('that is not there is a mistake at its line, and is never made', async () => {
    declare({ helpdesk: { ...helpdesk, name: 'Helpdesk Admin' } })
    const made = await bench.plan()
    expect(made.diagnostics[0]).toMatchObject({ file: 'tenants/acme/groups.yaml', line: 1 })
    expect(made.diagnostics[0]?.message).toContain('there is no directory role called Helpdesk Admin')
    expect(made.operations).toEqual([])
  })

  test('is never described anew, nor missed in the files; who is in one that nobody declares stays', async () => {
    declare({ helpdesk: { ...helpdesk, description: 'ours' } })
    const made = await bench.plan()
    expect(told(made.operations).filter((line) => line.includes('group'))).toEqual([])
    expect(made.notManageable).toContainEqual({
      address: 'acme/cloud/group/helpdesk',
      why: 'it is part of the directory: only who is in it is changed here',
    })
    expect(made.unmanaged.filter((address) => address.includes('/group/'))).toEqual([])
    await bench.apply()
    declare({})
    expect(told((await bench.plan()).operations)).toEqual([])
  })

  test('is another thing than a group of its name', async () => {
    const cloud = bench.live('acme', 'cloud')
    cloud.addGroup('Berlin')
    declare({ berlin: { name: 'Berlin' } })
    expect(told((await bench.plan()).operations)).toContain('create group berlin')
  })

  test('and what else is of another kind than declared is not made into it', async () => {
    const id = '7f9c24e5-2c31-4b2f-8f6a-0d7a1c9e4b55'
    bench.live('acme', 'cloud').addGroup('Berlin', [], { id })
    declare({ berlin: { name: 'Berlin', adopt: { cloud: id } } })
    const made = await bench.plan()
    expect(finding(made, 'adoption-contradiction')?.message).toBe(
      'the group berlin: Berlin in cloud is an administrative unit, and is not made into a security group. Declare kind: administrativeUnit, or name another one by its id (adopt).',
    )
    expect(told(made.operations).filter((line) => line.includes('group'))).toEqual([])
  })

  test('reached through a group in it counts as privileged too, whether the role is declared or not', async () => {
    declare({ desk: { name: 'desk', members: { users: ['p001'] } } })
    await bench.apply()
    const cloud = bench.live('acme', 'cloud')
    cloud.join('Helpdesk Administrator', 'group:desk')
    declare({ desk: { name: 'desk', members: { users: ['p001', 'p002'] } } })
    expect(finding(await bench.plan(), 'privilegedGain')).toMatchObject({ result: 'block', measured: 1 })
  })

  test('is not to be owned in passing', async () => {
    declare({ desk: { name: 'desk' } })
    await bench.apply()
    bench.providers = new Map([
      ['entra', cloudly({ roles: ['Global Administrator', 'Helpdesk Administrator'], privileged: ['desk'] })],
    ])
    declare({ desk: { name: 'desk', owner: 'p001' } })
    expect(finding(await bench.plan(), 'privilegedGain')).toMatchObject({ result: 'block', measured: 1 })
  })
})

test('two live groups of one name: neither is taken', async () => {
  const cloud = bench.live('acme', 'cloud')
  cloud.addGroup('sales', [], { id: 'one' })
  cloud.addGroup('sales', [], { id: 'two' })
  declare({ sales: { name: 'Sales' } })
  const made = await bench.plan()
  expect(finding(made, 'adoption-ambiguous')?.message).toMatch(/2 groups of cloud are called Sales; none is taken/)
  expect(told(made.operations).filter((line) => line.includes('group'))).toEqual([])
})

describe('a break-glass account', () => {
  test('that is declared gets no operation, and is listed, whatever is asked of it', async () => {
    for (const more of [{ title: 'Boss' }, { state: 'disabled' }]) {
      declare({}, { glass: person('glass', { adopt: { cloud: '7f9c24e5-2c31-4b2f-8f6a-0d7a1c9e4b55' }, ...more }) })
      bench.live('acme', 'cloud').removeUser('glass')
      bench.live('acme', 'cloud').addUser('glass', {
        id: '7f9c24e5-2c31-4b2f-8f6a-0d7a1c9e4b55',
        attributes: { email: 'glass@acme.example' },
      })
      const made = await bench.plan()
      expect(told(made.operations).filter((line) => line.includes('glass'))).toEqual([])
      expect(made.notManageable).toContainEqual({ address: 'acme/cloud/user/glass', why: 'a break-glass account' })
    }
  })
})
