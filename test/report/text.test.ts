import { expect, test } from 'vitest'
import { inkOf } from '../../src/report/ink.ts'
import { paintPlan } from '../../src/report/text.ts'
import type { Operation } from '../../src/model/operation.ts'
import type { Plan } from '../../src/model/plan.ts'
import { changes, crowd, everyday, grant, large, leaves, planOf, revoke, tenantPlan } from './sample.ts'

const zoned = { zone: 'Europe/Berlin', zoneOf: () => 'America/New_York' }

function paint(plan: Plan, everything = false, colour = false): string {
  return paintPlan(plan, { ink: inkOf(colour), everything, ...zoned })
}

test('a plan of one day, as people read it', async () => {
  await expect(paint(everyday)).toMatchFileSnapshot('golden/everyday.txt')
})

test('the same plan with everything spelled out', async () => {
  await expect(paint(everyday, true)).toMatchFileSnapshot('golden/everyday-verbose.txt')
})

test('a large plan is told by its causes', async () => {
  await expect(paint(large)).toMatchFileSnapshot('golden/large.txt')
})

test('whoever loses something is named in a shortened plan, whoever gains is counted', () => {
  const painted = paint(large)
  for (const id of crowd) expect(painted).toMatch(new RegExp(`leave group printers[^]*${id}\\b`))
  expect(painted).toContain('42 members join group vpn-users because of template technician')
  expect(painted).not.toContain('person-42 joins VPN users')
  for (const id of crowd.slice(0, 7)) expect(painted).toContain(`Gone ${id} is disabled`)
  expect(paint(large, true)).toContain('person-42 joins VPN users')
})

test('a hundred people with a privileged gain are a hundred lines', () => {
  const many = Array.from({ length: 100 }, (_, at) =>
    grant('domain-admins', `u${at}`, `U${at} joins Domain admins`, { escalation: true }),
  )
  const painted = paint(planOf({ operations: many }))
  expect(painted.match(/joins Domain admins/g)).toHaveLength(100)
  expect(painted.indexOf('Privileged access')).toBeGreaterThan(0)
})

test('losses and privileged lines come before gains and objects', () => {
  const painted = paint(everyday)
  const places = [
    'Privileged access',
    '  Leaves',
    '  Loses',
    '  Joins',
    '  Gains',
    '  Objects',
    '  Gates',
    '  Next 7 days',
  ]
  const found = places.map((title) => painted.indexOf(title))
  expect(found).not.toContain(-1)
  expect(found).toEqual(found.toSorted((a, b) => a - b))
})

test('mistakes and an unread directory are told with their tenants', async () => {
  const diagnostics = [
    {
      slug: 'unknown-reference',
      severity: 'error',
      file: 'tenants/bakery/users.yaml',
      line: 12,
      column: 12,
      message: 'There is no user `ben-ose`.',
      fix: 'Did you mean `ben-osei`?',
      excerpt: '  manager: ben-ose',
      tenant: 'bakery',
    },
    { slug: 'text-word', severity: 'warning', file: 'roster.yaml', line: 2, column: 1, message: '`NO` is text.' },
  ] as const
  const plan = planOf({
    tenants: [tenantPlan('acme', 'unreadable', 4), tenantPlan('bakery', 'invalid', 3)],
    diagnostics,
  })
  await expect(paint(plan)).toMatchFileSnapshot('golden/trouble.txt')
})

test('a drift report says what was found', async () => {
  const drift = { reason: 'drift', derived: true } as const
  const plan = planOf({
    kind: 'drift',
    tenants: [tenantPlan('acme', 'changes', 2), tenantPlan('bakery', 'noChange')],
    operations: [
      changes('ana-li', 'Ana Li’s title was changed', { title: 'Boss' }, { title: 'Technician' }, drift),
      grant('staff', 'ana-li', 'Ana Li was taken out of Staff', drift),
      revoke('staff', '~7', 'Somebody unknown (cn=ghost) was put into Staff', drift),
      leaves('tom-berg', 'Tom Berg’s account was enabled', drift),
    ],
  })
  await expect(paint(plan)).toMatchFileSnapshot('golden/drift.txt')
})

