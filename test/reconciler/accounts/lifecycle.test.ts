import { afterEach, describe, expect, test } from 'vitest'
import type { ObservedAccount } from '../../../src/model/platform.ts'
import { finding, standing } from '../bench.ts'
import { counter, Office } from './office.ts'
import { waits } from './sim.ts'

let office: Office
afterEach(() => office.close())

const live: ObservedAccount = {
  state: 'active',
  type: 'clerk',
  login: 'ana-li@acme.example',
  roles: ['clerk'],
  accessGroups: [],
  firstLoginAt: '2026-11-01T08:00:00Z',
}

/** Ana as she is asked for (undefined: her line is gone), with an account in this state. */
async function asked(state: string | undefined, observed: ObservedAccount | undefined): Promise<Office> {
  const made = new Office(counter, { operatorRole: 'keeper' })
  const ana = state === undefined ? {} : made.with('ana-li', { role: 'clerk' }, { state })
  made.declare(ana)
  await made.bench.apply()
  if (observed !== undefined) await made.sim.show('ana-li', observed)
  return made
}

async function planOf(): Promise<readonly string[]> {
  return waits((await office.bench.plan()).operations)
}

describe('the table of the lifecycle, on a platform', () => {
  const disable = ['disable account ana-li (manual)']
  const enable = ['enable account ana-li (blocked: disabledElsewhere)']
  const arrive = ['create account ana-li (manual)', 'grant roleAssignment clerk/ana-li (firstLogin)']
  const never = { ...live, roles: ['novice'], invitedAt: '2026-11-30T08:00:00Z' }
  const { firstLoginAt: _, ...unseen } = never
  const wait = ['grant roleAssignment clerk/ana-li (firstLogin)']
  const stands: Readonly<Record<string, ObservedAccount | undefined>> = {
    absent: undefined,
    invited: { ...unseen, state: 'invited' },
    incomplete: { ...unseen, state: 'incomplete' },
    verified: { ...live, state: 'verified' },
    active: live,
    locked: { ...live, state: 'locked' },
    disabled: { ...live, state: 'disabled' },
    softDeleted: { ...live, state: 'softDeleted' },
  }
  const table: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
    active: {
      absent: arrive,
      invited: wait,
      incomplete: wait,
      verified: [],
      active: [],
      locked: [],
      disabled: enable,
      softDeleted: [],
    },
    suspended: {
      absent: [],
      invited: disable,
      incomplete: disable,
      verified: disable,
      active: disable,
      locked: disable,
      disabled: [],
      softDeleted: [],
    },
    disabled: {
      absent: [],
      invited: disable,
      incomplete: disable,
      verified: disable,
      active: disable,
      locked: disable,
      disabled: [],
      softDeleted: [],
    },
    absent: {
      absent: [],
      invited: disable,
      incomplete: disable,
      verified: disable,
      active: disable,
      locked: disable,
      disabled: [],
      softDeleted: [],
    },
  }
  const cells = Object.entries(table).flatMap(([desired, row]) =>
    Object.entries(row).map(([observed, operations]) => ({ desired, observed, operations })),
  )

  test.each(cells)('$desired and $observed: $operations', async ({ desired, observed, operations }) => {
    office = await asked(desired, stands[observed])
    expect(await planOf()).toEqual(operations)
  })

  test('no line at all is the same as absent', async () => {
    office = await asked(undefined, live)
    expect(await planOf()).toEqual(disable)
  })

  test('suspended without an account is told, locked is told, what would have to be restored is told', async () => {
    office = await asked('suspended', undefined)
    expect(finding(await office.bench.plan(), 'suspended-without-account')?.scope).toBe('acme/counter/account/ana-li')
    office.close()
    office = await asked('active', stands['locked'])
    expect(finding(await office.bench.plan(), 'account-locked')?.scope).toBe('acme/counter/account/ana-li')
    office.close()
    office = await asked('active', stands['softDeleted'])
    expect(finding(await office.bench.plan(), 'account-not-restored')?.message).toContain('Restore it by hand')
  })

  test('an open invitation is withdrawn, and the plan says so', async () => {
    office = await asked('disabled', stands['invited'])
    const [operation] = (await office.bench.plan()).operations.filter(({ kind }) => kind === 'account')
    expect(operation?.summary).toBe('the invitation of Ana Li to Counter is withdrawn: the person is disabled')
  })

  test('who is suspended keeps the role, and is enabled with it again', async () => {
    office = await asked('suspended', live)
    await office.settle()
    expect(office.sim.accounts.get('ana-li')).toMatchObject({ state: 'disabled', roles: ['clerk'] })
    office.declare(office.with('ana-li', { role: 'clerk' }))
    expect(await planOf()).toEqual(['enable account ana-li (manual)'])
  })

  test('somebody enabled again gets what is asked for by now, after that', async () => {
    office = await asked('suspended', live)
    await office.settle()
    office.declare(office.with('ana-li', { role: 'keeper', reason: 'leads the desk' }))
    const made = await office.bench.plan()
    const grant = made.operations.find(({ kind }) => kind === 'roleAssignment')
    expect(grant?.needs).toEqual(['acme/counter/account/ana-li#enable'])
  })

  test('an account that somebody else disabled is enabled with an acknowledgement only', async () => {
    office = await asked('active', stands['disabled'])
    expect(standing(await office.bench.plan())).toBe('blocked 5')
    office.bench.write('tenants/acme/acknowledgements.yaml', {
      back: { gate: 'disabledElsewhere', max: 1, reason: 'asked', approver: 'leads', expires: '2026-12-03T09:00:00Z' },
    })
    expect(await planOf()).toEqual(['enable account ana-li (manual)'])
  })
})
