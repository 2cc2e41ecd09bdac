import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Plan } from '../../../src/model/plan.ts'
import { finding, standing, told } from '../bench.ts'
import { Desk, boss, hired, left, steps } from '../seats/desk.ts'
import { csv, facts, known, line, observe } from './listing.ts'
import { technician } from '../accounts/technician.ts'

let desk: Desk
beforeEach(async () => {
  desk = new Desk({ purchased: 8, autoPurchase: { upTo: 2 } })
  desk.declare(people)
  await desk.there(['ben-osei', technician('ben-osei', 'admin')], ...crew.map((id) => [id, technician(id)] as const))
  await desk.apply()
  await observe(desk, csv(...all))
})
afterEach(() => desk.close())

const crew = ['tom-berg', 'ana-li', 'max-orr', 'kim-roe', 'eva-sol']
const people = { ...boss('ben-osei'), ...Object.assign({}, ...crew.map((id) => hired(id))) }
const all = [line('ben-osei', 'Admin'), ...crew.map((id) => line(id))]
const but = (id: string, ...instead: readonly string[]): string =>
  csv(...all.filter((each) => !each.startsWith(id)), ...instead)

function drift(): Promise<Plan> {
  return desk.office.bench.drift()
}

describe('somebody changes an account at the console', () => {
  test('another role is told at once, shows in drift until it is put right, and the plan puts it right', async () => {
    const report = await observe(desk, but('ana-li', line('ana-li', 'Admin')))
    expect(report).toMatchObject({
      exitCode: 2,
      changed: [{ user: 'ana-li', message: 'Ana Li on Atera: has Admin, agreed is Beginner' }],
    })
    const found = await drift()
    expect(told(found.operations)).toEqual(['grant roleAssignment beginner/ana-li'])
    expect(found.operations[0]?.summary).toBe('Ana Li on Atera: has Admin, agreed is Beginner')
    expect(standing(found)).toBe('changes 2')
    expect(steps(await desk.plan())).toEqual(['grant roleAssignment beginner/ana-li (manual)'])
    await observe(desk, `${but('ana-li', line('ana-li', 'Admin'))}\r\n`)
    expect(told((await drift()).operations)).toEqual(['grant roleAssignment beginner/ana-li'])
    await desk.work()
    expect(told((await drift()).operations)).toEqual([])
    expect(await observe(desk, csv(...all))).toMatchObject({ exitCode: 0, changed: [] })
  })

  test('a role that no file declares is named as the platform names it', async () => {
    const { changed } = await observe(desk, but('ana-li', line('ana-li', 'Night shift')))
    expect(changed.map(({ message }) => message)).toEqual([
      'Ana Li on Atera: has Night shift (a role that no file declares), agreed is Beginner',
    ])
  })

  test('what the files ask for by now is no drift any more', async () => {
    await observe(desk, but('ana-li', line('ana-li', 'Admin')))
    desk.declare({ ...people, ...boss('ana-li') })
    expect(told((await drift()).operations)).toEqual([])
    expect(await observe(desk, but('ana-li', line('ana-li', 'Admin'), ''))).toMatchObject({ changed: [] })
  })

  test('somebody who was disabled, and somebody who leaves: the one is drift, the other was asked for', async () => {
    desk.declare({ ...people, ...left('tom-berg') })
    const rows = all.map((each) => (/^(?:tom|ana)/.test(each) ? each.replace('Active', 'Inactive') : each))
    const report = await observe(desk, csv(...rows))
    expect(report.changed.map(({ message }) => message)).toEqual(['Ana Li on Atera: was disabled there'])
    expect(told((await drift()).operations)).toEqual(['enable account ana-li'])
  })
})

