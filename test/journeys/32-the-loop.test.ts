import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { openForgeStage, type Stage } from '../forge/stage.ts'
import { ldapSetting } from './ldap-setting.ts'
import { Runner } from './loop/runner.ts'
import { acme, bakery, rosterFile } from './loop/workspace.ts'
import { auditor, verifiedBySsh } from './loop/auditor.ts'
import { commentsOf, issuesOf, openPullFrom, shape, stickyOf } from './loop/wall.ts'
import type { Ended } from './program.ts'
import { server } from './slapd-stage.ts'

// Some twenty processes one after the other, each as the job of a workflow.
vi.setConfig({ testTimeout: 240_000 })

const stages: Stage[] = []
const open: { close: () => unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close()
})

interface World {
  readonly stage: Stage
  readonly runner: Runner
  readonly setting: ReturnType<typeof ldapSetting>
}

/** Two tenants, one of them on slapd, brought into being by hand as a first apply is. */
async function world(): Promise<World> {
  const setting = ldapSetting(server())
  const stage = await openForgeStage({
    teams: { leads: ['dan', 'bo'], security: ['cleo'] },
    files: { 'roster.yaml': rosterFile, '.gitignore': '.roster/\n', ...acme(setting.directory()), ...bakery() },
  })
  open.push(stage)
  stages.push(stage)
  const { LDAP_WRITE = '', ...read } = setting.variables
  const runner = await Runner.open(stage, { read, write: { LDAP_WRITE } })
  open.push(runner)
  ends(0, await runner.roster('apply', '--auto-approve'))
  return { stage, runner, setting }
}

function ends(code: number, ended: Ended): Ended {
  expect(
    ended.code,
    `${ended.stdout}\n${ended.stderr}\n${stages.flatMap(({ violations }) => violations).join('\n')}`,
  ).toBe(code)
  return ended
}

/** A plan on the request, as the two workflows put it there. */
async function planned({ runner }: World, number: number, head: string): Promise<void> {
  ends(0, await runner.plan(head))
  ends(0, await runner.comment(number, '--plan', runner.planFile, '--head', head, '--record'))
}

const hire = {
  'tenants/acme/users.part.yaml': 'fay-wu: { name: { first: Fay, last: Wu }, title: Clerk, groups: [vpn] }\n',
  'tenants/bakery/users.yaml': 'gus-om: { name: { first: Gus, last: Om }, title: Head baker }\n',
}