test('nothing to do is one line and the summary', () => {
  expect(paint(planOf({ tenants: [tenantPlan('acme', 'noChange'), tenantPlan('bakery', 'noChange')] }))).toBe(
    `Plan as of 22 Nov 2026, 00:30 (Europe/Berlin), commit 0123456789ab\n\nNothing to change in 2 tenants: acme, bakery.\n\nSummary 0 operations in 0 of 2 tenants. Digest sha256:${'d'.repeat(64)}\n`,
  )
})

test('UX-33 colour adds nothing but colour', () => {
  const coloured = paint(everyday, false, true)
  expect(coloured).toContain('\u001b[')
  // oxlint-disable-next-line no-control-regex
  expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(paint(everyday))
})

test('UX-36 the next seven days are counted in the zone of the tenant, and days stay days', () => {
  // 23:30 UTC on the 21st is still the 21st in New York: the 28th is the seventh day from there.
  const painted = paint(everyday)
  expect(painted).toContain('Sat 28 Nov 2026  first day of ida-ek in hq · acme/hq/user/ida-ek')
  expect(painted).toContain('Sun 22 Nov 2026  old-one in hq is deleted: the grace is over')
  expect(painted).not.toContain('24 Dec')
  const east = paintPlan(everyday, { ink: inkOf(false), everything: false, zone: 'UTC', zoneOf: () => 'Asia/Tokyo' })
  expect(east).toContain('(days in Asia/Tokyo)')
})

test('sensitive values are never painted, their names are', () => {
  for (const painted of [paint(everyday), paint(everyday, true)]) {
    expect(painted).toContain('pin: •••••• -> ••••••')
    expect(painted).not.toMatch(/pin-of/)
  }
})

test('a plan with changes says nothing of an exit code; a tenant that is left out does, and what to do next', () => {
  const painted = paint(
    planOf({
      tenants: [
        tenantPlan('acme', 'changes', 2),
        tenantPlan('bakery', 'blocked', 5),
        tenantPlan('zoo', 'unreadable', 4),
      ],
      operations: [changes('ana', 'Ana becomes Boss', { title: 'Clerk' }, { title: 'Boss' })],
    }),
  )
  expect(painted).toMatch(/^acme: changes$/m)
  expect(painted).toMatch(/^bakery: BLOCKED.*\(exit 5\)$/m)
  expect(painted).toMatch(/^zoo: UNREADABLE.*\(exit 4\)$/m)
  expect(painted).toMatch(/^Next: .*roster doctor .*\nNext: .*acknowledgements\.yaml/m)
})

test('what cannot be done says so where no gate does, and its note is the next step', () => {
  const painted = paint(
    planOf({
      tenants: [tenantPlan('acme', 'blocked', 5)],
      operations: [
        {
          ...changes('ana', 'Ana becomes Boss', { title: 'Clerk' }, { title: 'Boss' }),
          status: 'blocked',
          blockedBy: 'nobody may',
        },
      ],
    }),
  )
  expect(painted).toMatch(/^acme: BLOCKED: what is noted as blocked below would not be applied \(exit 5\)$/m)
  expect(painted).toContain('note: blocked: nobody may')
  expect(painted).toMatch(/^Next: Do what the notes of the blocked operations say\.$/m)
  expect(painted).not.toMatch(/gate/)
})

test('many changes in one line still say what changes, and how where it is the same for all', () => {
  const to = (title: string, fax: string) =>
    [
      { title: 'Clerk', fax: '+1' },
      { title, fax },
    ] as const
  const many = Array.from({ length: 7 }, (_, at) => changes(`u${at}`, `U${at} changes`, ...to('Lead', `+2${at}`)))
  const others = Array.from({ length: 7 }, (_, at) => changes(`v${at}`, `V${at} changes`, { mail: 'a' }, { mail: 'b' }))
  const painted = paint(planOf({ operations: [...many, ...others] }))
  expect(painted).toContain('7 people changed in hq: fax, title')
  expect(painted).toContain('title: "Clerk" -> "Lead"')
  expect(painted).not.toContain('fax: "+1"')
  expect(painted).toContain('7 people changed in hq: mail')
})

