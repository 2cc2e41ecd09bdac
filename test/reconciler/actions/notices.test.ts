import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Secret } from '../../../src/model/secret.ts'
import type { Plan } from '../../../src/model/plan.ts'
import type { ApplyReport, Consent } from '../../../src/reconciler/run.ts'
import { startPostOffice } from '../../messages/post-office.ts'
import type { PostOffice } from '../../messages/post-office.ts'
import { Bench, finding, person, standing, tenantOf, told } from '../bench.ts'

let bench: Bench
let office: PostOffice
beforeEach(async () => {
  office = await startPostOffice()
  bench = new Bench()
  workspace({ sinks: { desk } })
  bench.tenant('acme', { tenant: tenantOf(), users: people })
  expect((await apply()).exitCode).toBe(0)
})
afterEach(async () => {
  bench.close()
  await office.stop()
})

const desk = { smtp: { env: 'SMTP_URL' }, from: 'desk@msp.example' }
const people = { 'ana-li': person('ana-li'), 'ben-osei': person('ben-osei') }
const maintenance = {
  do: 'notify',
  select: { all: true },
  reason: 'maintenance',
  subject: 'No VPN on Friday',
  message: 'The VPN is down from 18:00.\nPlan for it.\n',
}

function workspace(notifications: object | undefined): void {
  bench.write('roster.yaml', {
    version: 1,
    timezone: 'Europe/Berlin',
    ...(notifications === undefined ? {} : { notifications }),
  })
}
function declare(actions: object | undefined): void {
  bench.write('tenants/acme/actions.yaml', actions)
}
const environment = (name: string): Secret | undefined =>
  name === 'SMTP_URL' ? new Secret(`smtp://127.0.0.1:${office.port}`) : undefined
const apply = async (consent: Consent = { how: 'autoApprove' }): Promise<ApplyReport> =>
  bench.apply(consent, { environment })
const plan = async (): Promise<Plan> => bench.plan()
const recipients = (): readonly string[] => office.letters.flatMap(({ to }) => to).toSorted()

test('MSP-19 everybody who is selected gets the message, once; planning sends nothing', async () => {
  declare({ 'no-vpn': maintenance })
  const made = await plan()
  expect(made.operations.map(({ id, summary, risk }) => ({ id, summary, risk }))).toEqual([
    {
      id: 'acme/messages/user/no-vpn/ana-li#notify',
      summary: 'Ana Li is told «No VPN on Friday» (no-vpn: maintenance)',
      risk: 'low',
    },
    {
      id: 'acme/messages/user/no-vpn/ben-osei#notify',
      summary: 'Ben Osei is told «No VPN on Friday» (no-vpn: maintenance)',
      risk: 'low',
    },
  ])
  expect(finding(made, 'action-counted')).toMatchObject({ measured: 2 })
  expect(office.letters).toEqual([])
  expect((await apply({ how: 'approved', plan: made, digest: made.digest })).exitCode).toBe(0)
  expect(recipients()).toEqual(['ana-li@acme.example', 'ben-osei@acme.example'])
  expect(office.letters[0]).toMatchObject({ from: 'desk@msp.example', text: maintenance.message.trimEnd() })
  expect([standing(await plan()), told((await plan()).operations)]).toEqual(['noChange 0', []])
  expect((await apply()).tenants[0]?.settled).toEqual([])
  expect(office.letters).toHaveLength(2)
})

test('other words are another message: what was approved is what is sent', async () => {
  declare({ 'no-vpn': maintenance })
  const made = await plan()
  declare({ 'no-vpn': { ...maintenance, message: 'Send me your password.' } })
  expect((await apply({ how: 'approved', plan: made, digest: made.digest })).exitCode).toBe(6)
  expect(office.letters).toEqual([])
})

test('two messages to one person are two; somebody who comes later is told then, and the others are not told again', async () => {
  declare({ 'no-vpn': maintenance, welcome: { ...maintenance, subject: 'Welcome', select: { users: ['ana-li'] } } })
  await apply()
  expect(recipients()).toEqual(['ana-li@acme.example', 'ana-li@acme.example', 'ben-osei@acme.example'])
  bench.tenant('acme', { users: { ...people, 'eva-lo': person('eva-lo') } })
  await apply()
  expect(recipients()).toEqual([
    'ana-li@acme.example',
    'ana-li@acme.example',
    'ben-osei@acme.example',
    'eva-lo@acme.example',
  ])
})

test('messages are sent after everything else is done', async () => {
  bench.tenant('acme', { users: { ...people, 'eva-lo': person('eva-lo'), 'zoe-ng': person('zoe-ng') } })
  declare({ aaa: maintenance })
  const { tenants } = await apply()
  const order = tenants[0]?.settled.map(({ operation }) => operation.verb)
  expect(order).toEqual(['create', 'create', 'notify', 'notify', 'notify', 'notify'])
})

