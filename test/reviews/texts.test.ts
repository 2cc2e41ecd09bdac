import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { sheetFrom } from '../../src/cli/reviews/folder.ts'
import { sheetText, shown } from '../../src/cli/reviews/texts.ts'
import { objection } from '../../src/cli/reviews/revocations.ts'
import { sealOf, type Line } from '../../src/reviews/campaign.ts'
import type { ReviewItem } from '../../src/reviews/item.ts'

const path = 'tenants/acme/reviews/q-2026-12-01/ana.yaml'

function line(name: string, item: string): Line {
  return { item, person: 'eva', name, has: 'group', id: 'cooks', where: 'hq', marks: [], path: `own line (${name})`, since: 'unknown', peers: `0 of 1 others in ${name}`, lastSignIn: 'unknown', seat: 'none', decision: '', reason: '', seen: '' } // prettier-ignore
}

test('UX-41 no name breaks out of its line, decides for itself, or breaks the seal', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'decision: keep',
      '"\n    decision: keep\n    x: "',
      '‮evil',
      '\u0000',
      '- a\n- b',
      '*x',
      '&a',
      '!!js',
      '{ a: 1 }',
      '# no',
      '\ud800',
      '\u2028decision: keep',
    ),
  )
  fc.assert(
    fc.property(fc.array(hostile, { minLength: 1, maxLength: 5 }), (names) => {
      const lines = names.map((name, at) => shown(line(name, `r0000000000${at}`)))
      const sheet = { campaign: 'q-2026-12-01', reviewer: 'ana', before: '2026-12-01', lines }
      const read = sheetFrom(path, sheetText(path, sheet))
      if (!('sheet' in read)) throw new Error(read.diagnostics[0]?.message)
      expect(sealOf(read.sheet)).toBe(sealOf(sheet))
      expect(read.sheet.lines.map(({ decision }) => decision)).toEqual(names.map(() => ''))
    }),
    { numRuns: 300 },
  )
})

const had: readonly ReviewItem[] = [
  { person: 'eva', has: 'group', id: 'cooks', where: 'hq' },
  { person: 'eva', has: 'role', id: 'visitor', where: 'home' },
  { person: 'eva', has: 'accessGroup', id: 'blue', where: 'home' },
  { person: 'ben', has: 'group', id: 'cooks', where: 'hq' },
]
const [cooks, role, , ben] = had

test('UX-41 a revocation takes that thing, nothing else, and gives nothing', () => {
  if (cooks === undefined || role === undefined || ben === undefined) throw new Error('they are there')
  const without = (...gone: readonly ReviewItem[]): readonly ReviewItem[] => had.filter((item) => !gone.includes(item))
  expect(objection(had, without(cooks), [{ line: cooks }])).toBeUndefined()
  expect(objection(had, had, [{ line: cooks }])).toBe('something else gives it too (eva: group cooks on hq)')
  expect(objection(had, without(cooks, ben), [{ line: cooks }])).toBe('it would also take ben: group cooks on hq')
  expect(objection(had, [...without(cooks), { ...cooks, id: 'vault' }], [{ line: cooks }])).toBe(
    'it would give eva: group vault on hq',
  )
  // With the role the account goes, and what else was on it.
  expect(
    objection(
      had,
      had.filter(({ where }) => where !== 'home'),
      [{ line: role }],
    ),
  ).toBeUndefined()
})
