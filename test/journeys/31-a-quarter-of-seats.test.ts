import { afterAll, expect, test } from 'vitest'
import { MspOffice, mail } from './quarter/office.ts'

/**
 * A quarter of an MSP on a product without an interface. Growth, paid by the year: 179.00 USD a seat and month; from 10 November
 * the highest tier at 240.00 as agreed, which counts from the next cycle. Cycles: 1 to 31 October (31 days), November (30),
 * December (31). What is charged, by hand:
 *
 *   1 Oct    the cycle begins              12 x 179.00               2,148.00
 *   5 Oct    a joiner on the free seat                                   0.00
 *  12 Oct    a leaver goes before the joiner comes                       0.00   (adding first: 179.00 x 20 / 31 = 115.48)
 *  20 Oct    the only Admin is replaced     179.00 x 12 / 31            69.29   (day 19, 12 of 31 days left: 69.2903)
 *   1 Nov    the cycle begins              13 x 179.00               2,327.00
 *  10 Nov    another tier, from the next cycle                           0.00
 *  16 Nov    a joiner on the free seat, with a reclaimed address         0.00
 *  29 Nov    a seat is given back with the next cycle                    0.00
 *   1 Dec    the cycle begins              12 x 240.00               2,880.00
 *                                                                    --------
 *                                                                    7,424.29
 */
const total = 742_429

const office = new MspOffice()
afterAll(() => office.close())

const crew = [
  'adam-novak',
  'bea-ruiz',
  'carl-sato',
  'dina-haddad',
  'emil-berg',
  'fay-okoro',
  'ida-lund',
  'jon-vega',
  'kai-wren',
]

