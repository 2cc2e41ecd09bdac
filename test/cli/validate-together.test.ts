import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { roster } from './roster.ts'

const root = mkdtempSync(join(tmpdir(), 'roster-together-'))
afterAll(() => rmSync(root, { recursive: true }))

test('UX-13 validate tells what would stop the plan: a declared group that access makes as well', async () => {
  const folder = join(root, 'tenants/acme')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(root, 'roster.yaml'), 'version: 1\n')
  writeFileSync(
    join(folder, 'tenant.yaml'),
    [
      'name: Acme',
      'directories: { hq: { provider: local, mode: authoritative } }',
      'subscriptions:',
      '  funds: { platform: atlas, delivery: groups, groups: { directory: hq, names: { customer-admin: admins, default: readers } } }',
      '',
    ].join('\n'),
  )
  writeFileSync(join(folder, 'entities.yaml'), 'f1: { platform: atlas, name: One, kind: fund }\n')
  writeFileSync(join(folder, 'access-groups.yaml'), 'all: { platform: atlas, select: { all: true } }\n')
  writeFileSync(join(folder, 'groups.yaml'), 'readers: { name: Readers }\n')
  writeFileSync(
    join(folder, 'users.yaml'),
    'ana-li: { name: { first: Ana, last: Li }, email: a@acme.example, platforms: { funds: { role: view-only, accessGroup: all } } }\n',
  )
  const { code, stdout, stderr } = await roster(['-C', root, 'validate'])
  expect(code).toBe(3)
  expect(stdout + stderr).toContain('asks for a directory group readers')
  expect(stdout + stderr).toContain('tenants/acme/tenant.yaml')
})
