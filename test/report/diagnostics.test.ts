import { expect, test } from 'vitest'
import type { Diagnostic } from '../../src/model/diagnostic.ts'
import { countDiagnostics, paintDiagnostics } from '../../src/report/diagnostics.ts'
import { inkOf } from '../../src/report/ink.ts'

const one: Diagnostic = {
  slug: 'unknown-reference',
  severity: 'error',
  file: 'tenants/acme/users.yaml',
  line: 12,
  column: 12,
  message: 'There is no user `ben-ose` in acme.',
  fix: 'Did you mean `ben-osei`?',
  excerpt: '  manager: ben-ose',
}

test('UX-13 a mistake is painted with its place, the line, a caret and the fix; by file, in order', async () => {
  const wide = { ...one, file: 'roster.yaml', line: 2, column: 16, excerpt: 'name: { last: 李, "x": 1 }', slug: 'wide' }
  const tabbed = { ...one, line: 3, column: 4, excerpt: '\ta: \u001b[31mred', severity: 'warning' as const }
  const long = { ...one, line: 99, column: 300, excerpt: `${'x'.repeat(299)}y${'z'.repeat(200)}` }
  const painted = paintDiagnostics([long, one, tabbed, wide], inkOf(false)).join('\n')
  await expect(painted).toMatchFileSnapshot('golden/diagnostics.txt')
  expect(painted.split('\n').every((line) => line.length <= 140)).toBe(true)
})

test('the caret stands below the character', () => {
  const [, , line = '', caret = ''] = paintDiagnostics([one], inkOf(false))
  expect(caret.indexOf('^')).toBe(line.indexOf('ben-ose'))
})

test('mistakes are counted', () => {
  expect(countDiagnostics([one, { ...one, file: 'b.yaml' }, { ...one, severity: 'warning' }])).toBe(
    '2 errors and 1 warning in 2 files.',
  )
})
