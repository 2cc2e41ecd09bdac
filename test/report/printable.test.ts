import { assert, constantFrom, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { inkOf } from '../../src/report/ink.ts'
import { jsonChunks } from '../../src/report/json.ts'
import { columnsOf, printable, printableJson } from '../../src/report/printable.ts'
import { paintPlan } from '../../src/report/text.ts'
import { changes, planOf } from './sample.ts'

const attacks = {
  'OSC 52 (clipboard)': '\u001b]52;c;ZXZpbA==\u0007',
  'cursor moves': '\u001b[2A\u001b[2K',
  hyperlink: '\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\',
  'C1 control sequence': '\u009b31m',
  'carriage return': 'approved\rrefused',
  'new line': 'a\nSummary 0 operations',
  bidi: 'ab\u202ecd\u2066ef',
  'zero width': 'ad\u200bmin',
  tags: 'x\u{e0041}\u{e007f}',
  'private use': '\ue000',
  'lone surrogate': '\ud800',
  'line separator': 'a\u2028b',
  backspace: 'no\b\byes',
} as const

const harmful = /[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u

test.each(Object.entries(attacks))('SEC-29 %s is shown, not sent', (_name, attack) => {
  const shown = printable(attack)
  expect(shown).not.toMatch(harmful)
  expect(shown).toContain('‹U+')
})

test('SEC-29 ordinary names of the world stay as they are', () => {
  for (const name of ['Zoë', 'Иван', '李娜', 'Nguyễn Thị Ánh', 'محمد', 'O’Brien', 'Ærøskøbing', '김철수', '👩 emoji']) {
    expect(printable(name)).toBe(name)
  }
})

test('SEC-29 nothing in a painted plan acts on a terminal, whatever the values are', () => {
  assert(
    property(string({ unit: 'binary' }), constantFrom(...Object.values(attacks)), (noise, attack) => {
      const evil = `${noise}${attack}`
      const plan = planOf({
        operations: [changes('ana', `Ana becomes ${evil}`, { title: evil }, { [evil]: evil })],
        findings: [{ slug: 'would-remove', scope: 'acme', result: 'warn', message: evil }],
        notManageable: [{ address: 'acme/hq/user/x', why: evil }],
      })
      const painted = paintPlan(plan, { ink: inkOf(false), everything: true, zone: 'UTC', zoneOf: () => 'UTC' })
      expect(painted.replaceAll('\n', '')).not.toMatch(harmful)
      const lines = paintPlan(
        { ...plan, findings: [], notManageable: [], operations: [changes('ana', 'x', {}, {})] },
        { ink: inkOf(false), everything: true, zone: 'UTC', zoneOf: () => 'UTC' },
      )
      expect(lines).toContain('Summary')
    }),
    { numRuns: 300, seed: 29 },
  )
})

test('SEC-29 a JSON document keeps its meaning and holds nothing that acts on a terminal', () => {
  assert(
    property(string({ unit: 'binary' }), constantFrom(...Object.values(attacks)), (noise, attack) => {
      const document = { text: noise + attack, list: [noise, { [attack]: attack }], none: [], deep: { list: [attack] } }
      const json = [...jsonChunks(document)].join('')
      expect(json.replaceAll('\n', '')).not.toMatch(harmful)
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(document)))
    }),
    { numRuns: 300, seed: 29 },
  )
  expect(printableJson('"\u009b"')).toBe('"\\u009b"')
})

test('columns are those of a terminal', () => {
  expect([columnsOf('abc'), columnsOf('李娜'), columnsOf('e\u0301')]).toEqual([3, 4, 1])
})

const commands = {
  'a GitHub command': ['::add-mask::a', '‹U+003A›:add-mask::a'],
  'one behind blanks': ['  ::error file=x::y', '  ‹U+003A›:error file=x::y'],
  'the older form, anywhere': ['a ##[error] b', 'a ‹U+0023›#[error] b'],
  'one of Azure Pipelines': ['##vso[task.complete]', '‹U+0023›#vso[task.complete]'],
  'one more sign in front': ['###[group]', '#‹U+0023›#[group]'],
} as const

test.each(Object.entries(commands))('SEC-30 %s is shown, not carried out', (_name, [command, shown]) => {
  expect(printable(command)).toBe(shown)
})

test('SEC-30 colons and number signs elsewhere stay as they are', () => {
  for (const text of ['fe80::1', 'a :: b', '## heading', 'C# [old]', '#[x]']) expect(printable(text)).toBe(text)
})

test('SEC-30 no line of a painted plan or of a document is a command of a CI runner', () => {
  for (const evil of ['::add-mask::a', '::error file=x::y', '##[error]z', 'b ##vso[task.complete]']) {
    const plan = planOf({
      operations: [changes('ana', evil, { title: evil }, { [evil]: evil })],
      findings: [{ slug: 'would-remove', scope: 'acme', result: 'warn', message: evil }],
      unmanaged: [evil],
      notManageable: [{ address: evil, why: evil }],
    })
    const painted = paintPlan(plan, { ink: inkOf(false), everything: true, zone: 'UTC', zoneOf: () => 'UTC' })
    const document = [...jsonChunks(plan)].join('')
    expect(`${painted}\n${document}`).not.toMatch(/^\s*::|##(?:vso)?\[/m)
    expect(JSON.parse(document)).toEqual(JSON.parse(JSON.stringify(plan)))
  }
})
