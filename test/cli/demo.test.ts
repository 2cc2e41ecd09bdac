import { expect, test } from 'vitest'
import { documentOf, roster } from './roster.ts'

test('the demo tells the whole story, and every part of it ends as it says', async () => {
  const { code, stdout, stderr } = await roster(['demo'])
  // On a slow machine a run of over ten seconds says how far it is.
  const trouble = stderr.split('\n').filter((line) => !/^\S+: (reading|planning|applying), /.test(line))
  expect([code, trouble]).toEqual([0, ['']])
  const parts = [
    '$ roster init',
    '$ roster plan --detailed-exitcode --out ../plan.json',
    '11 people new in main',
    '$ roster apply --digest sha256:',
    'Nothing to change in 1 tenant: northwind.',
    '$ git diff',
    '+tom-berg:',
    'Tom Berg',
    'BLOCK  usersRemoved',
    'Nothing to change in 1 tenant: northwind.',
    '$ roster observe helpdesk ',
    'BLOCK  seatPurchases',
    'cheaper order: disable Ben Osei first, then add Tom Berg: no charge',
    'work order helpdesk-1',
    'attested step 2: Add Tom Berg',
    'verified: step 2 of helpdesk-1, Add Tom Berg',
    '3 paid, 3 assigned, 0 free',
    '$ roster ledger verify',
    'northwind: proven',
    'tail anchored',
    'What to try next',
  ]
  let from = 0
  for (const part of parts) {
    const at = stdout.indexOf(part, from)
    expect([part, at >= 0]).toEqual([part, true])
    from = at
  }
})

test('the demo as one document', async () => {
  const demo = await roster(['demo', '--json'])
  expect(documentOf(demo)).toMatchObject({ kind: 'demo', exitCode: 0 })
})
