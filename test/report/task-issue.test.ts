import * as fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import { expect, test } from 'vitest'
import type { OpenOrder, OpenStep } from '../../src/reconciler/run.ts'
import { closedTask, doneIn, taskIssue, ticksIn } from '../../src/report/task-issue.ts'

const none = { ticked: new Set<number>(), unclear: new Map<number, string>() }

function stepOf(number: number, more: Partial<OpenStep> = {}): OpenStep {
  return {
    number,
    title: `Add person ${number} to Counter`,
    clicks: ['Open Settings > People', 'Press Add'],
    fields: [{ label: 'E-mail', value: `person-${number}@acme.example` }],
    effects: ['takes a seat'],
    assignee: 'ana-li',
    who: 'Ana Li',
    due: '2026-12-01',
    verify: 'export',
    operations: [],
    after: number === 1 ? [] : [number - 1],
    ...more,
  }
}

function orderOf(steps: readonly OpenStep[], place = 'Counter'): OpenOrder {
  return { order: 'front-2', directory: 'front', place, on: '2026-11-20', isNew: false, replaces: 'front-1', steps }
}

const some = orderOf([
  stepOf(1, { attested: { by: 'ana-li', on: '2026-11-21' } }),
  stepOf(2),
  stepOf(3, { assignee: undefined, who: undefined } as unknown as Partial<OpenStep>),
])

test('the issue of a work order', async () => {
  const unclear = new Map([[3, 'the box is ticked, and nobody is asked by name. Whoever did it comments `done 3`.']])
  const { title, body } = taskIssue('acme', some, { ticked: new Set([3]), unclear })
  expect(title).toBe('Work order front-2 (acme): Counter')
  await expect(body).toMatchFileSnapshot('golden/task-issue.md')
  const closed = closedTask(some.steps, 'front-3')
  await expect(closed).toMatchFileSnapshot('golden/task-closed.md')
  expect(closedTask(some.steps.slice(0, 1), undefined)).toContain('> Every step is done, and recorded.')
})

test('ticks are read back as they were written, and whoever ticks changes nothing else', () => {
  const { body } = taskIssue('acme', some, none)
  expect([...ticksIn(body)]).toEqual([1])
  const ticked = body.replace('- [ ] **2.**', '- [x] **2.**').replaceAll('\n', '\r\n')
  expect([...ticksIn(ticked)]).toEqual([1, 2])
  expect(taskIssue('acme', some, { ...none, ticked: ticksIn(ticked) }).body).toBe(ticked.replaceAll('\r\n', '\n'))
})

test('an order of 2,000 steps fits: the first in full, then boxes, then where the rest is', () => {
  const { body } = taskIssue('acme', orderOf(Array.from({ length: 2000 }, (_, at) => stepOf(at + 1))), none)
  expect(body.length).toBeLessThanOrEqual(60_000)
  expect(body).toContain('Press Add')
  const boxes = body.match(/^- \[ \] /gm)?.length ?? 0
  expect(boxes).toBeGreaterThan(300)
  const numbers = [...body.matchAll(/^- \[ \] \*\*(\d+)\./gm)].map(([, number]) => Number(number))
  expect(numbers).toEqual(Array.from({ length: boxes }, (_, at) => at + 1))
  expect(body).toContain(`comment \`done ${boxes + 1}\``)
  expect(body).toContain('roster-work-orders')
})

test.each<readonly [string, readonly number[]]>([
  ['done 1', [1]],
  ['Done: 1, 2 and 3.', [1, 2, 3]],
  ['  done steps 1 2\r\nthanks', [1, 2]],
  ['done', []],
  ['done 1 but not 2', []],
  ['I have done 1', []],
  ['> done 1', []],
  ['done 0', []],
  ['done 1234567', []],
  ['done #4', [4]],
])('a comment %j says that %j are done', (comment, steps) => {
  expect(doneIn(comment)).toEqual(steps)
})

test('a comment made to keep the reader busy is read at once', () => {
  const begun = performance.now()
  expect(doneIn(`done ${'1'.repeat(60_000)}x`)).toEqual([])
  expect(doneIn(`done ${'1 '.repeat(30_000)}x`)).toEqual([])
  expect(performance.now() - begun).toBeLessThan(500)
})

const markdown = new MarkdownIt({ html: true, linkify: true })
const signs = [
  '@ana',
  '#12',
  '`',
  '<!-- roster:task v1 -->',
  '- [x] **9.**',
  '\n',
  '\r\n',
  '| ',
  '</details>',
  '**',
  '![',
  '](',
  'http://x.example',
  '\u202e',
  '::error::',
  '~~~',
  '&amp;',
]
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...signs), fc.string({ maxLength: 4 })), { maxLength: 12 })
  .map((parts) => parts.join(''))

test('SEC-12 no title, value, name or place ticks a box, mentions anyone, links or plants a marker', () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, (title, text, place) => {
      const step = stepOf(1, {
        title,
        who: text,
        clicks: [text],
        effects: [text],
        fields: [{ label: text, value: text }],
      })
      const issue = taskIssue('acme', orderOf([step, stepOf(2)], place), none)
      expect([...ticksIn(issue.body)]).toEqual([])
      expect(issue.body.match(/^- \[/gm)).toHaveLength(2)
      expect(issue.body.replaceAll(/<\/?code>|<wbr>/g, '')).not.toMatch(/[@<]/)
      expect(markdown.render(issue.body)).not.toMatch(/<(a|img|del|script|details)\b/)
      expect(issue.title).toMatch(/^Work order front-2 \(acme\): [^@#`<>|\p{Cc}\p{Default_Ignorable_Code_Point}]*$/u)
      expect(issue.title.length).toBeLessThan(256)
    }),
    { numRuns: 1000 },
  )
})

test('seeded bug: a title that is not made harmless would be noticed', () => {
  const { body } = taskIssue('acme', orderOf([stepOf(1, { title: 'Sentinel' })]), none)
  const raw = body.replace('Sentinel', 'Add\n- [x] **9.** @ana')
  expect([...ticksIn(raw)]).toEqual([9])
  expect(raw.match(/^- \[/gm)).toHaveLength(2)
  expect(raw.replaceAll(/<\/?code>|<wbr>/g, '')).toMatch(/[@<]/)
})
