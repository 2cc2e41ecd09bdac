import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loaded, workspace } from './workspace.ts'

const page = readFileSync(new URL('../../../docs/language.md', import.meta.url), 'utf8')
const examples = [...page.matchAll(/^`([\w./-]+\.yaml)`:\n\n```yaml\n([\s\S]*?)```$/gm)].map(
  ([, path = '', text = '']) => [path, text] as const,
)

test('the examples of docs/language.md are one workspace without a mistake', () => {
  const msp = { 'tenants/northwind-msp/tenant.yaml': 'name: Northwind MSP\naudience: internal\n' }
  const { tenants, diagnostics } = loaded(workspace({ ...msp, ...Object.fromEntries(examples) }))
  expect(diagnostics).toEqual([])
  expect([...(tenants.get('northwind')?.users.keys() ?? [])]).toContain('visitor-kim')
})

test('docs/language.md has an example of every kind, each with the line for editors', () => {
  const kinds = examples.map(([path]) => path.replace(/^.*\//, '').replace('.yaml', ''))
  expect(kinds.toSorted()).toEqual(
    ['roster', 'tenant', 'departments', 'users', 'templates', 'groups', 'policies', 'acknowledgements'].toSorted(),
  )
  for (const [path, text] of examples) {
    const kind = path.replace(/^.*\//, '').replace('.yaml', '')
    expect(text.split('\n')[0]).toMatch(
      new RegExp(`^# yaml-language-server: \\$schema=\\.[./]*/schema/${kind}\\.schema\\.json$`),
    )
  }
})
