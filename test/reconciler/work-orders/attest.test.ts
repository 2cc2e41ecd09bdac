import { afterEach, describe, expect, test } from 'vitest'
import { UsageError } from '../../../src/model/fault.ts'
import { tenantOf } from '../bench.ts'
import type { Desk } from './desk.ts'
import { accepted, boss, gone, helpDesk } from './desk.ts'

let desk: Desk
afterEach(() => desk.close())

/** Tom leaves, Ana takes his place. */
async function replacement(settings: object = { seats: { purchased: 2 } }): Promise<void> {
  desk = await helpDesk(settings)
  desk.declare({ ...boss(desk), ...gone(accepted), ...desk.with('ana-li', { role: 'beginner' }) })
  await desk.orders()
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof UsageError)) throw new Error('nothing was refused', { cause: error })
  return error.message
}

describe('somebody says that a step is done', () => {
  test('one record has everything that follows: the account, the seat, who did it and who wrote it down', async () => {
    await replacement()
    await desk.attest('atera-1', [1], { note: 'ticket 4711' })
    expect(await desk.recorded('attested')).toMatchObject([
      {
        order: 'atera-1',
        step: 1,
        by: 'ben-osei',
        recordedBy: 'desk@machine',
        on: '2026-12-01',
        note: 'ticket 4711',
        verify: 'export',
        accounts: { 'acme/atera/account/tom-berg': { state: 'disabled' } },
        seats: [{ event: 'release', on: '2026-12-01', user: 'tom-berg' }],
      },
    ])
    expect((await desk.pool())?.assigned.has('tom-berg')).toBe(false)
    await desk.attest('atera-1', [2])
    const pool = await desk.pool()
    expect([pool?.purchased, [...(pool?.assigned.keys() ?? [])].toSorted(), pool?.chargedMinor]).toEqual([
      2,
      ['ana-li', 'ben-osei'],
      2 * 17_900,
    ])
    expect(pool?.reserved.get('tom-berg@acme.example')).toBe('tom-berg')
  })

  test('twice is once: told who and when, exit 0, and nothing is written', async () => {
    await replacement()
    await desk.attest('atera-1', [1])
    const before = await desk.bench.entries()
    const again = await desk.attest('atera-1', [1], { by: 'ana-li' })
    expect(again).toMatchObject({
      exitCode: 0,
      steps: [{ step: 1, outcome: 'already', by: 'ben-osei', on: '2026-12-01' }],
    })
    expect(await desk.bench.entries()).toEqual(before)
    expect(await desk.attest('atera-1', [2, 1, 2])).toMatchObject({
      steps: [
        { step: 1, outcome: 'already' },
        { step: 2, outcome: 'attested' },
      ],
    })
  })

  test('what is not there, not yet, by nobody or at no time is refused, and nothing is written', async () => {
    await replacement()
    const before = await desk.bench.entries()
    expect(await refusal(desk.attest('atera-9', [1]))).toContain('There are: atera-1')
    expect(await refusal(desk.attest('atera-1', [1, 7]))).toContain('it has steps 1 to 2')
    expect(await refusal(desk.attest('atera-1', [2]))).toContain('comes after step 1')
    expect(await refusal(desk.attest('atera-1', [1], { by: 'nobody' }))).toContain('is no person of acme')
    expect(await refusal(desk.attest('atera-1', [1], { by: ' ' }))).toContain('--by names nobody')
    expect(await refusal(desk.attest('atera-1', [1], { on: '2026-12-02' }))).toContain('is to come')
    expect(await refusal(desk.attest('atera-1', [1], { on: '2026-11-30' }))).toContain('before atera-1 was given out')
    expect(await desk.bench.entries()).toEqual(before)
  })

  test('a step of an order that another took the place of: which step it is there, exit 6', async () => {
    await replacement({ seats: { purchased: 3 } })
    desk.declare({
      ...boss(desk),
      ...gone(accepted),
      ...desk.with('aad-li', { role: 'beginner' }),
      ...desk.with('ana-li', { role: 'beginner' }),
    })
    await desk.orders()
    expect(await desk.attest('atera-1', [2])).toMatchObject({
      exitCode: 6,
      held: 'atera-1 was replaced by atera-2; there it is step 3: roster attest atera-2 3 --by ben-osei',
    })
    expect(await desk.recorded('attested')).toEqual([])
  })

  test('somebody of the tenant that serves this one may have done it', async () => {
    await replacement()
    desk.bench.tenant('msp', {
      tenant: tenantOf({}, { name: 'MSP' }),
      users: { 'kim-po': { name: { first: 'Kim', last: 'Po' } } },
    })
    desk.declare({ ...boss(desk), ...gone(accepted) }, { tenant: { parent: 'msp' } })
    expect(await desk.attest('atera-1', [1], { by: 'kim-po' })).toMatchObject({ exitCode: 0 })
  })

  test('files with a mistake, a contract that is gone, a tenant that is locked: held, with what to do', async () => {
    await replacement()
    desk.declare(boss(desk), { tenant: { subscriptions: {} } })
    desk.bench.write('tenants/acme/users.yaml', {})
    expect(await desk.attest('atera-1', [1], { by: 'ben-osei' }).catch(String)).toContain('is no person')
    desk.bench.write('tenants/acme/users.yaml', { 'ben-osei': { name: { first: 'Ben', last: 'Osei' } } })
    expect(await desk.attest('atera-1', [1])).toMatchObject({
      exitCode: 3,
      held: expect.stringContaining('bring subscriptions.atera back') as string,
    })
    desk.bench.write('tenants/acme/users.yaml', { 'ben-osei': { nme: 'Ben' } })
    expect(await desk.attest('atera-1', [1])).toMatchObject({
      exitCode: 3,
      held: expect.stringMatching(/mistakes.*users\.yaml:1/) as string,
    })
    const lease = await desk.bench.ledger.lock('acme')
    expect(await desk.attest('atera-1', [1])).toMatchObject({ exitCode: 8 })
    await lease.release()
    expect(await desk.recorded('attested')).toEqual([])
  })

  test('done yesterday, written down today: seats count from the day on which it was done', async () => {
    desk = await helpDesk({ seats: { purchased: 2, autoPurchase: { upTo: 1 } } })
    desk.declare({
      ...boss(desk),
      ...desk.with('tom-berg', { role: 'beginner' }),
      ...desk.with('ana-li', { role: 'beginner' }),
    })
    await desk.orders()
    desk.bench.at('2026-12-20T09:00:00Z')
    await desk.attest('atera-1', [1], { on: '2026-12-16' })
    const [purchase] = (await desk.recorded('attested')).flatMap(({ seats }) => seats)
    // 31 days in December, 15 over on the 16th: 179.00 x 16 / 31 = 92.387
    expect(purchase).toMatchObject({ event: 'purchase', on: '2026-12-16', count: 1, chargedMinor: 9239 })
    expect(await desk.account('ana-li')).toBeUndefined()
    await desk.attest('atera-1', [2], { on: '2026-12-16' })
    expect(await desk.account('ana-li')).toMatchObject({ state: 'invited', invitedAt: '2026-12-15T23:00:00.000Z' })
  })
})
