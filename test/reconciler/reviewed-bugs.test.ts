import { afterEach, expect, test, vi } from 'vitest'
import type { Judge } from '../../src/model/judgement.ts'
import type { Operation } from '../../src/model/operation.ts'
import type { Consent } from '../../src/reconciler/run.ts'
import { person, tenantOf } from './bench.ts'

type Module = Readonly<Record<string, unknown>>

/** One bug in how what was reviewed is kept to, and the story that must notice. */
interface SeededBug {
  readonly module: string
  readonly name: string
  readonly instead: (original: never) => unknown
}

const bugs: Readonly<Record<string, SeededBug>> = {
  'work for people is handed out unasked': {
    module: 'consent',
    name: 'asksForConsent',
    instead: (original: (operation: Operation) => boolean) => (operation: Operation) =>
      operation.status === 'planned' && original(operation),
  },
  'what is planned is not asked about': { module: 'consent', name: 'asksForConsent', instead: () => () => false },
  'whatever was ever begun goes on': { module: 'consent', name: 'resumes', instead: () => () => true },
  'what was reviewed is not asked for': {
    module: 'reviewed',
    name: 'reviewOf',
    instead:
      (original: (...given: unknown[]) => object) =>
      (...given: unknown[]) => ({ ...original(...given), refused: undefined }),
  },
  'approvals are never used up': {
    module: 'reviewed',
    name: 'reviewOf',
    instead:
      (original: (...given: unknown[]) => object) =>
      (...given: unknown[]) => ({ ...original(...given), closing: () => [] }),
  },
  'nothing that stood lapses': { module: 'reviewed', name: 'lapsed', instead: () => () => [] },
  'a day can be critical without notice': { module: '../model/weight', name: 'isHeavy', instead: () => () => false },
}

afterEach(() => vi.resetModules())

/** What goes wrong, one word each; nothing where all is well. */
async function wrongWith(bug?: SeededBug): Promise<readonly string[]> {
  vi.resetModules()
  const path = `../../src/reconciler/${bug?.module}.ts`
  if (bug !== undefined)
    vi.doMock(path, async (importOriginal) => {
      const original = await importOriginal<Module>()
      return { ...original, [bug.name]: bug.instead(original[bug.name] as never) }
    })
  try {
    // One after the other: imports under way at once can miss the bug.
    const wrong: string[] = []
    for (const story of [unasked, twice, takenBack, byHand, rising]) wrong.push(...(await story()))
    return wrong
  } finally {
    vi.doUnmock(path)
  }
}

const nothing: Consent = { how: 'reviewed', judge: () => ({ allowed: [], missing: [] }) }

async function stage() {
  const { Bench } = await import('./bench.ts')
  const { merged, reviewed } = await import('./merged.ts')
  return { bench: new Bench(), merged, reviewed }
}

async function unasked(): Promise<readonly string[]> {
  const { bench } = await stage()
  bench.tenant('acme', { tenant: tenantOf(), users: { zoe: person('zoe') } })
  const { exitCode } = await bench.apply(nothing)
  bench.close()
  return exitCode === 6 ? [] : ['unasked']
}

async function twice(): Promise<readonly string[]> {
  const { bench, merged, reviewed } = await stage()
  bench.tenant('acme', { tenant: tenantOf(), users: { zoe: person('zoe', { groups: ['vpn'] }) }, groups: { vpn: {} } })
  await bench.apply()
  bench.live().leave('vpn', 'zoe')
  const consent = reviewed(bench, [merged(await bench.plan())])
  const codes = [(await bench.apply(consent)).exitCode]
  bench.live().leave('vpn', 'zoe')
  codes.push((await bench.apply(consent)).exitCode)
  bench.close()
  return codes.join() === '0,6' ? [] : ['twice']
}

const soon = (groups: readonly string[]) => ({ soon: person('soon', { starts: '2026-12-10', groups }) })

async function takenBack(): Promise<readonly string[]> {
  const { bench, merged, reviewed } = await stage()
  const files = { tenant: tenantOf(), groups: { vpn: {} } }
  bench.tenant('acme', { ...files, users: { zoe: person('zoe'), ...soon(['vpn']) } })
  await bench.apply(reviewed(bench, [merged(await bench.plan())]))
  bench.tenant('acme', { users: { zoe: person('zoe') } })
  await bench.apply(nothing)
  bench.tenant('acme', { users: { zoe: person('zoe'), ...soon(['vpn']) } })
  const { exitCode } = await bench.at('2026-12-10T09:00:00Z').apply(nothing)
  bench.close()
  return exitCode === 6 ? [] : ['takenBack']
}

/** A step for somebody's hands, which a directory never carries out. */
async function byHand(): Promise<readonly string[]> {
  const operation = { status: 'waiting', kind: 'workOrder', verb: 'create', reason: 'declared' } as Operation
  const { asksForConsent } = await import('../../src/reconciler/consent.ts')
  return asksForConsent(operation) ? [] : ['byHand']
}

async function rising(): Promise<readonly string[]> {
  const { bench, merged, reviewed } = await stage()
  const files = { tenant: tenantOf(), groups: { admins: { privileged: true } } }
  bench.tenant('acme', { ...files, users: { zoe: person('zoe'), ...soon(['admins']) } })
  await bench.apply(reviewed(bench, [merged(await bench.plan())]))
  // Something critical was agreed to as well: a gain cannot be put down to either by itself.
  const judge: Judge = () => ({ allowed: [emptyCritical], missing: [] })
  const leave = { gate: 'privilegedGain', max: 1, reason: 'x', approver: 'leads', expires: '2026-12-11T00:00:00Z' }
  bench.at('2026-12-10T09:00:00Z').tenant('acme', { acknowledgements: { leave } })
  const { exitCode } = await bench.apply({ how: 'reviewed', judge })
  bench.close()
  return exitCode === 6 ? [] : ['rising']
}

const emptyCritical = {
  trace: {
    repository: 'msp/access',
    number: 99,
    author: 'ana',
    head: 'a',
    merge: 'b',
    mergedAt: '2026-12-01T09:00:00Z',
    digest: `sha256:${'0'.repeat(64)}`,
    approvals: [],
  },
  observedAt: '2026-12-01T09:00:00Z',
  fingerprints: new Set<string>(),
  standing: new Set<string>(),
  critical: true,
}

test('SEC-12 SEC-14 without a bug all is well', async () => {
  expect(await wrongWith()).toEqual([])
})

test.each(Object.entries(bugs))('SEC-12 SEC-14 it is noticed that %s', async (_, bug) => {
  expect(await wrongWith(bug)).not.toEqual([])
})