test('UX-22 SEC-05 SEC-12 UX-29 from a branch to the directory: plan, approval, merge, apply, and nothing else', async () => {
  const scene = await world()
  const { stage, runner, setting } = scene
  const [bo, dan, mallory] = [stage.as('bo'), stage.as('dan'), stage.as('mallory')]

  const first = await bo.push('hire', hire)
  const number = await bo.openPull({ head: 'hire' })
  await mallory.comment(number, `<!-- roster:plan v1 observedAt=2999-01-01T00:00:00.000Z -->\n### Nothing to do`)
  await planned(scene, number, first)
  const posted = await stickyOf(stage, number)
  await expect(shape(posted.body)).toMatchFileSnapshot('loop/plan.md')

  // An approval of what has moved on counts for nothing; the comment stays the one it was.
  await dan.review(number, 'APPROVE')
  const second = await bo.push('hire', {
    'tenants/acme/groups.yaml':
      'vpn: { name: VPN, description: Remote }\nstaff: { members: { select: { all: true } } }\n',
  })
  await planned(scene, number, second)
  expect((await stickyOf(stage, number)).id).toBe(posted.id)
  expect(await commentsOf(stage, number)).toHaveLength(2)
  await expect(shape((await stickyOf(stage, number)).body)).toMatchFileSnapshot('loop/stale.md')
  await bo.review(number, 'APPROVE')
  const unapproved = await runner.apply()
  ends(0, unapproved)
  expect(Object.keys(setting.picture().people)).not.toContain('fay.wu')

  await dan.review(number, 'APPROVE')
  ends(0, await runner.comment(number, '--plan', runner.planFile, '--head', second))
  await expect(shape((await stickyOf(stage, number)).body)).toMatchFileSnapshot('loop/approved.md')
  await bo.merge(number, 'squash')
  ends(0, await runner.apply())
  expect(setting.picture().people['fay.wu']).toMatchObject({ state: 'active' })
  expect(setting.picture().groups['VPN']?.members).toContain('fay.wu')
  await expect(shape((await stickyOf(stage, number)).body)).toMatchFileSnapshot('loop/applied.md')
  expect(await issuesOf(stage)).toEqual([])

  // What was approved yesterday is used up: what somebody undoes by hand is not done again under it.
  setting.behind.leave('VPN', 'fay.wu')
  const replay = ends(6, await runner.apply())
  expect(replay.stdout).toContain('used up')
  expect(setting.picture().groups['VPN']?.members).not.toContain('fay.wu')

  // It comes back as a request: whoever merges it says that it is to stay so.
  ends(2, await runner.roster('drift', '--pr'))
  const drifted = await openPullFrom(stage, 'roster/drift/acme')
  await expect(shape(drifted.body)).toMatchFileSnapshot('loop/drift.md')
  ends(2, await runner.roster('drift', '--pr'))
  expect((await openPullFrom(stage, 'roster/drift/acme')).number).toBe(drifted.number)
  await planned(scene, drifted.number, drifted.head.sha)
  await dan.merge(drifted.number)
  ends(0, await runner.apply())
  ends(0, await runner.roster('drift'))

  // An auditor asks who had what, who agreed to it, and whether that was altered since.
  const { folder, key, signers } = auditor()
  const month = new Date().toISOString().slice(0, 7)
  ends(0, await runner.roster('evidence', '--period', month, '--out', folder, '--key', key))
  ends(0, await runner.roster('evidence', 'verify', folder, '--signer', signers))
  expect(readFileSync(join(folder, 'changes.csv'), 'utf8')).toMatch(/fay-wu.*bo.*dan/)
  verifiedBySsh(folder, signers)
  const timeline = ends(0, await runner.roster('timeline', 'fay-wu', '--tenant', 'acme'))
  expect(timeline.stdout).toContain(`#${number}`)
  expect(timeline.stdout).toContain('dan')
  expect(stage.violations).toEqual([])
})

test('SEC-05 what is merged over everybody’s head is held, and said so; it goes on once somebody agrees who may', async () => {
  const scene = await world()
  const { stage, runner, setting } = scene
  const [ana, bo, dan] = [stage.as('ana'), stage.as('bo'), stage.as('dan')]
  const head = await bo.push('hire', hire)
  const number = await bo.openPull({ head: 'hire' })
  await planned(scene, number, head)
  await ana.merge(number)
  const held = ends(6, await runner.apply())
  expect(held.stdout).toContain(`#${number}`)
  expect(Object.keys(setting.picture().people)).not.toContain('fay.wu')
  await expect(shape((await stickyOf(stage, number)).body)).toMatchFileSnapshot('loop/held.md')
  const [issue] = await issuesOf(stage)
  await expect(shape(issue?.body ?? '')).toMatchFileSnapshot('loop/held-issue.md')
  await dan.review(number, 'APPROVE')
  ends(0, await runner.apply())
  expect(setting.picture().people['fay.wu']).toMatchObject({ state: 'active' })
  expect((await issuesOf(stage)).map(({ state }) => state)).toEqual(['closed'])
  expect(stage.violations).toEqual([])
})

test('REL-15 UX-29 what fails is told in one issue and finished by the next run under the same approval', async () => {
  const scene = await world()
  const { stage, runner, setting } = scene
  const [bo, dan] = [stage.as('bo'), stage.as('dan')]
  const head = await bo.push('hire', hire)
  const number = await bo.openPull({ head: 'hire' })
  await planned(scene, number, head)
  await dan.review(number, 'APPROVE')
  await bo.merge(number, 'rebase')

  // The writer's password was changed on the server, and nobody told the workflow.
  const broken = ends(7, await runner.apply({ LDAP_WRITE: 'what it was last week' }))
  expect(broken.stdout).toContain('failed')
  expect((await issuesOf(stage)).map(({ state }) => state)).toEqual(['open'])
  await expect(shape((await stickyOf(stage, number)).body)).toMatchFileSnapshot('loop/failed.md')

  ends(0, await runner.apply())
  expect(setting.picture().people['fay.wu']).toMatchObject({ state: 'active' })
  expect((await issuesOf(stage)).map(({ state }) => state)).toEqual(['closed'])
  expect(stage.violations).toEqual([])
})
