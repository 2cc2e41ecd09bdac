import { assert, property } from 'fast-check'
import { expect, test } from 'vitest'
import { ciLog, runnerAnnotation } from '../../src/report/ci-log.ts'
import { printable } from '../../src/report/printable.ts'
import { hostile } from './hostile.ts'

const token = 'k3vXw9QpLm2ZrT8s'

/** What GitHub's and Azure's runners carry out. */
const carriedOut = /^\s*::[^:]|##(?:vso)?\[/i

test('SEC-30 no line from outside is carried out by a runner, and the log is closed again', () => {
  assert(
    property(hostile, hostile, (name, other) => {
      const lines = ciLog(`${name}\n${other}`, token).split('\n')
      expect(lines[0]).toBe(`::stop-commands::${token}`)
      expect(lines.slice(-2)).toEqual([`::${token}::`, ''])
      for (const line of lines.slice(1, -2)) expect(line).not.toMatch(carriedOut)
    }),
    { numRuns: 20_000 },
  )
})

test('SEC-29 SEC-30 a terminal is sent nothing that acts on it', () => {
  assert(
    property(hostile, (name) => {
      const shown = printable(name)
      // oxlint-disable-next-line no-control-regex
      expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b]/)
      expect(shown).not.toMatch(carriedOut)
    }),
    { numRuns: 20_000 },
  )
})

test('SEC-30 a text that is only wrapped would be noticed', () => {
  const wrapped = (text: string): string => `::stop-commands::${token}\n${text}\n::${token}::\n`
  expect(wrapped('::add-mask::a').split('\n')[1]).toMatch(carriedOut)
  expect(ciLog('::add-mask::a', token)).toContain('\n‹U+003A›:add-mask::a\n')
  expect(ciLog('::error file=x::y\r##[error]z', token)).toContain('\n‹U+0023›#[error]z\n')
})

test('SEC-30 a token that could be guessed, or that the text knows, is refused', () => {
  expect(() => ciLog('text', 'short')).toThrow(/16 letters/)
  expect(() => ciLog(`::${token}::`, token)).toThrow(/must not be known/)
})

test('SEC-30 what marks a line of a file is escaped as the runner undoes it', () => {
  const marked = runnerAnnotation({ level: 'failure', path: 'a:b,c%.yaml', line: 3, message: 'no, 50 %:\r\n::x' })
  expect(marked).toBe('::error file=a%3Ab%2Cc%25.yaml,line=3::no, 50 %25:%0D%0A::x')
  expect(runnerAnnotation({ level: 'notice', path: 'x', line: 1, message: '' })).toMatch(/^::notice /)
})
