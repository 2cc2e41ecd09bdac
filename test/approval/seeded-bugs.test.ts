import { afterEach, expect, test, vi } from 'vitest'
import { consider, expected, timelines, told } from './timelines.ts'

type Module = Readonly<Record<string, unknown>>

/** One bug: a check of src/approval that is dropped or weakened. The table of timelines must notice. */
interface SeededBug {
  readonly module: string
  readonly name: string
  readonly instead: (original: never) => unknown
}

type Fn<T extends readonly unknown[], R> = (...given: T) => R
type Said = { readonly isBot: boolean; readonly by: string; readonly person?: string; readonly at: string }

const bugs: Readonly<Record<string, SeededBug>> = {
  'an approval outlives the commit and the plan': {
    module: 'timeline',
    name: 'approvalsOf',
    instead:
      (original: Fn<unknown[], readonly Said[]>) =>
      (...given: unknown[]) =>
        original(...given).map(({ by, isBot, person, at }) => ({ by, isBot, person, at })),
  },
  'bots are people': {
    module: 'timeline',
    name: 'approvalsOf',
    instead:
      (original: Fn<unknown[], readonly Said[]>) =>
      (...given: unknown[]) =>
        original(...given).map((one) => ({ ...one, isBot: false })),
  },
  'the first word counts, not the last': {
    module: 'timeline',
    name: 'approvalsOf',
    instead:
      (original: Fn<[{ reviews: readonly { state: string }[] }, ...unknown[]], unknown>) =>
      (facts: { reviews: readonly { state: string }[] }, ...rest: unknown[]) =>
        original({ ...facts, reviews: facts.reviews.filter(({ state }) => state === 'approved') }, ...rest),
  },
  'plans of other commits count as shown': {
    module: 'timeline',
    name: 'shownPlans',
    instead: () => (_: unknown, posted: unknown) => posted,
  },
  'nobody is known by a second account': { module: 'terms', name: 'personOf', instead: () => () => () => undefined },
  'everybody is known': {
    module: 'terms',
    name: 'personOf',
    instead: (original: Fn<[unknown], Fn<[string], string | undefined>>) => (terms: unknown) => (login: string) =>
      original(terms)(login) ?? `msp/${login}`,
  },
  'nobody has a part in the request': { module: 'involved', name: 'involvedIn', instead: () => () => new Map() },
  'authors of commits have no part in it': {
    module: 'involved',
    name: 'involvedIn',
    instead: (original: Fn<[object, unknown], unknown>) => (facts: object, whoIs: unknown) =>
      original({ ...facts, commits: [] }, whoIs),
  },
  'unknown authors are nobody': { module: 'involved', name: 'strangersIn', instead: () => () => undefined },
  'nobody gains': { module: 'beneficiaries', name: 'beneficiaries', instead: () => () => new Set() },
  'access is no gain': {
    module: 'beneficiaries',
    name: 'beneficiaries',
    instead: (original: Fn<[object], unknown>) => (change: object) => original({ ...change, access: [] }),
  },
  'anybody may approve': { module: 'rights', name: 'mayApprove', instead: () => () => undefined },
  'whoever is named may approve without the right to write': {
    module: 'rights',
    name: 'mayApprove',
    instead: (original: Fn<[unknown, unknown, object], unknown>) => (login: unknown, rule: unknown, people: object) =>
      original(login, rule, { ...people, mayWrite: () => true }),
  },
  'nothing is critical': {
    module: 'weight',
    name: 'weights',
    instead: () => () => [],
  },
}

afterEach(() => {
  vi.resetModules()
})

async function broken(bug?: SeededBug): Promise<readonly string[]> {
  vi.resetModules()
  const path = `../../src/approval/${bug?.module}.ts`
  if (bug !== undefined)
    vi.doMock(path, async (importOriginal) => {
      const original = await importOriginal<Module>()
      return { ...original, [bug.name]: bug.instead(original[bug.name] as never) }
    })
  const { approvalStates } = await import('../../src/approval/states.ts')
  const wrong = Object.entries(timelines).filter(([, timeline]) => {
    const found = told(approvalStates(consider(timeline)), timeline)
    return JSON.stringify(found) !== JSON.stringify(expected(timeline))
  })
  if (bug !== undefined) vi.doUnmock(path)
  return wrong.map(([name]) => name)
}

test('without a bug every timeline holds', async () => {
  expect(await broken()).toEqual([])
})

test.each(Object.entries(bugs))('SEC-05 SEC-06 the timelines notice that %s', async (_, bug) => {
  expect(await broken(bug)).not.toEqual([])
})
