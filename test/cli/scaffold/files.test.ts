import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { scaffold } from '../../../src/cli/scaffold/files.ts'

const answers = {
  organisation: 'Northwind',
  timezone: 'UTC',
  tenant: 'acme',
  tenantName: 'Acme',
  domain: 'acme.example',
  vscode: true,
}

/** What roster writes or prints by itself: nobody opens such a file in an editor. */
const written = ['import', 'ledger-entry', 'plan']

test('editors of a new workspace know every kind of file that people write', () => {
  const schemaText = (kind: string): string => readFileSync(`schema/${kind}.schema.json`, 'utf8')
  const files = scaffold(answers, { schemaText, samples: true })
  const kinds = readdirSync('schema')
    .map((name) => name.replace('.schema.json', ''))
    .filter((kind) => !written.includes(kind))
  const copied = [...files.keys()].filter((path) => path.startsWith('schema/'))
  expect(copied.toSorted()).toEqual(kinds.map((kind) => `schema/${kind}.schema.json`).toSorted())
  const settings = files.get('.vscode/settings.json') ?? ''
  for (const kind of kinds) expect(settings).toContain(`"./schema/${kind}.schema.json"`)
  expect(settings).toContain('"/platforms/*.yaml"')
  expect(settings).toContain('"/tenants/*/roles.yaml"')
})
