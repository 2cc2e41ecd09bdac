import { expect, test } from 'vitest'
import { documentOf, put, roster, workspace } from './roster.ts'

test('a tenant folder whose name is no id is told and is 3; the other tenants are planned', async () => {
  const cwd = workspace({ 'tenants/Büro Nord/tenant.yaml': 'name: Büro Nord\n' })
  const [validate, plan, apply] = [
    await roster(['validate'], { cwd }),
    await roster(['plan'], { cwd }),
    await roster(['apply', '--auto-approve', '--json'], { cwd }),
  ]
  expect([validate.code, plan.code, apply.code]).toEqual([3, 3, 3])
  expect(validate.stdout).toContain('tenants/Büro Nord/tenant.yaml:1:1  error  id-invalid')
  expect(plan.stdout).toContain('Did you mean `buro-nord`?')
  expect(plan.stdout).toMatch(/^acme: changes$/m)
  expect(documentOf(apply)['tenants']).toMatchObject([{ tenant: 'acme', exitCode: 0 }])
})

test('UX-13 validate tells the mistakes of roster.yaml and those of the tenants together', async () => {
  const cwd = workspace({
    'roster.yaml': 'version: 1\norganization: Tests\n',
    'tenants/acme/users.yaml': 'ana: { titel: x }\n',
  })
  const { code, stdout } = await roster(['validate'], { cwd })
  expect(code).toBe(3)
  expect(stdout).toContain('Did you mean `organisation`?')
  expect(stdout).toContain('Did you mean `title`?')
  expect(stdout).not.toContain('can be planned')
  expect((await roster(['plan', '--json'], { cwd })).code).toBe(3)
})

test('a saved plan that cannot be read: why, and what to name instead', async () => {
  const cwd = workspace({ 'notes.txt': 'hello' })
  const [missing, other] = await Promise.all(['plan.json', 'notes.txt'].map((file) => roster(['show', file], { cwd })))
  expect([missing?.code, other?.code]).toEqual([64, 64])
  expect(missing?.stderr).toContain('there is no such file. Name a file that roster plan --out <file> wrote.')
  expect(other?.stderr).toContain('notes.txt is not a saved plan: it is not JSON.')
  const unwritten = await roster(['plan', '--out', 'nowhere/plan.json'], { cwd })
  expect(unwritten.code).toBe(64)
  expect(unwritten.stderr).not.toContain('Error:')
})

test('fmt --check says what would do it', async () => {
  const cwd = workspace()
  put(cwd, 'tenants/acme/users.yaml', 'ben-osei: { name: { first: Ben } }\nana-li: { name: { first: Ana } }\n')
  expect((await roster(['fmt', '--check'], { cwd })).stdout).toContain(
    '1 file of 4 would be put in order. roster fmt does it.',
  )
})
