import { afterEach, expect, test, vi } from 'vitest'
import { deskTenant, deskUser } from '../cli/seats-world.ts'
import { openForgeStage, type Stage } from '../forge/stage.ts'
import { Runner } from './loop/runner.ts'
import { commentsOf } from './loop/wall.ts'
import { rosterFile } from './loop/workspace.ts'
import type { Ended } from './program.ts'

// Some ten processes one after the other, each as the job of a workflow.
vi.setConfig({ testTimeout: 240_000 })

const open: { close: () => unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close()
})

/** Ben may come to run it. */
function leave(): string {
  const expires = new Date(Date.now() + 48 * 3_600_000).toISOString()
  return `first-day: { gate: privilegedGain, max: 1, reason: he runs it, approver: leads, expires: "${expires}" }\n`
}

async function world(): Promise<{ readonly stage: Stage; readonly runner: Runner }> {
  const stage = await openForgeStage({
    files: {
      'roster.yaml': rosterFile.replace(/forgeAccounts:[^]*/, ''),
      '.gitignore': '.roster/\n',
      'tenants/acme/tenant.yaml': deskTenant('Acme', 1, ['seats: { purchased: 1, autoPurchase: { unlimited: true } }']),
      'tenants/acme/acknowledgements.yaml': leave(),
      'tenants/acme/groups.yaml': '{}\n',
      'tenants/acme/users.yaml': deskUser(
        'ben-osei',
        'platforms: { desk: { role: admin, reason: runs it } }, dailyAccount: exempt',
      ),
    },
  })
  open.push(stage)
  const runner = await Runner.open(stage, { read: {}, write: {} })
  open.push(runner)
  return { stage, runner }
}

function ends(code: number, ended: Ended): Ended {
  expect(ended.code, `${ended.stdout}\n${ended.stderr}`).toBe(code)
  return ended
}

test('UX-48 a comment only where costs rise: silent for a name, told for a seat, and taken back when the seat goes', async () => {
  const { stage, runner } = await world()
  const bo = stage.as('bo')
  const said = async (head: string, number: number, when: string): Promise<string> => {
    ends(0, await runner.plan(head))
    return ends(0, await runner.comment(number, '--plan', runner.planFile, '--head', head, '--record', '--when', when))
      .stdout
  }

  const name = await bo.push('hire', { 'tenants/acme/users.eva.yaml': 'eva-lo: { name: { first: Eva, last: Lo } }\n' })
  const number = await bo.openPull({ head: 'hire' })
  await said(name, number, 'costRises')
  expect(await commentsOf(stage, number)).toEqual([])

  const seat = await bo.push('hire', { 'tenants/acme/users.eva.yaml': deskUser('eva-lo') })
  await said(seat, number, 'costRises')
  const [told] = await commentsOf(stage, number)
  expect(told?.body).toContain('each month: 189.00 USD -&#62; 378.00 USD (+189.00 USD)')

  const back = await bo.push('hire', { 'tenants/acme/users.eva.yaml': 'eva-lo: { name: { first: Eva, last: Lo } }\n' })
  await said(back, number, 'costRises')
  const after = await commentsOf(stage, number)
  expect(after).toHaveLength(1)
  expect(after[0]?.body).toContain('each month: 189.00 USD\n')

  const wrong = ends(64, await runner.comment(number, '--plan', runner.planFile, '--when', 'costrises'))
  expect(wrong.stderr).toContain('always, changes, costRises')
  expect(stage.violations).toEqual([])
})
