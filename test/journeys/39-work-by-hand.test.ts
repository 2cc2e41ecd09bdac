import { afterEach, expect, test, vi } from 'vitest'
import { openForgeStage, type Stage } from '../forge/stage.ts'
import { Runner } from './loop/runner.ts'
import { issuesOf, shape, stickyOf } from './loop/wall.ts'
import type { Ended } from './program.ts'

// A dozen processes one after the other, each as the job of a workflow.
vi.setConfig({ testTimeout: 180_000 })

const open: { close: () => unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close()
})

const counter = `name: Counter
version: 2026-11-01
categories: { desk: { levels: [none, allow] } }
permissions: { desk/open: { name: Open, risk: basic } }
builtInRoles: { clerk: { name: Clerk, permissions: { desk/open: allow } } }
accountTypes: { clerk: { roles: { min: 1, max: 1 }, required: [email], login: email } }
lifecycle: { clerk: { created: { state: active }, end: disabled } }
capabilities: { deliveries: [manual], create: { clerk: [single] }, grantsWithInvitation: true, observes: [] }
workOrders: [{ verb: create, of: clerk, title: Add somebody, steps: [press Add, type the address], verify: attest }]
`

function clerk(id: string): string {
  return `${id}: { displayName: ${id}, email: ${id}@acme.example, platforms: { front: { role: clerk } } }\n`
}

const files = {
  'roster.yaml': `version: 1
organisation: Northwind MSP
ledger: { store: git }
approvers: { leads: { forge: ["@dan"] } }
approvals: { default: { approvers: [leads], count: 1 } }
forgeAccounts: { dan: acme/dan-roe, cleo: acme/cleo-fox }
`,
  '.gitignore': '.roster/\n',
  'platforms/counter.yaml': counter,
  'tenants/acme/tenant.yaml': `name: Acme
directories: { main: { provider: local, mode: authoritative } }
subscriptions: { front: { platform: counter, delivery: manual, operator: dan-roe } }
`,
  'tenants/acme/users.yaml':
    'dan-roe: { displayName: dan-roe, email: dan@acme.example }\ncleo-fox: { displayName: cleo-fox, email: cleo@acme.example }\n',
}

interface World {
  readonly stage: Stage
  readonly runner: Runner
}

async function world(): Promise<World> {
  const stage = await openForgeStage({ files })
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

/** Two people are asked for, agreed to and merged. */
async function hired({ stage, runner }: World): Promise<number> {
  const bo = stage.as('bo')
  const head = await bo.push('hire', { 'tenants/acme/users.part.yaml': clerk('fay-wu') + clerk('gus-om') })
  const number = await bo.openPull({ head: 'hire' })
  ends(0, await runner.plan(head))
  ends(0, await runner.comment(number, '--plan', runner.planFile, '--head', head, '--record'))
  await stage.as('dan').review(number, 'APPROVE')
  await bo.merge(number)
  return number
}

test('UX-29 what people are to do by hand is an issue after the merge; they tick and say so; the ledger has it and the issue closes', async () => {
  const scene = await world()
  const { stage, runner } = scene
  const request = await hired(scene)
  ends(0, await runner.apply())
  const [issue, ...others] = await issuesOf(stage)
  expect([issue?.title, issue?.state, others]).toEqual(['Work order front-1 (acme): Counter', 'open', []])
  const told = shape(issue?.body ?? '').replaceAll(/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) <day>/g, '<day>')
  await expect(told).toMatchFileSnapshot('loop/work-order.md')
  expect((await stickyOf(stage, request)).body).toContain('1 work order given out')

  // What waits for people stays agreed to, and another apply has nothing to add.
  const mark = stage.mark()
  ends(0, await runner.apply())
  expect(stage.writesSince(mark).filter(({ path }) => /\/issues(\/\d+)?$/.test(path))).toEqual([])

  expect((await stickyOf(stage, request)).body).toContain('1 work order given out')

  const number = issue?.number ?? 0
  const ticked = issue?.body.replace('- [ ] **1.**', '- [x] **1.**')
  await stage.as('bo').ask('PATCH', `/repos/${stage.repository}/issues/${number}`, { body: ticked })
  await stage.as('mallory').comment(number, 'done 2')
  const first = ends(0, await runner.roster('tasks', 'sync'))
  expect(first.stdout).toContain(`acme front-1 (issue #${number} updated)`)
  expect(first.stdout).toMatch(/recorded step 1: Add somebody \(dan-roe, /)
  expect(first.stdout).toContain('not recorded step 2: mallory says that it is done')

  await stage.as('cleo').comment(number, 'Called the vendor.\n\ndone 2')
  ends(0, await runner.roster('tasks', 'sync'))
  expect((await issuesOf(stage)).map(({ state }) => state)).toEqual(['closed'])
  const tasks = ends(0, await runner.roster('tasks', '--all', '--csv'))
  expect(tasks.stdout).toMatch(/attested by dan-roe on .*[^]*attested by cleo-fox on /)
  const done = ends(0, await runner.roster('tasks', 'sync'))
  expect(done.stdout).toBe('Nobody is asked to do anything.\n')
  ends(0, await runner.roster('plan', '--detailed-exitcode'))
  expect(stage.violations).toEqual([])
})