test('the groups of somebody who starts are counted with the account', () => {
  const entry = (address: string, date = '2026-11-24') =>
    ({ date, tenant: 'acme', address, event: 'start', fingerprint: 'sha256:0' }) as const
  const calendar = [
    entry('acme/hq/membership/staff/ida-ek'),
    entry('acme/hq/membership/vpn-users/ida-ek'),
    entry('acme/hq/membership/vpn-users/old-one'),
    entry('acme/hq/user/ida-ek'),
  ]
  const painted = paint(planOf({ calendar }))
  expect(painted).toContain('Tue 24 Nov 2026  first day of ida-ek in hq, with 2 groups · acme/hq/user/ida-ek')
  expect(painted).toContain('first day of old-one in the group vpn-users')
  expect(painted).not.toContain('ida-ek in the group')
  expect(paint(planOf({ calendar }), true)).toContain('first day of ida-ek in the group staff')
})

test('an acknowledgement that the message names is not named again', () => {
  const found = { slug: 'usersRemoved', scope: 'acme', result: 'warn', acknowledgedBy: 'site-closes' } as const
  const told = paint(planOf({ findings: [{ ...found, message: 'Acknowledged by leads (site-closes): moved' }] }))
  expect(told.match(/site-closes/g)).toHaveLength(1)
})

test('an unexpected error is no gate; where it happened is for those who ask for everything', () => {
  const message = 'The disk is full\n    at write (file.js:1:2)'
  const plan = planOf({
    tenants: [tenantPlan('acme', 'blocked', 1)],
    findings: [{ slug: 'unexpected-error', scope: 'acme', result: 'block', message }],
  })
  expect(paint(plan)).toContain('acme: STOPPED by an unexpected error, nothing would be applied (exit 1)')
  expect(paint(plan)).toContain('The disk is full (--verbose shows where)\n')
  expect(paint(plan, true)).toContain('file.js:1:2')
})

test('what nobody declared and is changed all the same is not called left alone', () => {
  const operations = [leaves('~7', 'Ghost is not declared: the account is disabled')]
  const painted = paint(planOf({ operations, unmanaged: ['acme/hq/user/~7', 'acme/hq/user/~8'] }))
  expect(painted).toContain('left alone: 1 object')
})

test('what the files ask for and is not done is told with the reason, be there nothing else to tell', () => {
  const why = 'its members follow a rule (dynamic membership): nobody is put in or taken out one by one'
  const same = { address: 'acme/hq/group/sales', why }
  const painted = paint(planOf({ notManageable: [same, same] }))
  expect(painted).toContain(
    `not manageable: 1 object that the files ask to change; nothing is done there\n    acme/hq/group/sales: ${why}`,
  )
  expect(painted).not.toContain('Nothing to change')
  const many = Array.from({ length: 7 }, (_, at) => ({ address: `acme/hq/group/${at}`, why }))
  expect(paint(planOf({ notManageable: many }))).toContain('and 2 more (--verbose names them)')
  expect(paint(planOf({ notManageable: many }), true)).toContain(`acme/hq/group/6: ${why}`)
})

test('many people under one policy are told by what the directory calls it', () => {
  const under = (member: string): Operation => {
    const address = `acme/entra/policy/everyone/${member}`
    return {
      ...grant('x', member, `${member} comes under the Conditional Access policy roster: acme everyone`),
      id: `${address}#grant`,
      address,
      directory: 'entra',
      kind: 'policy',
      after: { policy: 'everyone', member },
    } as Operation
  }
  expect(paint(planOf({ operations: crowd.map(under) }))).toContain(
    '42 people under the Conditional Access policy everyone of entra',
  )
})

test('what holds a licence back is said in words', () => {
  const address = 'acme/entra/licence/e3/eva-lo'
  const held = {
    ...grant('x', 'eva-lo', 'Eva Lo gets the licence e3'),
    id: `${address}#grant`,
    address,
    kind: 'licence',
    after: { licence: 'e3', user: 'eva-lo' },
    status: 'blocked',
    blockedBy: 'licence',
  } as Operation
  expect(paint(planOf({ operations: [held] }))).toContain('note: blocked: no unit of it is free')
})

test('a cause is written with one blank', () => {
  const source = { file: 'tenants/acme/tenant.yaml', line: 1, via: ['mode: authoritative'] }
  const painted = paint(planOf({ operations: [leaves('~7', 'Ghost leaves', { source })] }))
  expect(painted).toContain('through mode authoritative')
})

test('files that are not those of the commit are said to be changed', () => {
  const plan = planOf({})
  const [first] = paint({ ...plan, context: { ...plan.context, dirty: true } }).split('\n')
  expect(first).toMatch(/, commit 0123456789ab with changes that are not committed$/)
})
