import { expect } from 'vitest'
import { onEvery } from './every-kind.ts'
import { cast, documentOf, ends } from './cast.ts'

onEvery('a plan, an apply of exactly that plan, and nothing left to do', async (stage) => {
  stage.declare(cast)
  await ends(0, stage, 'validate')
  const shown = await ends(2, stage, 'plan', '--detailed-exitcode')
  expect(shown.stdout).toContain('Ana Li joins hq as ana.li')
  const plan = documentOf(await ends(0, stage, 'plan', '--json'))
  expect(shown.stdout).toContain(plan.digest)

  const applied = await ends(0, stage, 'apply', '--digest', plan.digest)
  expect(applied.stdout).toContain(`Summary ${plan.operations.length} done. Exit 0.`)
  await ends(0, stage, 'plan', '--detailed-exitcode')
  await ends(0, stage, 'drift')

  const { people, groups } = stage.setting.picture()
  expect(Object.keys(people)).toEqual(['ana.li', 'ben.osei', 'eva.lo', 'tom.berg'])
  expect(people['ana.li']?.manager).toBe('ben.osei')
  expect(groups['Staff']?.members).toEqual(['ana.li', 'ben.osei', 'eva.lo', 'tom.berg'])
  expect(groups['Staff']?.owner).toBe('ben.osei')
  expect(groups['VPN']?.members).toEqual(['ana.li', 'group:Nested'])
  expect(groups['Nested']?.members).toEqual(['eva.lo'])
})

onEvery('every apply prints a head of the ledger, and the ledger proves itself up to there', async (stage) => {
  stage.declare(cast)
  const { stdout } = await ends(0, stage, 'apply', '--auto-approve')
  const head = /ledger head (\d+:[0-9a-f]{64})/.exec(stdout)?.[1] ?? ''
  await ends(0, stage, 'ledger', 'verify', '--tenant', 'acme', '--head', head)
  expect((await ends(0, stage, 'log')).stdout).toContain('acme')
})

onEvery('an apply without anything to do writes nothing, not even into the ledger', async (stage) => {
  stage.declare(cast)
  const first = await ends(0, stage, 'apply', '--auto-approve')
  const before = stage.setting.picture()
  const second = await ends(0, stage, 'apply', '--auto-approve')
  expect(second.stdout).toContain('nothing was written')
  expect(second.stdout).not.toContain('ledger head')
  expect(stage.setting.picture()).toEqual(before)
  const head = /ledger head (\d+:[0-9a-f]{64})/.exec(first.stdout)?.[1] ?? ''
  await ends(0, stage, 'ledger', 'verify', '--tenant', 'acme', '--head', head)
})