describe('what stands in the way', () => {
  test.each([
    [undefined, {}, 'there is nothing to send messages with: write notifications: { sinks: { desk:'],
    [{ sinks: { desk: { smtp: { env: 'SMTP_URL' } } } }, {}, 'write from: in the sink desk of roster.yaml'],
    [{ sinks: { desk, other: desk } }, {}, 'name one in roster.yaml, notifications: { events: { notice: [desk] } }'],
    [{ sinks: { desk }, events: { notice: ['other'] } }, {}, 'roster.yaml has no sink other'],
    [{ sinks: { desk } }, { email: null }, 'Ana Li has no address: write email: in users.yaml'],
  ])('%j, and %j', async (notifications, more, why) => {
    workspace(notifications)
    bench.tenant('acme', { users: { ...people, 'ana-li': person('ana-li', more) } })
    await apply()
    declare({ 'no-vpn': { ...maintenance, select: { users: ['ana-li'] } } })
    const made = await plan()
    expect(standing(made)).toBe('blocked 5')
    expect(made.operations[0]?.blockedBy).toContain(why)
    expect((await apply()).exitCode).toBe(5)
    expect(office.letters).toEqual([])
  })

  test('of several sinks the one that the event notice names is taken', async () => {
    workspace({ sinks: { desk, other: { ...desk, from: 'other@msp.example' } }, events: { notice: ['other'] } })
    declare({ 'no-vpn': { ...maintenance, select: { users: ['ana-li'] } } })
    await apply()
    expect(office.letters.map(({ from }) => from)).toEqual(['other@msp.example'])
  })

  test('a subject in two lines is not sent', async () => {
    declare({ 'no-vpn': { ...maintenance, subject: 'No VPN\nBcc: x@y.example' } })
    expect((await plan()).operations[0]?.blockedBy).toContain('write it in one')
  })

  test('the address of the mail server is not set: told at apply, since only apply has it', async () => {
    declare({ 'no-vpn': maintenance })
    expect(standing(await plan())).toBe('changes 2')
    const { exitCode, tenants } = await bench.apply()
    expect(exitCode).toBe(7)
    expect(JSON.stringify(tenants[0]?.settled.map(({ outcome }) => outcome))).toContain(
      'the variable SMTP_URL is not set',
    )
    expect((await apply()).exitCode).toBe(0)
    expect(recipients()).toEqual(['ana-li@acme.example', 'ben-osei@acme.example'])
  })
})

describe('a retry does not send twice', () => {
  const unknown = async (): Promise<string | undefined> => finding(await plan(), 'message-unknown')?.message

  test('somebody whom the server refuses is tried again by the next apply, the others are not', async () => {
    declare({ 'no-vpn': maintenance })
    office.conduct({ refuse: (recipient) => (recipient.startsWith('ben') ? 550 : undefined) })
    expect((await apply()).exitCode).toBe(7)
    expect(told((await plan()).operations)).toEqual(['notify user no-vpn/ben-osei'])
    office.conduct({})
    expect((await apply()).exitCode).toBe(0)
    expect(recipients()).toEqual(['ana-li@acme.example', 'ben-osei@acme.example'])
  })

  test('a server that puts off is asked again in the same run', async () => {
    declare({ 'no-vpn': { ...maintenance, select: { users: ['ana-li'] } } })
    let asked = 0
    office.conduct({ refuse: () => ((asked += 1) === 1 ? 450 : undefined) })
    expect((await apply()).exitCode).toBe(0)
    expect([asked, recipients()]).toEqual([2, ['ana-li@acme.example']])
  })

  test('a message whose answer was lost may have been sent: it is never sent again, and that is told', async () => {
    declare({ 'no-vpn': { ...maintenance, select: { users: ['ana-li'] } } })
    office.conduct({ cutAfterData: true })
    expect((await apply()).exitCode).toBe(7)
    expect(office.letters).toHaveLength(1)
    office.conduct({})
    for (const _ of ['once', 'and again']) {
      const made = await plan()
      expect(told(made.operations)).toEqual([])
      expect(finding(made, 'message-unknown')).toMatchObject({
        result: 'warn',
        measured: 1,
        message:
          'no-vpn: whether the message reached Ana Li is not known. It is not sent again; ask them, or give the action another id to send it anew',
      })
      expect((await apply()).exitCode).toBe(0)
    }
    expect(office.letters).toHaveLength(1)
    declare({ 'no-vpn-2': { ...maintenance, select: { users: ['ana-li'] } } })
    await apply()
    expect(office.letters).toHaveLength(2)
    expect(await unknown(), 'an action that is gone is over').toBeUndefined()
  })

  test('a run that was killed after it announced a message: the same', async () => {
    declare({ 'no-vpn': { ...maintenance, select: { users: ['ana-li'] } } })
    const [operation] = (await plan()).operations
    if (operation === undefined) throw new Error('nothing is planned')
    const lease = await bench.ledger.lock('acme')
    const journal = await bench.ledger.open('acme', '00000000-0000-4000-8000-000000000001', lease)
    await journal.record([{ type: 'intent', operation }])
    await journal.close()
    await lease.release()
    expect(await unknown()).toContain('Ana Li')
    expect((await apply()).exitCode).toBe(0)
    expect(office.letters).toEqual([])
    expect(await unknown(), 'not forgotten by an apply').toContain('Ana Li')
  })
})
