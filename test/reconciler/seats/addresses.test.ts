import { afterEach, describe, expect, test } from 'vitest'
import { boss, Desk, hired, left, steps } from './desk.ts'
import { technician } from '../accounts/technician.ts'

let desk: Desk
afterEach(() => desk.close())

/** Tom left, and his account is disabled for good. */
async function office(): Promise<void> {
  desk = new Desk({ purchased: 4 })
  desk.declare({ ...boss('ben-osei'), ...hired('tom-berg') })
  await desk.there(['ben-osei', technician('ben-osei', 'admin')], ['tom-berg', technician('tom-berg')])
  await desk.work()
  desk.declare({ ...boss('ben-osei'), ...left('tom-berg') })
  await desk.work()
}

async function mistakes(): Promise<readonly string[]> {
  const { diagnostics, tenants } = await desk.office.bench.plan()
  const wrong = diagnostics.filter(({ severity }) => severity === 'error')
  expect(tenants[0]?.exitCode === 3).toBe(wrong.length > 0)
  return wrong.map(({ slug, file, line, message }) => `${slug} ${file}:${line > 1 ? 'line' : '1'} ${message}`)
}

const claim = (more: object = {}): object => ({
  reclaimEmail: { from: 'tom-berg', renameOldTo: 'old.tom@acme.example', reason: 'same role', ...more },
})
/** Tim, who is to have the address that Tom had. */
const tim = (account: object = {}): Readonly<Record<string, object>> =>
  hired('tim-ray', { email: 'Tom-Berg@acme.example' }, account)
const others = { ...boss('ben-osei'), ...left('tom-berg', { email: 'tom@acme.example' }) }

describe('an address that is taken for good', () => {
  test('ATE-34 somebody else with the address of a disabled account is an error that offers both ways out', async () => {
    await office()
    desk.declare({ ...others, ...tim() })
    expect(await mistakes()).toEqual([
      'seat-address-reserved tenants/acme/users.yaml:line Tom-Berg@acme.example is taken on Atera for good: it is, or was, the address of Tom Berg. If they are the same person, enable that account again (state: active at tom-berg); if Tim Ray is to have the address, write reclaimEmail: { from: tom-berg, renameOldTo: old.Tom-Berg@acme.example, reason: ... } into platforms.atera.',
    ])
    await expect(desk.apply()).rejects.toThrow('taken on Atera for good')
  })

  test('ATE-34 the same person again is no newcomer: their account is enabled', async () => {
    await office()
    desk.declare({ ...boss('ben-osei'), ...hired('tom-berg') })
    expect(await mistakes()).toEqual([])
    expect(steps(await desk.plan())).toEqual(['enable account tom-berg (manual)'])
  })

  test('ATE-34 somebody who works there cannot take it either, by a change of their own address', async () => {
    await office()
    desk.declare({
      ...boss('ben-osei', { email: 'tom-berg@acme.example' }),
      ...left('tom-berg', { email: 't@acme.example' }),
    })
    expect((await mistakes()).map((each) => each.split(' ')[0])).toEqual(['seat-address-reserved'])
  })

  test('ATE-35 with leave and a reason the old account is renamed first, and both addresses stay taken', async () => {
    await office()
    desk.declare({ ...others, ...tim(claim()) })
    expect(await mistakes()).toEqual([])
    const made = await desk.plan()
    expect(steps(made)).toEqual([
      'create account tim-ray (manual) after rename tom-berg',
      'rename account tom-berg (manual)',
    ])
    expect(made.operations.find(({ verb }) => verb === 'rename')).toMatchObject({
      before: { login: 'tom-berg@acme.example' },
      after: { login: 'old.tom@acme.example' },
      summary:
        'the disabled account of Tom Berg on Atera becomes old.tom@acme.example, so that Tim Ray can have tom-berg@acme.example: same role',
    })
    await desk.work()
    const { reserved, assigned } = await desk.pool()
    expect([reserved.has('tom-berg@acme.example'), reserved.get('old.tom@acme.example')]).toEqual([true, 'tom-berg'])
    expect([...assigned.keys()].toSorted()).toEqual(['ben-osei', 'tim-ray'])
    expect(steps(await desk.plan())).toEqual([])
    // Whoever comes next finds both taken.
    desk.declare({ ...others, ...tim(), ...hired('eva-lo', { email: 'old.tom@acme.example' }) })
    expect((await mistakes()).map((each) => each.split(' ')[0])).toEqual(['seat-address-reserved'])
  })

  test('ATE-35 in the change in which the other one leaves: disabled, renamed, added', async () => {
    desk = new Desk({ purchased: 2 })
    desk.declare({ ...boss('ben-osei'), ...hired('tom-berg') })
    await desk.there(['ben-osei', technician('ben-osei', 'admin')], ['tom-berg', technician('tom-berg')])
    await desk.work()
    desk.declare({ ...others, ...tim(claim()) })
    expect(steps(await desk.plan())).toEqual([
      'create account tim-ray (manual) after disable tom-berg, rename tom-berg',
      'disable account tom-berg (manual)',
      'rename account tom-berg (manual) after disable tom-berg',
    ])
  })

  test('ATE-35 it is taken from who has it, who works no more, and for an address that nobody had', async () => {
    await office()
    desk.declare({ ...others, ...tim(claim({ from: 'ben-osei' })) })
    expect((await mistakes())[0]).toContain('write from: tom-berg.')
    await desk.there(['max-roe', technician('max-roe', 'beginner', { state: 'disabled' })])
    desk.declare({ ...others, ...tim(claim({ renameOldTo: 'Max-Roe@acme.example' })) })
    expect((await mistakes())[0]).toContain('renameOldTo Max-Roe@acme.example is taken on Atera too, by max-roe')
    desk.declare({
      ...boss('ben-osei', { email: 'b@acme.example' }),
      ...left('tom-berg'),
      ...hired('eva-lo', { email: 'ben-osei@acme.example' }, claim({ from: 'ben-osei' })),
    })
    // Ben gets another address in the same change: hers comes after.
    expect(steps(await desk.plan())).toEqual([
      'update account ben-osei (manual)',
      'create account eva-lo (manual) after update ben-osei',
    ])
  })
})
