import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { ldifOf } from '../../bench/workspace/ldif.ts'
import { benchTenant } from '../../bench/workspace/people.ts'
import { writeLdapWorkspace, writeLocalWorkspace } from '../../bench/workspaces.ts'
import type { Plan } from '../../src/model/plan.ts'
import { start } from '../journeys/program.ts'
import { accounts, base, startSlapd } from '../servers/slapd.ts'

const scratch = mkdtempSync(join(tmpdir(), 'roster-bench-test-'))
afterAll(() => rmSync(scratch, { recursive: true }))

describe('workspaces for the bench', () => {
  test('the same figures give the same bytes', () => {
    writeLocalWorkspace(join(scratch, 'one'), 300, 'lists')
    writeLocalWorkspace(join(scratch, 'two'), 300, 'lists')
    expect(sumOf(join(scratch, 'one'))).toBe(sumOf(join(scratch, 'two')))
    expect(benchTenant(7, { people: 40, groups: 9 })).toEqual(benchTenant(7, { people: 40, groups: 9 }))
    expect(benchTenant(7, { people: 40, groups: 9 }).people).not.toEqual(
      benchTenant(8, { people: 40, groups: 9 }).people,
    )
  })

  test('everybody has twelve attributes and five groups, and nobody reports in a circle', () => {
    const { people } = benchTenant(0, { people: 500, groups: 30 })
    for (const [index, person] of people.entries()) {
      const { id, groups, manager, ...rest } = person
      expect(Object.values(rest).filter((value) => value !== '')).toHaveLength(11)
      expect(new Set(groups).size).toBe(5)
      const above = people.findIndex((other) => other.id === manager)
      expect(index < 10 ? manager === undefined : above >= 0 && above < index, id).toBe(true)
    }
  })

  test.each(['lists', 'singles'] as const)('%s are valid, and nothing is left to plan', async (form) => {
    const root = join(scratch, form)
    writeLocalWorkspace(root, 200, form)
    const { code, stdout } = await start(['-C', root, 'plan', '--detailed-exitcode', '--json']).ended
    expect(code).toBe(0)
    const plan = JSON.parse(stdout) as Plan
    expect(plan.diagnostics).toEqual([])
    expect(plan.operations).toEqual([])
    expect(plan.tenants.map(({ reads }) => reads.find(({ kind }) => kind === 'user')?.count)).toEqual([100, 100])
  })

  test('the LDIF is what the YAML asks for', async () => {
    const tenant = benchTenant(0, { people: 120, groups: 12 })
    const server = await startSlapd({ load: ldifOf(tenant, base) })
    try {
      const root = join(scratch, 'ldap')
      writeLdapWorkspace(root, tenant, server)
      const variables = { BENCH_READ: accounts.reader.password, BENCH_WRITE: accounts.writer.password }
      const { code, stdout } = await start(['-C', root, 'plan', '--detailed-exitcode', '--json'], variables).ended
      expect((JSON.parse(stdout) as Plan).operations).toEqual([])
      expect(code).toBe(0)
    } finally {
      await server.stop()
    }
  })
})

function sumOf(folder: string): string {
  const hash = createHash('sha256')
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile()) hash.update(path.slice(folder.length)).update(readFileSync(path))
  }
  return hash.digest('hex')
}
