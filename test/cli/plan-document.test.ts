import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect, test } from 'vitest'
import { documentOf, put, roster, usersYaml, workspace } from './roster.ts'

test('UX-32 plan, drift and show give documents of the published schema', async () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  const schema = new URL('../../schema/plan.schema.json', import.meta.url)
  const valid = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object)
  const cwd = workspace({ 'tenants/bakery/tenant.yaml': 'name: Bakery\nfoo: 1\n' })
  const documents = [
    documentOf(await roster(['plan', '--json'], { cwd })),
    documentOf(await roster(['drift', '--json'], { cwd })),
  ]
  await roster(['apply', '--auto-approve'], { cwd })
  put(cwd, 'tenants/acme/users.yaml', usersYaml(['ana-li', 'zoe-ng']))
  await roster(['plan', '--out', 'plan.json'], { cwd })
  documents.push(documentOf(await roster(['show', 'plan.json', '--json'], { cwd })))
  for (const document of documents) {
    valid(document)
    expect(valid.errors ?? []).toEqual([])
  }
})
