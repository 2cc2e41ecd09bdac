import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { crowd, finding, person, standing, tenantOf, told } from '../bench.ts'
import { ofBase, Request } from './request.ts'

let here: Request
beforeEach(async () => {
  here = new Request()
  here.tenant('acme', { tenant: tenantOf(), users: crowd(30), groups: { staff: {}, vpn: {} } })
  await here.settle()
  here.branch()
})
afterEach(() => here.close())

test('a request that changes nothing of the base is planned as always, and says under which', async () => {
  here.tenant('acme', { users: { ...crowd(30), 'ana-li': person('ana-li') } })
  const made = await here.request()
  expect(told(made.operations)).toEqual(told((await here.plan()).operations))
  expect(made.digest).toBe((await here.plan()).digest)
  expect(made.context.baseCommit).toBe('b'.repeat(40))
  expect(ofBase(made)).toEqual([])
})

describe('SEC-03 a request is planned under the limits of its base', () => {
  test('one that raises its own limit is still held', async () => {
    here.tenant('acme', { users: crowd(10) })
    here.write('library/policies.yaml', { gates: { usersRemoved: { explicit: { percent: 100, absolute: 1000 } } } })
    expect(standing(await here.plan())).toBe('changes 2')
    const made = await here.request()
    expect(standing(made)).toBe('blocked 5')
    expect(finding(made, 'usersRemoved')?.limit).toBe(5)
    expect(ofBase(made)).toEqual([
      expect.stringMatching(
        /^library\/policies.yaml:2: gates.usersRemoved is .*1000.* here and not set on the base branch. Planned as the base branch has it; .*two people/,
      ),
    ])
  })

  test('an approver whom the request appoints gives no leave', async () => {
    here.write('roster.yaml', {
      version: 1,
      timezone: 'Europe/Berlin',
      approvers: { leads: { forge: ['@msp/leads'] }, me: { forge: ['@mallory'] } },
    })
    const leave = { gate: 'usersRemoved', max: 30, reason: 'clearing out', expires: '2026-12-02' }
    here.tenant('acme', { users: crowd(10), acknowledgements: { mine: { ...leave, approver: 'me' } } })
    expect(standing(await here.plan())).toBe('changes 2')
    const made = await here.request()
    expect(standing(made)).toBe('blocked 5')
    expect(ofBase(made)).toEqual([
      expect.stringContaining(
        'acknowledgements.yaml:1: the acknowledgement mine lifts nothing: its approver me is none',
      ),
      expect.stringContaining('roster.yaml:3: approvers is {'),
    ])
    here.tenant('acme', { acknowledgements: { theirs: { ...leave, approver: 'leads' } } })
    expect(standing(await here.request())).toBe('changes 2')
  })
})

describe('SEC-03 SEC-07 what the base marks as privileged is so until the merge', () => {
  const admins = (more: object): void =>
    here.tenant('acme', { users: crowd(30), groups: { staff: {}, vpn: {}, admins: { privileged: true } }, ...more })
  const gained = async (): Promise<string | undefined> => finding(await here.request(), 'privilegedGain')?.result
  const into = (group: string): object => ({ ...crowd(30), p001: person('p001', { groups: [group] }) })

  beforeEach(async () => {
    admins({})
    await here.settle()
    here.branch()
  })

  test('the mark goes in the request that brings somebody in', async () => {
    admins({ users: into('admins'), groups: { staff: {}, vpn: {}, admins: {} } })
    expect(finding(await here.plan(), 'privilegedGain')).toBeUndefined()
    expect(await gained()).toBe('block')
    expect(ofBase(await here.request())).toEqual([
      expect.stringMatching(/groups.yaml:\d+: admins is not marked as privileged here, and is on the base branch/),
    ])
  })

  test('the group gets another id, or its name is declared anew', async () => {
    admins({ users: into('helpers'), groups: { staff: {}, vpn: {}, helpers: { movedFrom: 'admins', name: 'x' } } })
    expect(await gained()).toBe('block')
    admins({ users: into('helpers'), groups: { staff: {}, vpn: {}, helpers: { name: 'Admins' } } })
    expect(await gained()).toBe('block')
  })

  test('in a file of its own', async () => {
    here.write('tenants/acme/groups/root.yaml', { privileged: true })
    await here.settle()
    here.branch()
    here.write('tenants/acme/groups/root.yaml', {})
    admins({ users: into('root') })
    expect(await gained()).toBe('block')
  })
})

