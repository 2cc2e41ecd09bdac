import { expect, test } from 'vitest'
import type { ApplyReport } from '../../src/reconciler/run.ts'
import { applyDocument, paintApply } from '../../src/report/apply.ts'
import { inkOf } from '../../src/report/ink.ts'
import { everyday, grant, joins, leaves, changes } from './sample.ts'

const secret = changes(
  'eva-lo',
  'Eva Lo’s pin changes',
  { pin: 'pin-of-old' },
  { pin: 'pin-of-new' },
  { sensitive: ['pin'] },
)
const report: ApplyReport = {
  plan: everyday,
  exitCode: 7,
  tenants: [
    {
      tenant: 'acme',
      apply: '01J',
      exitCode: 7,
      head: `9:${'e'.repeat(64)}`,
      settled: [
        { operation: joins('ana-li', 'Ana Li gets an account in hq'), outcome: { status: 'applied' } },
        {
          operation: grant('staff', 'ana-li', 'Ana Li joins Staff'),
          outcome: { status: 'failed', class: 'forbidden', detail: 'hq refuses: no right to write member' },
        },
        {
          operation: leaves('tom-berg', 'Tom Berg is disabled'),
          outcome: { status: 'conflict', detail: 'the account was moved meanwhile' },
        },
        { operation: secret, outcome: { status: 'skipped', detail: 'needs something that failed' } },
      ],
    },
    { tenant: 'bakery', apply: '01J', exitCode: 6, held: 'the plan is not the one that was approved', settled: [] },
    { tenant: 'zoo', apply: '01J', exitCode: 0, settled: [] },
  ],
}

test('what an apply did, with what was not done first and what to do next', async () => {
  await expect(paintApply(report, { ink: inkOf(false), everything: false })).toMatchFileSnapshot('golden/apply.txt')
})

test('REL-15 a partial apply is a result: what is done, what is not, and that running again is safe', () => {
  const painted = paintApply(report, { ink: inkOf(false), everything: false })
  expect(painted).toContain('FAILED (1)')
  expect(painted).toContain('forbidden: hq refuses: no right to write member')
  expect(painted).toContain('Run the same apply again, after mending what failed above: it is safe')
})

test('the document of an apply has every outcome and no sensitive value', () => {
  const document = applyDocument(report) as { readonly tenants: readonly { readonly settled: readonly unknown[] }[] }
  expect(document.tenants[0]?.settled).toHaveLength(4)
  expect(JSON.stringify(document)).not.toMatch(/pin-of/)
  expect(JSON.stringify(document)).toContain('acme/hq/user/ana-li#create')
})

test('a tenant that was refused before it began has no apply to name', () => {
  const refused = { tenant: 'acme', apply: '', exitCode: 3, held: 'nothing was written', settled: [] } as const
  const painted = paintApply({ ...report, exitCode: 3, tenants: [refused] }, { ink: inkOf(false), everything: false })
  expect(painted).toContain('acme (exit 3)\n')
})

test('a reason that many operations share is told once', () => {
  const outcome = { status: 'failed', class: 'forbidden', detail: 'the password is wrong' } as const
  const settled = [
    { operation: joins('ana-li', 'Ana Li gets an account in hq'), outcome },
    { operation: joins('ben-osei', 'Ben Osei gets an account in hq'), outcome },
  ]
  const tenants = [{ tenant: 'acme', apply: '01J', exitCode: 7, settled }] as const
  const painted = paintApply({ ...report, tenants }, { ink: inkOf(false), everything: false })
  expect(painted.match(/the password is wrong/g)).toHaveLength(1)
  expect(painted).toContain('for the same reason')
})

test('SEC-35 first passwords are told with the place they lie in', () => {
  const made = joins('ana-li', 'Ana Li gets an account in hq')
  if (made.kind !== 'user' || made.verb !== 'create') throw new Error('the sample is no creation')
  const operation = { ...made, after: { ...made.after, passwordFor: ['age1x'] } }
  const painted = (status: 'applied' | 'unchanged'): string => {
    const tenants = [{ tenant: 'acme', apply: '01J', exitCode: 0, settled: [{ operation, outcome: { status } }] }]
    return paintApply({ ...report, exitCode: 0, tenants }, { ink: inkOf(false), everything: false })
  }
  expect(painted('applied')).toContain('1 first password, encrypted to the recipients')
  expect(painted('unchanged')).not.toContain('first password')
})
