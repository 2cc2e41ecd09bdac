import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { expect, test } from 'vitest'
import { openFileLedger } from '../../../src/ledger/file-store.ts'
import { loadProviders } from '../../../src/providers/registry.ts'
import type { Run } from '../../../src/reconciler/run.ts'
import { apply, drift, plan } from '../../../src/reconciler/reconcile.ts'
import { acme, workspace } from './workspace.ts'

const now = () => new Date('2026-11-22T09:00:00Z')

const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true })
formats.default(ajv)
const validators = { plan: compiled('plan'), 'ledger-entry': compiled('ledger-entry') }

function compiled(kind: string) {
  const text = readFileSync(new URL(`../../../schema/${kind}.schema.json`, import.meta.url), 'utf8')
  return ajv.compile(JSON.parse(text) as object)
}

/** What a schema has against a value. */
function objections(kind: keyof typeof validators, value: unknown): unknown {
  const validate = validators[kind]
  return validate(JSON.parse(JSON.stringify(value))) ? [] : validate.errors
}

async function runIn(root: string): Promise<Run> {
  return {
    root,
    commit: null,
    tool: { name: 'roster', version: '0.0.0' },
    asOf: now(),
    providers: await loadProviders(['local']),
    ledger: openFileLedger({ root, now }),
    environment: () => undefined,
    now,
    signal: new AbortController().signal,
    progress: () => undefined,
  }
}

test('plans and ledger entries are what their schemas say', async () => {
  const root = workspace({
    ...acme({
      'users.yaml':
        'ana: { name: { first: Ana, last: Li }, groups: [vpn], ends: 2026-11-25 }\nben: { name: { first: Ben }, manager: ana }\ncid: { name: { first: Cid }, starts: 2026-11-24 }\n',
      'groups.yaml': 'vpn: { owner: ana }\nall: { members: { groups: [vpn], select: { all: true } } }\n',
    }),
    'tenants/bad/tenant.yaml': 'nme: Bad\n',
  })
  const run = await runIn(root)
  const first = await plan(run)
  expect(first.operations.length).toBeGreaterThan(4)
  expect(first.diagnostics.length).toBeGreaterThan(0)
  expect(objections('plan', first)).toEqual([])
  await apply(run, { how: 'autoApprove' })
  expect(objections('plan', await drift(await runIn(root)))).toEqual([])
  const folder = join(root, '.roster/ledger/acme')
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
  const lines = files.flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
  expect(lines.length).toBeGreaterThan(10)
  for (const line of lines)
    expect({ line, objections: objections('ledger-entry', JSON.parse(line)) }).toMatchObject({ objections: [] })
})