describe('SEC-03 directories are those of the base', () => {
  test('what is protected there stays so, and the mode is the old one', async () => {
    here.tenant('acme', { tenant: tenantOf({ protect: ['people/p00*'] }) })
    await here.settle()
    here.branch()
    here.tenant('acme', {
      tenant: tenantOf({ mode: 'additive' }),
      users: Object.fromEntries(Object.entries(crowd(30)).slice(2)),
    })
    const made = await here.request()
    expect(told(made.operations)).toEqual([])
    expect(ofBase(made)).toHaveLength(2)
  })

  test('one that is new is not read, though people and groups name it', async () => {
    here.tenant('acme', {
      tenant: {
        name: 'Acme',
        directories: {
          hq: { provider: 'local', mode: 'authoritative' },
          lab: { provider: 'local', mode: 'authoritative' },
        },
      },
      users: {
        ...crowd(30),
        'ana-li': person('ana-li', { directories: ['lab'], groups: ['bench'] }),
        'bo-ek': person('bo-ek'),
      },
      groups: { staff: { directory: 'hq' }, vpn: { directory: 'hq' }, bench: { directory: 'lab' } },
    })
    const made = await here.request()
    expect(told(made.operations)).toEqual(['create user bo-ek'])
    expect(made.operations.map(({ address }) => address).filter((address) => !address.startsWith('acme/hq/'))).toEqual(
      [],
    )
    expect(made.tenants[0]?.reads.map(({ directory }) => directory)).not.toContain('lab')
    expect(ofBase(made)).toEqual([expect.stringMatching(/tenant.yaml:\d+: directories.lab is new: it is not read/)])
  })

  test('one that goes away is given up only with leave', async () => {
    here.write('tenants/acme/users.yaml', undefined)
    here.write('tenants/acme/groups.yaml', undefined)
    here.tenant('acme', { tenant: { name: 'Acme', directories: {} } })
    expect(finding(await here.request(), 'scopeRemoved')?.result).toBe('block')
    here.tenant('acme', {
      tenant: { name: 'Acme', directories: { lab: { provider: 'local', mode: 'authoritative' } } },
      users: crowd(30, () => ({ groups: ['staff'] })),
      groups: { staff: {}, vpn: { directory: 'lab' } },
    })
    const made = await here.request()
    expect(finding(made, 'scopeRemoved')?.result).toBe('block')
    expect(made.operations).toEqual([])
  })

  test('a tenant that is new is not read; the others are planned', async () => {
    here.tenant('bakery', { tenant: tenantOf(), users: crowd(3), groups: { staff: {} } })
    const made = await here.request()
    expect(standing(made, 'bakery')).toBe('noChange 0')
    expect(made.operations).toEqual([])
    expect(ofBase(made)).toEqual([expect.stringMatching(/tenants\/bakery\/tenant.yaml:\d+: directories.hq is new/)])
  })
})

test('SEC-03 first passwords are sealed to those whom the base names', async () => {
  const key = (letter: string): string => `age1${letter.repeat(58)}`
  here.tenant('acme', { tenant: tenantOf({}, { initialPasswords: { recipients: [key('q')] } }) })
  const made = await here.request()
  expect(ofBase(made)).toEqual([expect.stringContaining('initialPasswords is')])
})

test('SEC-03 a base that cannot be read decides nothing: its tenants are invalid, with the reason', async () => {
  here.write('tenants/acme/tenant.yaml', { name: 'Acme', directories: { hq: { provider: 'no-such' } } })
  here.branch()
  here.tenant('acme', { tenant: tenantOf() })
  const made = await here.request()
  expect(standing(made)).toBe('invalid 3')
  expect(ofBase(made)).toEqual([expect.stringMatching(/tenants\/acme\/tenant.yaml of the base branch has mistakes/)])
})

test('SEC-03 without a workspace on the base nothing is read, nobody approves and nobody is told', async () => {
  const made = await here.request({ base: { commit: 'b'.repeat(40), tree: { list: () => undefined, read: () => { throw new Error('nothing there') } } } }) // prettier-ignore
  expect(made.operations).toEqual([])
  expect(made.tenants[0]?.reads).toEqual([])
  expect(ofBase(made).join('\n')).toMatch(/approvers is .* and not set on the base branch/)
})

test('SEC-03 workflows that the request changes are named', async () => {
  here.write('.github/workflows/apply.yml', {})
  const made = await here.request({ base: { commit: 'b'.repeat(40), tree: here.baseTree(), alsoChanged: ['.github/workflows/apply.yml'] } }) // prettier-ignore
  expect(ofBase(made)).toEqual([expect.stringMatching(/^\.github\/workflows\/apply\.yml is changed/)])
})
