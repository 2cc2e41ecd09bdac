import { assert, check, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { escaped, html, jsonMarkup, sealed } from '../../../src/report/html/html.ts'
import { visible } from '../../../src/report/printable.ts'
import { hostile } from '../hostile.ts'

const runs = { numRuns: 20_000, seed: 28 }

/** Whether a value stays text, in an element and in an attribute of it. */
const staysText = (escape: (text: string) => string): ReturnType<typeof property<[string]>> =>
  property(hostile, (value) => !/[<>"'`]/.test(escape(value)) && !/&(?!#\d+;)/.test(escape(value)))

describe('markup', () => {
  test('SEC-28 no value breaks out of its element or its attribute', () => {
    assert(staysText(escaped), runs)
    assert(
      property(hostile, (value) => html`<b title="${value}">${value}</b>`.markup.split('<').length === 3),
      runs,
    )
  })

  test('SEC-28 data in a script element cannot end it, and means what it meant', () => {
    assert(
      property(hostile, (value) => {
        const { markup } = jsonMarkup({ value: [value] })
        expect(markup).not.toMatch(/[<\u2028\u2029]/)
        expect(JSON.parse(markup)).toEqual({ value: [visible(value)] })
      }),
      { ...runs, numRuns: 5000 },
    )
  })

  test('markup in markup is taken as it is, and what would end its own element is refused', () => {
    expect(html`<p>${html`<b>${'<'}</b>`}</p>`.markup).toBe('<p><b>&#60;</b></p>')
    expect(() => sealed('script', 'const a = "</script>"')).toThrow('would end itself')
    expect(() => sealed('style', '/* <!-- */')).toThrow('would end itself')
  })

  test('seeded bugs: no escaping, and escaping of two characters only, are noticed', () => {
    expect(
      check(
        staysText((text) => text),
        runs,
      ).failed,
    ).toBe(true)
    expect(
      check(
        staysText((text) => text.replaceAll('<', '&#60;').replaceAll('>', '&#62;')),
        runs,
      ).failed,
    ).toBe(true)
  })
})
