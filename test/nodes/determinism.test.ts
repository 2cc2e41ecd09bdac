import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { copyOfExample, day } from '../examples/workspace.ts'
import { nodesToHand } from './nodes.ts'

const program = fileURLToPath(new URL('../../bin/roster.js', import.meta.url))
const nodes = await nodesToHand()

/** Machines of the sort that SEC-11 speaks of: the same day must not become another by them. */
const places = [
  { TZ: 'UTC', LC_ALL: 'C' },
  { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8' },
  { TZ: 'America/Los_Angeles', LC_ALL: 'de_DE.UTF-8', LANG: 'ja_JP.UTF-8' },
]

describe('SEC-11 the same files, the same directory and the same moment give the same plan', () => {
  test.each(places)('in $TZ, $LC_ALL', async (env) => {
    expect(planOf(await plan(process.execPath, env))).toBe(planOf(await plan(process.execPath)))
  })

  test('however the directory happens to list what it holds', async () => {
    const expected = planOf(await plan(process.execPath))
    for (let seed = 1; seed <= 8; seed += 1) {
      const cwd = copyOfExample()
      for (const name of readdirSync(join(cwd, 'live'))) shuffleFile(join(cwd, 'live', name), seed)
      expect(planOf(await plan(process.execPath, {}, cwd)), `seed ${seed}`).toBe(expected)
    }
  })

  for (const { major, program: node } of nodes) {
    test(`on Node ${major}`, async () => {
      expect(planOf(await plan(node, places[1]))).toBe(planOf(await plan(process.execPath)))
    })
  }
})

// The whole story runs on each version that is here; the version of the tests tells it elsewhere.
for (const { major, program: node } of nodes) {
  test(`REL-29 the demo runs on Node ${major}`, async () => {
    const { stdout } = await promisify(execFile)(node, [program, 'demo'])
    expect(stdout).toContain('roster ledger verify')
  })
}

/** Puts the lines after the header into another order, the same for the same seed. */
function shuffleFile(file: string, seed: number): void {
  const [header = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n')
  const keyed = lines.map((line) => [createHash('sha256').update(`${seed} ${line}`).digest('hex'), line] as const)
  const shuffled = keyed.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line)
  writeFileSync(file, `${[header, ...shuffled].join('\n')}\n`)
}

async function plan(
  node: string,
  env: Readonly<Record<string, string>> = {},
  cwd: string = copyOfExample(),
): Promise<string> {
  const words = [program, 'plan', '--json', '--as-of', `${day}T09:00:00Z`]
  const options = { cwd, env: { PATH: process.env['PATH'], ...env }, maxBuffer: 64 * 1024 * 1024 }
  const { stdout } = await promisify(execFile)(node, words, options)
  return stdout
}

/** The bytes of a plan, without the moment at which the directories were read. */
function planOf(json: string): string {
  const plan = JSON.parse(json) as { context: { observedAt: string }; digest: string; operations: readonly object[] }
  expect(plan.operations.length).toBeGreaterThan(25)
  return json.replace(plan.context.observedAt, '')
}
