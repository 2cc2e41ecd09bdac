import { assert, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PlatformOperation } from '../../src/model/operation.ts'
import type { OpenOrder, OpenStep } from '../../src/reconciler/run.ts'
import { inkOf } from '../../src/report/ink.ts'
import { sentence, value } from '../../src/report/markdown.ts'
import { orderDocument, paintOrders } from '../../src/report/orders-given.ts'
import { orderText } from '../../src/report/work-order.ts'

const operations = [{ id: 'acme/desk/account/tom-berg#disable' }] as unknown as readonly PlatformOperation[]

function step(number: number, title: string, more: Partial<OpenStep> = {}): OpenStep {
  return {
    number,
    title,
    clicks: [],
    fields: [],
    effects: [],
    due: '2026-12-04',
    verify: 'attest',
    operations,
    after: [],
    ...more,
  }
}

const order: OpenOrder = {
  order: 'desk-2',
  directory: 'desk',
  place: 'Help desk',
  on: '2026-12-01',
  isNew: true,
  replaces: 'desk-1',
  steps: [
    step(1, 'Disable Tom Berg', {
      clicks: ['Admin > People > tom-berg@acme.example', 'Active off, confirm'],
      effects: ['holds at once, for who is signed in as well', '4 open tickets have nobody afterwards'],
      due: '2026-12-01',
      assignee: 'ben-osei',
      who: 'Ben Osei',
      verify: 'export',
    }),
    step(2, 'Import people into Amsterdam', {
      fields: [{ label: 'people in the file', value: '2' }],
      sheet: { columns: ['E-mail'], rows: [['ana-li@acme.example'], ['eva-lo@acme.example']] },
      after: [1],
    }),
    step(3, 'Collect the laptop', { attested: { by: 'ben-osei', on: '2026-12-02' } }),
  ],
}

test('a work order is a page: tick boxes, clicks, what to type, what it brings about, who, by when, and how to say that it is done', async () => {
  await expect(orderText('acme', order)).toMatchFileSnapshot('golden/work-order.md')
})

test('an apply tells which orders it gave out, and where they lie', async () => {
  const old = { ...order, order: 'roster-1', isNew: false, steps: [step(1, 'Collect the laptop')] }
  const back = { ...order, order: 'crm-3', replaces: 'crm-2', steps: [] }
  const painted = paintOrders({ tenant: 'acme', orders: [order, old, back] }, { ink: inkOf(false), everything: false })
  await expect(`${painted.join('\n')}\n`).toMatchFileSnapshot('golden/orders-given.txt')
  expect(orderDocument('acme', order)).toMatchObject({
    order: 'desk-2',
    replaces: 'desk-1',
    file: '.roster/work-orders/acme/desk-2.md',
    steps: [
      { step: 1, assignee: 'ben-osei', due: '2026-12-01', verify: 'export', operations: [operations[0]?.id] },
      { step: 2, after: [1], file: '.roster/work-orders/acme/desk-2-2.csv' },
      { step: 3, attested: { by: 'ben-osei', on: '2026-12-02' } },
    ],
  })
})

describe('SEC-33 names that want to be Markdown', () => {
  test.each([
    ['[x](http://evil.example)', '<code>&#91;x&#93;(http&#58;//evil&#46;example</code>)'],
    ['<img src=x>', '<code>&#60;img</code> <code>src=x&#62;</code>'],
    ['a | b', 'a <code>&#124;</code> b'],
    ['- [x] **9.** done', '&#45; <code>&#91;x&#93;</code> <code>&#42;&#42;9&#46;&#42;&#42;</code> done'],
    ['# Work order', '<code>&#35;</code> Work order'],
    ['1. first', '1&#46; first'],
    ['> quoted', '&#62; quoted'],
    ['53.70 USD', '53.70 USD'],
    ['`rm -rf`', '<code>rm -rf</code>'],
    ['two\n\n- [x] lines', 'two - <code>&#91;x&#93;</code> lines'],
    ['see www.evil.example', 'see <code>www&#46;evil&#46;example</code>'],
    ['for @ana, in #12', 'for <code>&#64;<wbr>ana</code>, in <code>&#35;12</code>'],
    ['GH-12 of msp/roster@deadbeef', '<code>GH-12</code> of <code>msp/roster&#64;<wbr>deadbeef</code>'],
    ['undo deadbeef', 'undo <code>deadbeef</code>'],
  ])('%j is text', (text, shown) => {
    expect(sentence(text)).toBe(shown)
  })

  test('whatever somebody is called, the page keeps its steps, boxes and rows', () => {
    const shape = (name: string): readonly string[] => {
      const hostile = { ...order, place: name, steps: order.steps.map((each) => named(each, name)) }
      return orderText('acme', hostile)
        .split('\n')
        .map((line) => /^(\s*(?:- \[.\] \*\*\d+\.\*\*|\d+\.|- |# |\| --- |\|(?= ))|\s*$)/.exec(line)?.[0] ?? 'text')
    }
    const plain = shape('Ann')
    assert(
      property(string({ unit: 'binary' }), (name) => {
        expect(shape(`x${name}`)).toEqual(plain)
      }),
    )
    assert(
      property(string({ unit: 'grapheme-ascii' }), (name) => {
        expect(shape(`- [x] ${name}\n# x | y`)).toEqual(plain)
      }),
    )
  })

  test('a command in which there are ticks stays a command', () => {
    expect(value('a`b``c')).toBe('<code>a&#96;b&#96;&#96;c</code>')
  })
})

function named(each: OpenStep, name: string): OpenStep {
  const { who, ...rest } = each
  return {
    ...rest,
    ...(who === undefined ? {} : { who: name }),
    title: name,
    clicks: each.clicks.map(() => name),
    effects: each.effects.map(() => name),
    fields: each.fields.map(() => ({ label: name, value: name })),
  }
}
