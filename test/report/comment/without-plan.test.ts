import { expect, test } from 'vitest'
import { planComment } from '../../../src/report/comment/plan.ts'
import { failedComment, pendingComment } from '../../../src/report/comment/without-plan.ts'
import { contextOf, several } from './scenes.ts'
import { isClosed } from './told.ts'

const head = '89abcdef0123456789abcdef0123456789abcdef'

test('a plan that failed says that it failed, and never that nothing would change', async () => {
  const log = 'roster plan\n\nCannot read tenants/acme/tenant.yaml: EACCES\n<b>@ana</b>\n'
  const { body } = failedComment(log, { head, fullReport: 'https://forge.example/runs/9' })
  await expect(body).toMatchFileSnapshot('golden/failed.md')
  for (const text of [body, failedComment('', { head }).body]) {
    expect(text).toContain('### Plan failed')
    expect(text).not.toMatch(/no changes|nothing to change|no difference/i)
  }
})

test('of a long log the end is shown, and what is left out is said', () => {
  const log = Array.from({ length: 10_000 }, (_, at) => `line ${at} ${'x'.repeat(at % 300)}`).join('\n')
  const { body, omitted } = failedComment(`${log}\n${'🌈'.repeat(40_000)}`, { head })
  expect(body.length).toBeLessThan(60_000)
  expect(body).toContain('line 9999')
  expect(omitted).toEqual([expect.stringMatching(/^the first [\d,]+ lines of the log$/)])
  expect(isClosed(body)).toBe(true)
})

test('UX-26 a plan of an older head is struck out, once, however often the head moves', async () => {
  const plan = planComment(several, contextOf()).body
  const pending = pendingComment(plan, head)
  await expect(pending).toMatchFileSnapshot('golden/pending.md')
  expect(pending.indexOf('<del>\n\n### Ready to apply')).toBeGreaterThan(0)
  const again = pendingComment(pending, 'f'.repeat(40))
  expect(again.replace('ffffffffffff', head.slice(0, 12))).toBe(pending)
  expect(isClosed(pending)).toBe(true)
  expect(pendingComment(undefined, head)).not.toContain('<del>')
  expect(pendingComment(pendingComment(undefined, head), head)).toBe(pendingComment(undefined, head))
})
