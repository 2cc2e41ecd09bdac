import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { amountOf } from '../../src/model/money.ts'
import { prorated } from '../../src/seats/proration.ts'
import { roster } from '../cli/roster.ts'
import { office, recorded } from '../cli/seats-world.ts'
import { scenes } from './seats-scenes.ts'

const path = fileURLToPath(new URL('../../docs/seats.md', import.meta.url))
const page = readFileSync(path, 'utf8')
const outputs = [...page.matchAll(/^<!-- (\w+)(?: \((.+)\))?: roster (.+) -->\n[\s\S]*?^<!-- end -->$/gm)].map(
  ([whole, scene = '', sections, words = '']) => ({ whole, scene, words, sections: sections?.split(', ') }),
)

/** What the command gives, without the digest: that one names everything that is in the plan. */
async function outputOf(name: string, words: string): Promise<string> {
  const scene = scenes[name]
  if (scene === undefined) throw new Error(`docs/seats.md names the scene ${name}, and there is none`)
  const cwd = office(scene.files)
  await recorded(cwd, 'acme', scene.ledger)
  const { code, stdout, stderr } = await roster(words.split(' '), { cwd })
  expect([0, 5], stdout + stderr).toContain(code)
  return stdout.replaceAll(/sha256:[0-9a-f]{64}/g, 'sha256:...').replaceAll(/ +$/gm, '')
}

/** Of a plan, some of its sections: from the heading to whatever stands as far to the left. */
function sectionsOf(output: string, names: readonly string[]): string {
  return names
    .map((name) => {
      const [, section] = new RegExp(`^( {2}${name}.*\\n(?: {4}.*\\n)+)`, 'm').exec(output) ?? []
      if (section === undefined) throw new Error(`no section ${name} in:\n${output}`)
      return section
    })
    .join('')
}

test('UX-46 every output of docs/seats.md is what roster says', { timeout: 60_000 }, async () => {
  expect(outputs.length).toBeGreaterThan(6)
  const told = await Promise.all(outputs.map(({ scene, words }) => outputOf(scene, words)))
  const fresh = outputs.reduce((text, { whole, words, sections }, at) => {
    const output = told[at] ?? ''
    const shown = sections === undefined ? output.trimEnd() : sectionsOf(output, sections).trimEnd()
    const [marker = ''] = whole.split('\n')
    return text.replace(whole, () => `${marker}\n\`\`\`text\n$ roster ${words}\n\n${shown}\n\`\`\`\n<!-- end -->`)
  }, page)
  await expect(fresh).toMatchFileSnapshot(path)
})

test('what docs/seats.md shows of files stands in those files', () => {
  const shown = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text.trimEnd().split('\n'))
  const files = Object.values(scenes).map((scene) => Object.values(scene.files).join('\n').split('\n'))
  expect(shown).toHaveLength(2)
  for (const lines of shown)
    expect(files.some((all) => lines.every((line) => all.includes(line)))).toBe(true)
})

test('ATE-20 the charges in the table of docs/seats.md are those that are worked out', () => {
  const rows = [...page.matchAll(/^\| day (\d+) \| (\d+) \| ([\d.]+) \|$/gm)]
  expect(rows).toHaveLength(4)
  for (const [, day = '', left = '', charged = ''] of rows) {
    const cycle = { start: '2026-11-01', next: '2026-12-01', day: Number(day), days: 30 }
    expect(cycle.days - cycle.day).toBe(Number(left))
    expect(amountOf(prorated({ unitMinor: 18_900, count: 1 }, cycle, 'daily'))).toBe(charged)
  }
})
