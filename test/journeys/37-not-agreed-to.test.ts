import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { openForgeStage, type Stage } from '../forge/stage.ts'
import { Runner } from './loop/runner.ts'
import { stickyOf } from './loop/wall.ts'
import { bakery, rosterFile } from './loop/workspace.ts'
import type { Ended } from './program.ts'

// Some twenty processes one after the other, each as the job of a workflow.
vi.setConfig({ testTimeout: 240_000 })

const open: { close: () => unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close()
})

const rules = rosterFile.replace(/forgeAccounts:[^]*/, '')

interface World {
  readonly stage: Stage
  readonly runner: Runner
}

async function world(): Promise<World> {
  const stage = await openForgeStage({
    teams: { leads: ['dan', 'bo'], security: ['cleo'] },
    files: { 'roster.yaml': rules, '.gitignore': '.roster/\n', ...bakery() },
  })
  open.push(stage)
  const runner = await Runner.open(stage, { read: {}, write: {} })
  open.push(runner)
  ends(0, await runner.roster('apply', '--auto-approve'))
  return { stage, runner }
}

function ends(code: number, ended: Ended): Ended {
  expect(ended.code, `${ended.stdout}\n${ended.stderr}`).toBe(code)
  return ended
}

/** The line of somebody new, in a file of their own. */
function comes(name: string): Readonly<Record<string, string>> {
  return { [`tenants/bakery/users.${name}.yaml`]: `${name}-ng: { name: { first: ${name}, last: Ng } }\n` }
}

/** A request, and what is put on it as its plan; the number. */
type Trick = (world: World) => Promise<number>

async function posted({ runner }: World, number: number, head: string): Promise<number> {
  ends(0, await runner.comment(number, '--plan', runner.planFile, '--head', head, '--record'))
  return number
}

const tricks: Readonly<Record<string, { readonly trick: Trick; readonly said: string }>> = {
  'from a fork, with a plan that somebody made for it': {
    said: 'the request comes from a fork',
    trick: async (scene) => {
      const { stage, runner } = scene
      const mallory = stage.as('mallory')
      const head = await mallory.push('gift', comes('gil'), { fork: true })
      ends(0, await runner.plan(await stage.as('bo').push('likeness', comes('gil'))))
      return posted(scene, await mallory.openPull({ head: 'gift', fork: true }), head)
    },
  },
  'that changes how its own plan is made': {
    said: 'the request changes workflows',
    trick: async (scene) => {
      const bo = scene.stage.as('bo')
      const head = await bo.push('own-way', { ...comes('hal'), '.github/workflows/roster-plan.yml': 'on: push\n' })
      ends(0, await scene.runner.plan(head))
      return posted(scene, await bo.openPull({ head: 'own-way' }), head)
    },
  },
  'whose plan was made without a base': {
    said: 'it was made without a trusted base',
    trick: async (scene) => {
      const bo = scene.stage.as('bo')
      const head = await bo.push('no-base', comes('ida'))
      ends(0, await scene.runner.roster('plan', '--out', scene.runner.planFile))
      return posted(scene, await bo.openPull({ head: 'no-base' }), head)
    },
  },
  'whose plan was made for a base of its own': {
    said: 'it was made for another base',
    trick: async (scene) => {
      const bo = scene.stage.as('bo')
      const head = await bo.push('own-base', comes('jon'))
      ends(0, await scene.runner.plan(head, head))
      return posted(scene, await bo.openPull({ head: 'own-base' }), head)
    },
  },
}

test('SEC-03 SEC-04 SEC-05 what cannot be approved says so, is not on record, and is held however many approve and merge it', async () => {
  const scene = await world()
  const { stage, runner } = scene
  const numbers: number[] = []
  for (const [what, { trick, said }] of Object.entries(tricks)) {
    const number = await trick(scene)
    const { body } = await stickyOf(stage, number)
    expect(body, what).toContain(`**This plan cannot be approved:** ${said}`)
    for (const login of ['dan', 'cleo']) await stage.as(login).review(number, 'APPROVE')
    numbers.push(number)
  }
  for (const number of numbers) await stage.as('ana').merge(number, 'squash')
  const { stdout } = ends(6, await runner.apply())
  for (const number of numbers) expect(stdout).toContain(`#${number} was merged without a plan on record`)
  const live = readFileSync(join(runner.folder, '.roster/local/bakery/try.json'), 'utf8')
  for (const name of ['gil', 'hal', 'ida', 'jon']) expect(live).not.toContain(`"${name}.ng"`)
  expect(stage.violations).toEqual([])
})

test('SEC-03 SEC-05 a request that makes rules for itself is held to those of the base: leads for every change, security for the rules', async () => {
  const scene = await world()
  const { stage, runner } = scene
  const own = rules.replaceAll(/"@msp\/(leads|security)"/g, '"@ana"')
  const head = await stage.as('bo').push('own-rules', { ...comes('kim'), 'roster.yaml': own })
  const number = await stage.as('bo').openPull({ head: 'own-rules' })
  ends(0, await runner.plan(head))
  await posted(scene, number, head)
  await stage.as('ana').review(number, 'APPROVE')
  ends(0, await runner.comment(number, '--plan', runner.planFile, '--head', head))
  const { body } = await stickyOf(stage, number)
  expect(body).toMatch(/<code>default<\/code>: \*\*1 approval missing\*\*, from .*leads/)
  expect(body).toMatch(/<code>critical<\/code>: \*\*1 approval missing\*\*, from .*security/)
  await stage.as('ana').merge(number)
  const { stdout } = ends(6, await runner.apply())
  expect(stdout).toContain(`#${number} needs`)
  expect(readFileSync(join(runner.folder, '.roster/local/bakery/try.json'), 'utf8')).not.toContain('"kim.ng"')
})
