import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Bench } from '../reconciler/bench.ts'
import { tenantOf } from '../reconciler/bench.ts'
import type { Held } from '../reconciler/live.ts'
import { addPerson, benchOf, filesIn, imported, planned } from './importing.ts'

const some = 14

interface Somebody {
  readonly attributes: Readonly<Record<string, string | readonly string[]>>
  readonly state: string
  readonly container: string
  readonly manager: number
  readonly protected: boolean
}

const words = fc.constantFrom(
  'Clerk',
  'NO',
  '0045123',
  '6e1',
  '~',
  'a: b',
  '#x',
  "it's",
  '"quoted"',
  'C:\\dir',
  'Zoë',
  '名前',
  'null',
  '2026-12-01',
  '[x]',
  '{ y',
  'x\u0007y',
  'two\nlines',
  '-',
)
const departments = fc.constantFrom('Sales', 'Sales', 'Sales', 'Service desk', 'R&D: lab', 'sales')

const somebody: fc.Arbitrary<Somebody> = fc.record({
  attributes: fc.record(
    {
      title: words,
      location: words,
      employeeId: fc.oneof(words, fc.integer({ min: 1, max: 6 }).map(String)),
      email: fc.constantFrom('a@acme.example', 'b@acme.example', 'B@acme.example', 'c@elsewhere.example', 'no address'),
      'address.country': fc.constantFrom('NL', 'DE', 'Netherlands', 'ZZ'),
      'phones.work': fc.oneof(words, fc.array(words, { maxLength: 3 })),
      skills: fc.uniqueArray(words, { maxLength: 3 }),
      displayName: words,
      upn: fc.integer({ min: 1, max: 9 }).map((number) => `x${number}@acme.example`),
    },
    { requiredKeys: [] },
  ),
  state: fc.constantFrom(...Array.from({ length: 8 }, () => 'active'), 'disabled', 'disabled', 'locked', 'invited'),
  container: fc.constantFrom(...Array.from({ length: 7 }, () => 'people'), 'people/elsewhere'),
  manager: fc.integer({ min: 0, max: some * 2 }),
  protected: fc.constantFrom(false, false, false, false, true),
})

const world = fc.record({
  mode: fc.constantFrom('additive', 'authoritative'),
  naming: fc.constantFrom({}, { username: '{first}.{last}' }, { username: '{f}{l}', upn: '{username}@acme.example' }),
  country: fc.constantFrom(undefined, 'NL'),
  people: fc.array(fc.tuple(somebody, fc.option(departments)), { minLength: 1, maxLength: some }),
  groups: fc.array(
    fc.record({
      members: fc.uniqueArray(fc.integer({ min: 0, max: some - 1 })),
      nested: fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { maxLength: 2 }),
      stranger: fc.boolean(),
      protected: fc.constantFrom(false, false, false, true),
    }),
    { maxLength: 4 },
  ),
  first: fc.constantFrom([], ['username=p1*'], ['state=active'], ['department=Sales'], ['group=G0']),
  templates: fc.boolean(),
})

type World = typeof world extends fc.Arbitrary<infer T> ? T : never

function benchFor({ mode, naming, country, people, groups }: World): Bench {
  const bench = benchOf(
    tenantOf(
      { mode, users: { disabledBase: 'leavers' } },
      {
        domains: ['acme.example'],
        naming,
        ...(country === undefined ? {} : { defaults: { attributes: { address: { country } } } }),
      },
    ),
  )
  const live = bench.live()
  people.forEach(([one, department], index) => {
    const { attributes, state, container, manager } = one
    const place =
      department === null
        ? {}
        : { department: department.toLowerCase().replaceAll(/[^a-z]+/g, '-'), 'department.name': department }
    const more: Partial<Held> = {
      state,
      container,
      references: manager < people.length ? { manager: `id-p${manager}.x` } : {},
      ...(one.protected ? { notManageable: 'protected' } : {}),
    }
    addPerson(live, `p${index}.x`, { ...place, ...attributes }, more)
  })
  groups.forEach((group, index) => {
    const nested = group.nested
      .filter((inner) => inner < groups.length && inner !== index)
      .map((inner) => `id-G${inner}`)
    const members = group.members.filter((member) => member < people.length).map((member) => `id-p${member}.x`)
    live.addGroup(`G${index}`, [], {
      members: [...members, ...nested, ...(group.stranger ? ['id-nobody'] : [])],
      ...(group.protected ? { notManageable: 'protected' } : {}),
    })
  })
  return bench
}

test(
  'UX-01 UX-02 whatever a directory holds: after an import nothing is planned, a second one changes no file, the rest can follow, and an apply touches nobody',
  { timeout: 240_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(world, async (made) => {
        const bench = benchFor(made)
        try {
          const half = await imported(bench, { select: made.first })
          expect(half.diagnostics).toEqual([])
          expect(await planned(bench)).toEqual([])
          const whole = await imported(bench, { templates: made.templates })
          expect(whole.diagnostics).toEqual([])
          expect(await planned(bench)).toEqual([])
          const files = filesIn(bench)
          expect((await imported(bench, { templates: made.templates })).files).toEqual([])
          expect(filesIn(bench)).toEqual(files)
          if (
            whole.known.people + whole.declared.users.length + whole.known.groups + whole.declared.groups.length ===
            0
          )
            return
          const before = bench.live().text()
          expect((await bench.apply()).exitCode).toBe(0)
          expect(bench.live().text()).toBe(before)
          expect((await imported(bench)).files).toEqual([])
        } finally {
          bench.close()
        }
      }),
      { numRuns: 60 },
    )
  },
)
