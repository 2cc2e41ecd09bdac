import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { roster } from '../cli/roster.ts'
import { copyOfExample, day, examples, tenants } from './workspace.ts'

const blockedIn = { 'harbor-logistics': 5 } as Readonly<Record<string, number>>

describe('the example', () => {
  test('has no mistake in it', async () => {
    expect(await roster(['validate'], { cwd: copyOfExample() })).toMatchObject({
      code: 0,
      stdout: 'ok 4 tenants with 138 people can be planned.\n',
    })
  })

  test.each(tenants)('the first plan of %s is the one beside it', async (tenant) => {
    const { code, stdout } = await planOf(tenant, copyOfExample())
    await expect(stdout).toMatchFileSnapshot(join(examples, 'expected', `${tenant}.txt`))
    expect(code).toBe(2)
  })

  test('applied, there is nothing left to do, nothing has drifted and the record holds', async () => {
    const cwd = copyOfExample()
    expect((await roster(['apply', '--auto-approve'], { cwd })).code).toBe(0)
    expect((await roster(['plan', '--detailed-exitcode', '--tenant', 'lindgren'], { cwd })).code).toBe(0)
    expect((await roster(['drift'], { cwd })).code).toBe(0)
    expect((await roster(['ledger', 'verify'], { cwd })).code).toBe(0)
  })

  test('after its change, the plan of each tenant is the one beside it', async () => {
    const cwd = copyOfExample()
    expect((await roster(['apply', '--auto-approve'], { cwd })).code).toBe(0)
    for (const tenant of tenants) {
      execFileSync('git', ['apply', join(examples, 'changes', `${tenant}.patch`)], { cwd })
      const { code, stdout } = await planOf(tenant, cwd)
      expect(code, stdout).toBe(blockedIn[tenant] ?? 2)
      // Accounts that the apply made got ids by chance, and with them the digest.
      const told = stdout.replace(/sha256:[0-9a-f]{64}/, 'sha256:...')
      await expect(told).toMatchFileSnapshot(join(examples, 'expected', `${tenant}.december.txt`))
    }
  })

  test('a gate holds one tenant; the others are applied', async () => {
    const cwd = copyOfExample()
    await roster(['apply', '--auto-approve'], { cwd })
    for (const tenant of ['lindgren', 'harbor-logistics']) {
      execFileSync('git', ['apply', join(examples, 'changes', `${tenant}.patch`)], { cwd })
    }
    const { code, stdout } = await roster(['apply', '--auto-approve', '--json'], { cwd })
    const { tenants: reports } = JSON.parse(stdout) as { tenants: { tenant: string; exitCode: number }[] }
    expect(code).toBe(5)
    expect(reports.map(({ tenant, exitCode }) => [tenant, exitCode])).toEqual([
      ['acme', 0],
      ['harbor-logistics', 5],
      ['lindgren', 0],
      ['northwind-msp', 0],
    ])
  })

  test('UX-14 every file names the schema it follows, and the schema is there', () => {
    const files = readdirSync(examples, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yaml'))
    expect(files.length).toBeGreaterThan(15)
    for (const file of files) {
      const [first = ''] = readFileSync(join(examples, file), 'utf8').split('\n')
      const path = /^# yaml-language-server: \$schema=(\S+)$/.exec(first)?.[1] ?? ''
      const schema = resolve(dirname(join(examples, file)), path)
      expect(dirname(schema), `${file}: ${first}`).toBe(resolve(examples, '../../schema'))
      expect(existsSync(schema), schema).toBe(true)
    }
  })
})

function planOf(tenant: string, cwd: string): ReturnType<typeof roster> {
  return roster(['plan', '--as-of', day, '--tenant', tenant, '--detailed-exitcode'], { cwd })
}
