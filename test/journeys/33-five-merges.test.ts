import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { openForgeStage, type Stage } from '../forge/stage.ts'
import { Runner } from './loop/runner.ts'
import { bakery, rosterFile } from './loop/workspace.ts'
import type { Ended } from './program.ts'

// Some thirty processes one after the other, each as the job of a workflow.
vi.setConfig({ testTimeout: 480_000 })

const open: { close: () => unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close()
})

interface World {
  readonly stage: Stage
  readonly runner: Runner
}

async function world(): Promise<World> {
  const stage = await openForgeStage({
    teams: { leads: ['dan', 'bo'] },
    files: { 'roster.yaml': rosterFile.replace(/forgeAccounts:[^]*/, ''), '.gitignore': '.roster/\n', ...bakery() },
  })
  open.push(stage)
  const runner = await Runner.open(stage, { read: {}, write: {} })
  open.push(runner)
  ends(0, await runner.roster('apply', '--auto-approve'))
  return { stage, runner }
}

function ends(code: number | null, ended: Ended): Ended {
  expect(ended.code, `${ended.stdout}\n${ended.stderr}`).toBe(code)
  return ended
}

const names = ['fay-wu', 'hal-day', 'ida-koo', 'jon-lee', 'kim-ray']

/** A request of its own for each person; its plan is on record, and somebody agreed to it. */
async function agreed({ stage, runner }: World): Promise<readonly number[]> {
  const [bo, dan] = [stage.as('bo'), stage.as('dan')]
  const numbers: number[] = []
  for (const name of names) {
    const [first = '', last = ''] = name.split('-')
    const head = await bo.push(name, {
      [`tenants/bakery/users.${first}.yaml`]: `${name}: { name: { first: ${first}, last: ${last} } }\n`,
    })
    const number = await bo.openPull({ head: name })
    ends(0, await runner.plan(head))
    ends(0, await runner.comment(number, '--plan', runner.planFile, '--head', head, '--record'))
    await dan.review(number, 'APPROVE')
    numbers.push(number)
  }
  return numbers
}

/** How the embedded directory of the bakery goes wrong next; undefined: not at all. */
function misbehave({ folder }: Runner, faults: object | undefined): void {
  const file = join(folder, '.roster/local/bakery/try.json')
  const [header = '', ...lines] = readFileSync(file, 'utf8').split('\n')
  const { faults: _, ...healthy } = JSON.parse(header) as Record<string, unknown>
  writeFileSync(
    file,
    [JSON.stringify({ ...healthy, ...(faults === undefined ? {} : { faults }) }), ...lines].join('\n'),
  )
}

function arrived({ folder }: Runner): readonly string[] {
  const text = readFileSync(join(folder, '.roster/local/bakery/try.json'), 'utf8')
  return names.filter((name) => text.includes(`"${name.replace('-', '.')}"`))
}

test('REL-09 five requests are merged quickly: runs are overtaken, cut off and dropped, and what is there is the tip', async () => {
  const scene = await world()
  const { stage, runner } = scene
  const bo = stage.as('bo')
  const [first = 0, second = 0, third = 0, ...others] = await agreed(scene)

  // A run stands at the commit of the first merge, and the branch has moved on: it writes nothing.
  const overtaken = await bo.merge(first)
  await bo.merge(second, 'squash')
  const late = ends(64, await runner.apply({}, overtaken))
  expect(late.stderr).toContain('applies the tip of main')
  expect(arrived(runner)).toEqual([])

  // The next is killed in the middle of its work. Those that waited behind it are dropped and never begin.
  await bo.merge(third, 'rebase')
  misbehave(runner, { kill: { write: 1, when: 'after' } })
  expect((await runner.apply()).signal).toBe('SIGKILL')
  misbehave(runner, undefined)
  expect(arrived(runner)).toHaveLength(1)
  for (const number of others) await bo.merge(number)

  // One run is left, begun by the last merge: it finishes all five.
  const last = ends(0, await runner.apply())
  expect(arrived(runner)).toEqual(names)
  expect(last.stdout).not.toContain('held')
  ends(0, await runner.roster('plan', '--detailed-exitcode'))
  ends(0, await runner.roster('drift'))
  ends(0, await runner.roster('ledger', 'verify'))
  expect(stage.violations).toEqual([])
})