test('a quarter at an MSP: every plan, every order, and what it cost', async () => {
  // What is there: eleven technicians, one of them the only Admin, and a seat that nobody has.
  office.console.add(mail('ben-osei'), 'Ben Osei', 'Admin', 'Active')
  office.declare('ben-osei', 'admin', {
    platforms: { atera: { role: 'admin', reason: 'runs the desk' } },
    dailyAccount: 'exempt',
  })
  for (const id of ['tom-berg', ...crew]) {
    office.console.add(mail(id), id, 'Technician', 'Active')
    office.declare(id, 'technician')
  }
  office.declare('gil-moreau', undefined)
  office.on('2026-10-01')
  expect(await office.observe({ purchased: 12 })).toMatchObject({ rows: 11, matched: 11, unknown: [] })
  await office.plan('01-what-is-there')
  expect(await office.apply()).toEqual(['atera-1'])
  expect((await office.attest('atera-1', 1)).exitCode).toBe(0)
  expect(await seats()).toEqual({ purchased: 12, assigned: 11, free: 1, charged: 12 * 17_900 })

  // A joiner takes the free seat. The product makes everybody a Beginner; the role waits until Eva was there once.
  office.on('2026-10-05').declare('eva-lo', 'technician')
  await office.plan('02-a-joiner')
  expect(await office.apply()).toEqual(['atera-2'])
  office.console.add(mail('eva-lo'), 'Eva Lo')
  await office.attest('atera-2', 1)
  expect((await office.plan('03-waiting-for-a-first-login')).tenants).toMatchObject([
    { status: 'waiting', exitCode: 0 },
  ])
  office.on('2026-10-08').console.change(mail('eva-lo'), { status: 'Active' })
  expect((await office.observe()).verified).toMatchObject([{ order: 'atera-2', step: 1 }])
  await office.plan('04-she-was-there')
  expect(await office.apply()).toEqual(['atera-3'])
  office.console.change(mail('eva-lo'), { role: 'Technician' })
  await office.attest('atera-3', 1)
  expect((await office.observe()).verified).toMatchObject([{ order: 'atera-3', step: 1 }])
  expect(await seats()).toMatchObject({ purchased: 12, assigned: 12, free: 0 })

  // A leaver is replaced: disabled first, the seat is reused and costs nothing.
  office.on('2026-10-12').declare('tom-berg', undefined, {
    state: 'absent',
    leaving: { reassignTo: 'eva-lo', accept: ['personalReports'], reason: 'left' },
  })
  office.declare('uma-rao', 'technician')
  const [swap] = (await office.plan('05-a-leaver-is-replaced')).seats
  expect(swap).toMatchObject({ delta: 0, nowMinor: 0, cheaper: { insteadMinor: 11_548 } })
  expect(await office.apply()).toEqual(['atera-4'])
  office.console.change(mail('tom-berg'), { status: 'Inactive' })
  office.console.add(mail('uma-rao'), 'Uma Rao')
  await office.attest('atera-4', 1, 2)
  office.on('2026-10-13').console.change(mail('uma-rao'), { status: 'Active' })
  await office.observe()
  await office.plan('06-the-role-of-the-replacement')
  await office.apply()
  await office.attest('roster-1', 1)
  office.console.change(mail('uma-rao'), { role: 'Technician' })
  await office.attest('atera-5', 1)
  await office.observe()
  expect(await seats()).toMatchObject({ purchased: 12, assigned: 12, charged: 12 * 17_900 })

  // The only Admin is replaced. Somebody must be Admin at every moment, so both are there at once: a seat is bought.
  office.on('2026-10-20').declare('ben-osei', undefined, {
    state: 'absent',
    leaving: { reassignTo: 'nia-diaz', accept: ['personalReports'], reason: 'left' },
  })
  office.declare('nia-diaz', 'admin', {
    platforms: { atera: { role: 'admin', reason: 'runs the desk' } },
    dailyAccount: 'exempt',
  })
  expect((await office.plan('07-nobody-may-buy')).tenants).toMatchObject([{ status: 'blocked', exitCode: 5 }])
  office.acknowledgements = approved('2026-10-21', 'seatPurchases', 'privilegedGain')
  const [bought] = (await office.plan('08-the-only-admin-is-replaced')).seats
  expect(bought).toMatchObject({ delta: 1, nowMinor: 6_929, after: { purchased: 13, assigned: 12 } })
  expect(await office.apply()).toEqual(['atera-6'])
  await office.attest('atera-6', 1)
  office.console.add(mail('nia-diaz'), 'Nia Diaz')
  await office.attest('atera-6', 2)
  office.on('2026-10-22').console.change(mail('nia-diaz'), { status: 'Active' })
  await office.observe({ purchased: 13 })
  await office.plan('09-she-becomes-admin-before-he-goes')
  expect(await office.apply()).toEqual(['atera-7'])
  office.console.change(mail('nia-diaz'), { role: 'Admin' })
  office.console.change(mail('ben-osei'), { status: 'Inactive' })
  await office.attest('atera-7', 1, 2)
  await office.apply()
  await office.attest('roster-2', 1)
  office.on('2026-10-23')
  await office.observe({ purchased: 13 })
  expect(await seats()).toMatchObject({ purchased: 13, assigned: 12, free: 1, charged: 12 * 17_900 + 6_929 })

  // Single sign-on needs the highest tier; its price is not in the list and was agreed.
  office.on('2026-11-10').acknowledgements = {}
  office.contract = {
    ...office.contract,
    tier: 'superpower',
    features: ['sso'],
    billing: { cycle: 'monthly', anchor: '2026-10-01', term: 'annual', price: '240.00' },
    seats: { purchased: 13, autoPurchase: { upTo: 0 }, maxFree: 1 },
  }
  await office.plan('10-another-tier')
  expect(await office.apply()).toEqual(['atera-8'])
  await office.attest('atera-8', 1)
  expect(await seats()).toMatchObject({ charged: 12 * 17_900 + 6_929 + 13 * 17_900 })

  // Somebody needs the address of a colleague who left: it is taken for good, unless the old account gives it up.
  office.on('2026-11-16').declare('tom-bergman', 'technician', { email: mail('tom-berg') })
  expect((await office.plan('11-an-address-that-is-taken')).tenants).toMatchObject([{ status: 'invalid', exitCode: 3 }])
  office.declare('tom-bergman', undefined, {
    email: mail('tom-berg'),
    platforms: {
      atera: {
        role: 'technician',
        reclaimEmail: {
          from: 'tom-berg',
          renameOldTo: 'old.tom@northwind.example',
          reason: 'customers know the address',
        },
      },
    },
  })
  await office.plan('12-the-address-is-reclaimed')
  expect(await office.apply()).toEqual(['atera-9'])
  office.console.rename(mail('tom-berg'), 'old.tom@northwind.example')
  office.console.add(mail('tom-berg'), 'Tom Bergman')
  await office.attest('atera-9', 1, 2)
  office.on('2026-11-18').console.change(mail('tom-berg'), { status: 'Active' })
  await office.observe({ purchased: 13 })
  await office.apply()
  office.console.change(mail('tom-berg'), { role: 'Technician' })
  await office.attest('atera-10', 1)
  const pool = await office.pool()
  expect([...pool.reserved.keys()]).toEqual(
    expect.arrayContaining(['tom.berg@northwind.example', 'old.tom@northwind.example']),
  )

  // A seat is given back. It can be used until the cycle ends, so nobody gives it back before the last days.
  office.on('2026-11-25').declare('kai-wren', undefined, {
    state: 'absent',
    leaving: { accept: ['personalReports'], reason: 'left' },
  })
  office.contract = { ...office.contract, seats: { purchased: 12, autoPurchase: { upTo: 0 }, maxFree: 1 } }
  await office.plan('13-a-seat-is-given-back')
  expect(await office.apply()).toEqual(['atera-11'])
  office.console.change(mail('kai-wren'), { status: 'Inactive' })
  await office.attest('atera-11', 1)
  office.on('2026-11-29')
  await office.plan('14-the-last-days-of-the-cycle')
  expect(await office.apply()).toEqual(['atera-12'])
  await office.attest('atera-12', 1)
  expect(await seats()).toMatchObject({ purchased: 13, assigned: 12, free: 1 })

  // The console shows what nobody agreed to: somebody added a friend, and Kai works again.
  office.on('2026-12-10').console.change(mail('kai-wren'), { status: 'Active' })
  office.console.add('max.friend@elsewhere.example', 'Max Friend', 'Technician', 'Active')
  const seen = await office.observe({ purchased: 14 })
  expect(seen.exitCode).toBe(2)
  await office.plan('15-the-console-shows-otherwise')
  office.declare('zoe-quist', 'technician')
  await office.plan('16-nothing-is-bought-on-numbers-that-differ')
  office.users.delete('zoe-quist')
  office.write()
  await office.apply()
  office.console.change(mail('kai-wren'), { status: 'Inactive' })
  await office.attest('atera-13', 1)
  office.console.change('max.friend@elsewhere.example', { status: 'Inactive' })
  office.on('2026-12-11')
  await office.observe({ purchased: 12, accepted: 'Max was a mistake: disabled, and the vendor took the seats back' })
  await office.plan('17-in-agreement-again')
  expect(await seats()).toEqual({ purchased: 12, assigned: 12, free: 0, charged: total })
  expect((await office.bench.ledger.verify('northwind')).faults).toEqual([])
})

async function seats(): Promise<object> {
  const { purchased, assigned, chargedMinor } = await office.pool()
  return { purchased, assigned: assigned.size, free: purchased - assigned.size, charged: chargedMinor }
}

function approved(until: string, ...gates: readonly string[]): Readonly<Record<string, object>> {
  const each = (gate: string): object => ({
    gate,
    max: 5,
    reason: 'agreed with the owner of the money',
    approver: 'money',
    expires: `${until}T12:00:00Z`,
  })
  return Object.fromEntries(gates.map((gate) => [gate.toLowerCase(), each(gate)]))
}
