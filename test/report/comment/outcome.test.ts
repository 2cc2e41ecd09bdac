import { expect, test } from 'vitest'
import type { Operation } from '../../../src/model/operation.ts'
import type { ApplyReport, Settled } from '../../../src/reconciler/run.ts'
import { applyingComment } from '../../../src/report/comment/applying.ts'
import type { OutcomeContext } from '../../../src/report/comment/context.ts'
import { failureIssue, outcomeComment } from '../../../src/report/comment/outcome.ts'
import { grant, joins, leaves, planOf, revoke, tenantPlan } from '../sample.ts'
import { people } from './scenes.ts'
import { isClosed, readable } from './told.ts'

const context: OutcomeContext = {
  merge: '89abcdef0123456789abcdef0123456789abcdef',
  resumeCommand: 'roster apply --reviewed',
  fullReport: 'https://forge.example/runs/8',
}

function settled(operation: Operation, outcome: Settled['outcome']): Settled {
  return { operation, outcome }
}

const plan = planOf({ tenants: [tenantPlan('acme', 'changes'), tenantPlan('bakery', 'changes')] })

const inPart: ApplyReport = {
  plan,
  exitCode: 7,
  tenants: [
    {
      tenant: 'acme',
      apply: '7',
      exitCode: 7,
      settled: [
        settled(leaves('tom-berg', 'Tom Berg’s account in hq is disabled'), { status: 'applied' }),
        settled(joins('ana-li', 'Ana Li gets an account in hq, ana.li'), { status: 'accepted' }),
        settled(grant('staff', 'ana-li', 'Ana Li joins Staff'), {
          status: 'failed',
          class: 'forbidden',
          detail: 'the server refuses: insufficientAccessRights (50)',
        }),
        settled(revoke('staff', 'eva-lo', 'Eva Lo leaves Staff'), {
          status: 'conflict',
          detail: 'the group was changed since the plan was made',
        }),
        ...['vpn', 'mail'].map((group) =>
          settled(grant(group, 'ana-li', `Ana Li joins ${group}`), {
            status: 'skipped',
            detail: 'comes after something that failed',
          }),
        ),
      ],
    },
    {
      tenant: 'bakery',
      apply: '',
      exitCode: 6,
      settled: [],
      held: '#12 is not approved for this: 1 approval of critical is missing (@msp/leads).',
    },
    {
      tenant: 'cafe',
      apply: '9',
      exitCode: 0,
      settled: [settled(grant('a', 'b', 'B joins A'), { status: 'unchanged' })],
    },
  ],
}

const done: ApplyReport = {
  plan,
  exitCode: 0,
  tenants: [
    {
      tenant: 'acme',
      apply: '7',
      exitCode: 0,
      settled: [settled(leaves('tom-berg', 'Tom Berg’s account in hq is disabled'), { status: 'applied' })],
    },
  ],
}

test('UX-29 what became of each operation, what is held and why, and what finishes it', async () => {
  await expect(outcomeComment(inPart, context).body).toMatchFileSnapshot('golden/outcome-in-part.md')
  await expect(outcomeComment(done, context).body).toMatchFileSnapshot('golden/outcome-done.md')
})

test('UX-29 how far an apply is', async () => {
  const body = applyingComment({ merge: context.merge, since: '2026-11-22T09:00:00Z', done: 3, total: 12 })
  await expect(body).toMatchFileSnapshot('golden/applying.md')
})

test('UX-29 one issue tells what failed, with the command that finishes it; where all went well there is none', async () => {
  expect(failureIssue(done, context)).toBeUndefined()
  const issue = failureIssue(inPart, context)
  await expect(`# ${issue?.title}\n\n${issue?.body}`).toMatchFileSnapshot('golden/failure-issue.md')
})

test('UX-25 what failed stays in the comment, however much was done and however much failed', () => {
  const many = (number: number, outcome: Settled['outcome']): readonly Settled[] =>
    people(number).map((id) => settled(grant('staff', id, `${id} joins Staff`), outcome))
  const failed = { status: 'failed', class: 'invalid', detail: 'no' } as const
  const report = (ok: number, bad: number): ApplyReport => ({
    plan,
    exitCode: 7,
    tenants: [
      { tenant: 'acme', apply: '1', exitCode: 7, settled: [...many(ok, { status: 'applied' }), ...many(bad, failed)] },
    ],
  })
  const mostlyDone = outcomeComment(report(5_000, 3), context)
  expect(mostlyDone.body.length).toBeLessThan(60_000)
  expect(mostlyDone).toMatchObject({ detail: 'lossesOnly', omitted: ['what was done, operation by operation'] })
  for (const id of people(3)) expect(mostlyDone.body).toContain(id)
  const mostlyFailed = outcomeComment(report(3, 5_000), context)
  expect(mostlyFailed.body.length).toBeLessThan(60_000)
  expect(readable(mostlyFailed.body)).toContain('5,000 operations failed in `acme`; the first: invalid: no')
  expect(failureIssue(report(3, 5_000), context)?.body.length).toBeLessThan(60_000)
  expect(isClosed(mostlyFailed.body)).toBe(true)
})
