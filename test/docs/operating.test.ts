import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { exit } from '../../src/model/exit-code.ts'
import { runScript, shellBlocks } from './blocks.ts'

const page = readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8')
const [begin, ...pieces] = shellBlocks(page)

/** `### 130 and 143: ...` has a piece for each, in that order. */
const cases = pieces.map(({ heading, script }, index) => {
  const codes = (heading.split(':')[0] ?? '').split(' and ').map(Number)
  const before = pieces.slice(0, index).filter((piece) => piece.heading === heading).length
  return { code: codes[before], script }
})

describe('UX-31 docs/operating.md', () => {
  test('shows a way to every exit code', () => {
    expect(new Set(cases.map(({ code }) => code))).toEqual(new Set(Object.values(exit)))
  })

  test.concurrent.each(cases)('exit $code comes as the page says', async ({ code, script }) => {
    const ended = await runScript(`${begin?.script} > /dev/null && {\n${script}}\n`)
    expect(ended.code, ended.output).toBe(code)
  })
})
