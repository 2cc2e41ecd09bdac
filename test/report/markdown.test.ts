import { assert, property } from 'fast-check'
import MarkdownIt from 'markdown-it'
import { describe, expect, test } from 'vitest'
import { block, markdownTable, sentence, value } from '../../src/report/markdown.ts'
import { hostile, hostileFour } from './hostile.ts'

/** As lenient as any forge: HTML is taken, and everything that looks like an address becomes a link. */
const forge = new MarkdownIt({ html: true, linkify: true })

const own = /<\/?(?:code|wbr|pre)>/g

/** What a rendered page holds besides text and the elements of ours. */
function markupIn(html: string): readonly string[] {
  return html.replaceAll(own, '').match(/<[^>]*>/g) ?? []
}

function pageOf(cells: readonly string[]): string {
  return forge.render([...markdownTable(['a', 'b'], [cells, ['last', 'row']]), '', 'after'].join('\n'))
}

const tableOfFour = markupIn(pageOf(['x', 'x']))

/** What a forge looks for in the text of a page, outside of code. */
const calls = /(?:^|[^\w`])@\w|(?:^|\W)#\d|\bGH-\d|\b[\da-f]{7,40}\b|:\w+:|https?:|www\./iu

function textOutsideCode(html: string): string {
  return html
    .replaceAll(/<(code|pre)>.*?<\/\1>/gs, ' ')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&lt;/g, '<')
    .replaceAll(/&gt;/g, '>')
    .replaceAll(/&quot;/g, '"')
    .replaceAll(/&amp;/g, '&')
}

function expectQuiet(cells: readonly string[]): void {
  const html = pageOf(cells)
  expect(markupIn(html)).toEqual(tableOfFour)
  expect(html).not.toMatch(/<!--|<a |<img/)
  expect(textOutsideCode(html)).not.toMatch(calls)
}

const runs = { numRuns: 20_000 }

describe('SEC-27 whatever somebody is called, a page says just that', () => {
  test('no value breaks out of its cell, calls anybody, links, or plants a marker', { timeout: 120_000 }, () => {
    assert(
      property(hostileFour, ([name, group, tag, reason]) => {
        expectQuiet([value(name), value(group)])
        expectQuiet([value(tag), value(reason)])
      }),
      runs,
    )
  })

  test('no sentence about such a value does either', { timeout: 120_000 }, () => {
    assert(
      property(hostileFour, ([name, group, tag, reason]) => {
        expectQuiet([sentence(`${name} joins ${group}`), sentence(`tag \`${tag}\` removed: ${reason}`)])
      }),
      runs,
    )
  })

  test('in a list and at the beginning of a line it is the text of that line', { timeout: 120_000 }, () => {
    const plain = markupIn(forge.render('- x\n- last\n\nx\n'))
    assert(
      property(hostile, (name) => {
        const html = forge.render(`- ${sentence(`${name}.`)}\n- last\n\n${sentence(`${name}.`)}\n`)
        expect(markupIn(html)).toEqual(plain)
      }),
      runs,
    )
  })

  test('a log of many lines is one block, and shows every line', () => {
    assert(
      property(hostile, hostile, (one, two) => {
        const html = forge.render(`before\n\n${block(`${one}\n\n${two}`)}\n\nafter\n`)
        expect(markupIn(html)).toEqual(markupIn('<p></p>\n<p></p>'))
        expect(html.match(/<pre>/g)).toHaveLength(1)
      }),
      { numRuns: 2_000 },
    )
  })

  test('an escape of pipes alone would be noticed', () => {
    const naive = (text: string): string => text.replaceAll('|', '\\|')
    const attempt = (): void =>
      assert(
        property(hostileFour, ([name, group]) => expectQuiet([naive(name), naive(group)])),
        { numRuns: 200 },
      )
    expect(attempt).toThrow()
    // So would one that forgets only whom a forge calls.
    expect(() => expectQuiet([forgets(value('@ana')), 'x'])).toThrow()
  })

  test('what cannot be seen is shown', () => {
    expect(value('a\nb\tc\r')).toBe('<code>a␊b␉c␍</code>')
    expect(value('a\u00a0b\u200bc\u202e')).toBe('<code>a‹U+00A0›b‹U+200B›c‹U+202E›</code>')
    expect(value('')).toBe('<code></code>')
  })

  test('a value of any length takes a place of some length, and no character is cut in two', () => {
    expect(value('🌈'.repeat(5_000))).toMatch(/^<code>(?:🌈){399}…<\/code>$/u)
    expect(sentence('word '.repeat(5_000)).length).toBeLessThan(1_100)
  })
})

function forgets(shown: string): string {
  return shown.replaceAll(/<[^>]+>/g, '')
}
