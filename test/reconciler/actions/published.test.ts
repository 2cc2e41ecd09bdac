import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Secret } from '../../../src/model/secret.ts'
import { startPostOffice } from '../../messages/post-office.ts'
import type { PostOffice } from '../../messages/post-office.ts'
import { Bench, person, tenantOf, told } from '../bench.ts'

const bench = new Bench()
let office: PostOffice
beforeAll(async () => {
  office = await startPostOffice()
})
afterAll(async () => {
  bench.close()
  await office.stop()
})

function schema(name: string): (value: unknown) => readonly unknown[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  const path = new URL(`../../../schema/${name}.schema.json`, import.meta.url)
  const valid = ajv.compile(JSON.parse(readFileSync(path, 'utf8')) as object)
  return (value) => {
    valid(JSON.parse(JSON.stringify(value)))
    return valid.errors ?? []
  }
}

test('UX-32 what actions plan, and what the ledger keeps of them, follows the published schemas', async () => {
  const recipient = await identityToRecipient(await generateX25519Identity())
  bench.write('roster.yaml', {
    version: 1,
    notifications: { sinks: { desk: { smtp: { env: 'SMTP_URL' }, from: 'desk@msp.example' } } },
  })
  const all = { select: { all: true }, reason: 'story' }
  bench.tenant('acme', {
    tenant: tenantOf({}, { initialPasswords: { recipients: [recipient] } }),
    users: { 'ana-li': person('ana-li'), 'ben-osei': person('ben-osei') },
  })
  await bench.apply()
  bench.write('tenants/acme/actions.yaml', {
    reset: { do: 'resetPassword', ...all },
    revoke: { do: 'revokeSessions', ...all },
    tell: { do: 'notify', ...all, message: 'Hello.' },
  })
  const plan = await bench.plan()
  expect(new Set(told(plan.operations).map((line) => line.split(' ')[0]))).toEqual(
    new Set(['notify', 'resetPassword', 'revokeSessions']),
  )
  expect(schema('plan')(plan)).toEqual([])
  const environment = (): Secret => new Secret(`smtp://127.0.0.1:${office.port}`)
  expect((await bench.apply({ how: 'autoApprove' }, { environment })).exitCode).toBe(0)
  const check = schema('ledger-entry')
  for (const entry of await bench.ledger.read('acme')) expect(check(entry)).toEqual([])
})
