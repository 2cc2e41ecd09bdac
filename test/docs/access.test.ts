import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runScript, shellBlocks } from './blocks.ts'

const page = readFileSync(new URL('../../docs/access.md', import.meta.url), 'utf8')

test('docs/access.md can be followed from the first command to the last', async () => {
  const blocks = shellBlocks(page)
  expect(blocks.length).toBeGreaterThan(6)
  const { code, output } = await runScript(`set -e\n${blocks.map(({ script }) => script).join('')}`)
  expect(code, output).toBe(0)
  expect(output).toContain('2 ways to fund-apac-1')
  expect(output).toContain('Together these remove it:')
  expect(output).toContain('0 people gain, 1 person loses')
  expect(output).toContain('fund-apac-2 is written already: nothing was changed.')
  expect(output).toContain('mended')
})
