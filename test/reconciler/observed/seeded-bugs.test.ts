import { afterEach, expect, test, vi } from 'vitest'
import { boss, hired, left } from '../seats/desk.ts'
import type { Desk } from '../seats/desk.ts'
import { csv, line } from './listing.ts'
import { technician } from '../accounts/technician.ts'

type Module = Readonly<Record<string, unknown>>
interface World {
  readonly desk: Desk
  readonly observe: (typeof import('./listing.ts'))['observe']
}

/** One bug in how lists are read, and a law that must notice. */
interface Bug {
  readonly what: string
  readonly module: string
  readonly name: string
  readonly instead: (original: (...given: never[]) => never) => unknown
  readonly law: (world: World) => Promise<void>
}

const crew = ['tom-berg', 'ana-li', 'max-orr', 'kim-roe', 'eva-sol']
const all = [line('ben-osei', 'Admin'), ...crew.map((id) => line(id))]
const people = { ...boss('ben-osei'), ...Object.assign({}, ...crew.map((id) => hired(id))) }

async function atWork({ desk, observe }: World): Promise<void> {
  desk.declare(people)
  await desk.there(['ben-osei', technician('ben-osei', 'admin')], ...crew.map((id) => [id, technician(id)] as const))
  await desk.apply()
  await observe(desk, csv(...all))
}

/** Whoever is not in a list is told, and still known. */
async function absenceIsNeverAssumed(world: World): Promise<void> {
  await atWork(world)
  const { missing } = await world.observe(world.desk, csv(...all.filter((each) => !each.startsWith('ana-li'))))
  const { accounts, exports } = await world.desk.memory()
  expect(missing).toEqual(['ana-li'])
  expect(exports.get('atera')?.missing).toEqual(['ana-li'])
  expect(accounts.get('acme/atera/account/ana-li')?.account.state).toBe('active')
}

/** A list that lacks half of what is known changes nothing. */
async function halfAListIsRefused(world: World): Promise<void> {
  await atWork(world)
  const { exitCode } = await world.observe(world.desk, csv(...all.slice(0, 3)))
  expect(exitCode).toBe(4)
}

/** What the list shows otherwise is not called done. */
async function nothingIsDoneOnAWord(world: World): Promise<void> {
  const { desk } = world
  await atWork(world)
  desk.declare({ ...people, ...left('tom-berg') })
  await desk.apply()
  await desk.attest('atera-1', 1)
  await world.observe(desk, `${csv(...all)}\r\n`)
  const [step] = (await desk.memory()).orders.get('atera-1')?.steps ?? []
  expect(step?.verified).toBeUndefined()
  expect(step?.contradicted?.why).toBe('the account is active there')
}

/** Two rows for one address are never one account. */
async function noRowIsSwallowed(world: World): Promise<void> {
  await atWork(world)
  const { mistakes } = await world.observe(world.desk, csv(...all, line('ana-li', 'Admin')))
  expect(mistakes.map(({ row }) => row)).toEqual([8])
}

const bugs: readonly Bug[] = [
  {
    what: 'a row that is missing is taken for an account that is gone',
    module: 'gone',
    name: 'entriesGone',
    instead: () => () => [{ type: 'account', address: 'acme/atera/account/ana-li', account: null, from: 'export' }],
    law: absenceIsNeverAssumed,
  },
  {
    what: 'whoever is missing is not told',
    module: 'reading',
    name: 'readExport',
    instead:
      (original) =>
      (...given: never[]) => ({ ...(original(...given) as object), missing: [] }),
    law: absenceIsNeverAssumed,
  },
  {
    what: 'a list is believed whatever it lacks',
    module: 'reading',
    name: 'readExport',
    instead:
      (original) =>
      (...given: never[]) => ({ ...(original(...given) as object), expected: [], missing: [] }),
    law: halfAListIsRefused,
  },
  {
    what: 'every attested step is verified by any list',
    module: 'claims',
    name: 'claimsOf',
    instead:
      (original) =>
      (...given: never[]) =>
        (original(...given) as readonly object[]).map((claim) => ({ ...claim, against: () => undefined })),
    law: nothingIsDoneOnAWord,
  },
  {
    what: 'no step is held against any list',
    module: 'verify',
    name: 'verdictsOf',
    instead: () => () => [],
    law: nothingIsDoneOnAWord,
  },
  {
    what: 'addresses are told apart by anything',
    module: 'who',
    name: 'foldedLogin',
    instead: () => {
      let count = 0
      return (login: string) => `${login}${(count += 1)}`
    },
    law: noRowIsSwallowed,
  },
]

const mocked = new Set<string>()
afterEach(() => {
  for (const path of mocked) vi.doUnmock(path)
  mocked.clear()
  vi.resetModules()
})

async function worldWith(bug?: Bug): Promise<World> {
  vi.resetModules()
  if (bug !== undefined) {
    const path = `../../../src/reconciler/observed/${bug.module}.ts`
    mocked.add(path)
    vi.doMock(path, async (importOriginal) => {
      const original = await importOriginal<Module>()
      return { ...original, [bug.name]: bug.instead(original[bug.name] as never) }
    })
  }
  const { Desk: Fresh } = await import('../seats/desk.ts')
  const { observe } = await import('./listing.ts')
  return { desk: new Fresh({ purchased: 8 }), observe }
}

test.each(bugs)('it is noticed when $what', async (bug) => {
  const sound = await worldWith()
  await bug.law(sound)
  sound.desk.close()
  const broken = await worldWith(bug)
  await expect(bug.law(broken)).rejects.toThrow(/^expected/)
  broken.desk.close()
})
