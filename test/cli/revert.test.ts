import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Plan } from '../../src/model/plan.ts'
import { documentOf, put, roster, usersYaml, workspace } from './roster.ts'

const people = ['ana-li', 'ben-osei', 'eva-lo']

/** Applied twice: the second brings Kim, and gives Ana a title. */
async function twice(): Promise<{ readonly cwd: string; readonly apply: string }> {
  const cwd = workspace()
  expect((await roster(['apply', '--auto-approve'], { cwd })).code).toBe(0)
  put(cwd, 'tenants/acme/users.yaml', usersYaml([...people, 'kim-ro']).replace('last: Li }', 'last: Li }, title: Lead'))
  const second = await roster(['apply', '--auto-approve', '--json'], { cwd })
  expect(second.code).toBe(0)
  const [{ apply }] = documentOf(second)['tenants'] as readonly [{ readonly apply: string }]
  return { cwd, apply }
}

describe('REL-20 roster revert', () => {
  test('REL-20 shows the way back with the line that carries it out, and apply --revert does', async () => {
    const { cwd, apply } = await twice()
    const shown = await roster(['revert', apply.slice(0, 8), '--out', join(cwd, 'back.json')], { cwd })
    expect(shown.code).toBe(0)
    expect(shown.stdout).toContain(`Revert of apply ${apply}`)
    expect(shown.stdout).toContain('Kim Ro can no longer sign in: the account kim.ro was made by it')
    expect(shown.stdout).toContain('Take the change back in the files too')
    const plan = JSON.parse(readFileSync(join(cwd, 'back.json'), 'utf8')) as Plan
    expect([plan.kind, plan.context.reverts]).toEqual(['revert', apply])
    const next = `roster apply --revert ${apply} --approved ${join(cwd, 'back.json')} --digest ${plan.digest}`
    expect(shown.stderr).toContain(`Next: ${next}\n`)
    const done = await roster(next.split(' ').slice(1), { cwd })
    expect([done.code, done.stdout]).toEqual([0, expect.stringContaining('Summary 3 done')])
    const runs = documentOf(await roster(['timeline', 'kim-ro', '--json'], { cwd }))
    expect(JSON.stringify(runs)).toContain('"cause":"reverted"')
    expect(documentOf(await roster(['ledger', 'verify', '--json'], { cwd }))).toMatchObject({ exitCode: 0 })
  })

  test('REL-20 another digest than the one that was shown: 6, nothing written', async () => {
    const { cwd, apply } = await twice()
    const ended = await roster(['apply', '--revert', apply, '--digest', `sha256:${'0'.repeat(64)}`], { cwd })
    expect(ended.code).toBe(6)
  })

  test('REL-20 a plan of the files is no consent to a revert', async () => {
    const { cwd, apply } = await twice()
    put(cwd, 'tenants/acme/users.yaml', usersYaml([...people, 'kim-ro', 'zoe-na']))
    const planned = await roster(['plan', '--out', join(cwd, 'plan.json'), '--json'], { cwd })
    const digest = String(documentOf(planned)['digest'])
    const ended = await roster(['apply', '--revert', apply, '--approved', join(cwd, 'plan.json'), '--digest', digest], {
      cwd,
    })
    expect(ended.code).toBe(6)
  })

  test.each([
    [['revert', 'abc'], 'abc is not the id of an apply. Write at least its first 8 characters'],
    [['revert', '00000000'], 'There is no apply 00000000 in any ledger here. roster log shows what was applied.'],
    [['revert', '00000000', '--tenant', 'acne'], 'There is no tenant acne'],
    [
      ['apply', '--revert', '00000000', '--reviewed'],
      '--reviewed carries out what was merged, and --revert takes an apply back',
    ],
  ])('%j: 64, and what to do', async (words, said) => {
    const cwd = workspace()
    const ended = await roster(words, { cwd })
    expect([ended.code, ended.stderr]).toEqual([64, expect.stringContaining(said)])
  })
})

describe('REL-17 the stop button', () => {
  test('REL-17 ROSTER_PAUSED: apply ends with 5 and the reason; plan says it', async () => {
    const cwd = workspace()
    const env = { ROSTER_PAUSED: 'an incident' }
    const applied = await roster(['apply', '--auto-approve'], { cwd, env })
    expect([applied.code, applied.stdout]).toEqual([
      5,
      expect.stringContaining('paused: an incident. Nothing was written.'),
    ])
    const planned = await roster(['plan'], { cwd, env })
    expect([planned.code, planned.stdout]).toEqual([0, expect.stringContaining('acme is paused: an incident.')])
  })

  test.each([
    ['roster.yaml', 'version: 1\npaused: everything waits\n', 'everything waits'],
    [
      'tenants/acme/tenant.yaml',
      'name: Acme\npaused: acme waits\ndirectories: { main: { provider: local, mode: authoritative } }\n',
      'acme waits',
    ],
  ])('REL-17 paused in %s', async (path, text, reason) => {
    const cwd = workspace({ [path]: text })
    const ended = await roster(['apply', '--auto-approve'], { cwd })
    expect([ended.code, ended.stdout]).toEqual([5, expect.stringContaining(`paused: ${reason}. Nothing was written.`)])
  })
})
