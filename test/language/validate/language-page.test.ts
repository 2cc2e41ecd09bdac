import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fileKinds } from '../../../src/language/load/kinds.ts'
import { loaded, workspace } from './workspace.ts'

const page = readFileSync(new URL('../../../docs/language.md', import.meta.url), 'utf8')
const examples = [...page.matchAll(/^`([\w./-]+\.yaml)`:\n\n```yaml\n([\s\S]*?)```$/gm)].map(
  ([, path = '', text = '']) => [path, text] as const,
)

test('the examples of docs/language.md are one workspace without a mistake', () => {
  const msp = {
    'tenants/northwind-msp/tenant.yaml':
      'name: Northwind MSP\naudience: internal\nsubscriptions: { portal: { platform: msp-portal } }\n',
  }
  const asOf = new Date('2026-11-22T09:00:00Z')
  const { tenants, diagnostics } = loaded(workspace({ ...msp, ...Object.fromEntries(examples) }), asOf)
  // Nothing runs imports yet, and each says so.
  expect(diagnostics.map(({ slug }) => slug)).toEqual(['import-idle'])
  expect([...(tenants.get('northwind')?.users.keys() ?? [])]).toContain('visitor-kim')
})

test('docs/language.md has an example of every kind, each with the line for editors', () => {
  const kinds = examples.map(([path]) => kindOf(path))
  expect(kinds.toSorted()).toEqual(['roster', 'tenant', 'platform', ...fileKinds].toSorted())
  for (const [path, text] of examples) {
    const kind = kindOf(path)
    expect(text.split('\n')[0]).toMatch(
      new RegExp(`^# yaml-language-server: \\$schema=\\.[./]*/schema/${kind}\\.schema\\.json$`),
    )
  }
})

function kindOf(path: string): string {
  return path.startsWith('platforms/') ? 'platform' : path.replace(/^.*\//, '').replace('.yaml', '')
}