describe('somebody is not in the list', () => {
  test('one is told as drift and not taken for gone: nothing is made or taken away for it', async () => {
    const report = await observe(desk, but('ana-li'))
    expect(report).toMatchObject({ exitCode: 2, missing: ['ana-li'] })
    expect((await known(desk, 'ana-li'))?.state).toBe('active')
    expect(steps(await desk.plan())).toEqual([])
    const found = await drift()
    expect(told(found.operations)).toEqual(['create account ana-li'])
    expect(found.operations[0]?.summary).toBe(
      'Ana Li is not in the list of Atera that was read last; nobody takes the account for gone',
    )
    expect(await observe(desk, csv(...all))).toMatchObject({ exitCode: 0, missing: [] })
    expect(told((await drift()).operations)).toEqual([])
  })

  test('a list that lacks more than a fifth is not believed, unless it says that it is a part', async () => {
    const before = await facts(desk)
    const half = csv(...all.slice(0, 3))
    const report = await observe(desk, half)
    expect(report).toMatchObject({ exitCode: 4, rows: 3, missing: ['eva-sol', 'kim-roe', 'max-orr'] })
    expect(report.held).toContain('3 of 6 accounts that are known are not in the list (eva-sol, kim-roe, max-orr)')
    expect(await facts(desk)).toBe(before)
    expect(await observe(desk, half, { partial: true })).toMatchObject({ exitCode: 0, missing: [] })
    expect((await desk.memory()).accounts.size).toBe(6)
  })

  test('a list of others says nothing of them', async () => {
    const contacts = 'Email,Site,Status\r\nuser@client.example,Berlin,Active'
    const report = await observe(desk, contacts, { export: 'contacts' })
    expect(report).toMatchObject({ exitCode: 0, rows: 1, unknown: ['user@client.example'], missing: [] })
    expect((await known(desk, '~user@client.example'))?.type).toBe('endUser')
  })

  test('somebody looked and it is gone: it is forgotten, its seat is free, and the plan makes it anew', async () => {
    await observe(desk, but('ana-li'))
    const report = await observe(desk, but('ana-li'), { gone: ['Ana-Li@acme.example'] })
    expect(report).toMatchObject({ exitCode: 0, missing: [] })
    expect(await known(desk, 'ana-li')).toBeUndefined()
    expect((await desk.pool()).assigned.has('ana-li')).toBe(false)
    expect(told((await drift()).operations)).toEqual([])
    await expect(observe(desk, csv(...all), { gone: ['tom-berg@acme.example'] })).rejects.toThrow(
      /the list has that account/,
    )
    await expect(observe(desk, csv(...all), { gone: ['nobody@acme.example'] })).rejects.toThrow(
      /no such account is known/,
    )
  })
})

describe('ATE-38 the seats that the platform shows and those of the ledger', () => {
  test('ATE-38 seats changed by hand are drift: told, in the plan, and nothing is bought until the numbers agree', async () => {
    const report = await observe(desk, csv(...all), { purchased: 7 })
    expect(report).toMatchObject({ exitCode: 2, seatDrift: { purchased: { ledger: 8, platform: 7 } } })
    const found = await drift()
    expect(standing(found)).toBe('changes 2')
    expect(finding(found, 'seat-drift')?.message).toContain('7 paid (ledger: 8)')

    const more = Object.assign({}, ...['ida-ray', 'leo-fox', 'uma-cho'].map((id) => hired(id)))
    desk.declare({ ...people, ...more })
    const made = await desk.plan()
    expect(finding(made, 'seat-drift')?.message).toContain('No seat is bought')
    expect(steps(made)).toContain('purchase seat pool (blocked: seatDrift)')

    await observe(desk, csv(...all), { purchased: 7, accepted: 'one was given back by the vendor' })
    expect(finding(await desk.plan(), 'seat-drift')).toBeUndefined()
    expect(await desk.pool()).toMatchObject({ purchased: 7 })
    expect(finding(await drift(), 'seat-drift')).toBeUndefined()
  })

  test('ATE-38 somebody whom nobody declared has a seat there: drift, with who it is', async () => {
    const report = await observe(desk, csv(...all, 'Zed,zed@else.example,Beginner,Active'))
    expect(report).toMatchObject({ exitCode: 2, seatDrift: { extra: ['~zed@else.example'], missing: [] } })
  })
})
