import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { shippedProfiles } from '../../scripts/generate/profiles.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const products = new RegExp(String.raw`\b(${[...shippedProfiles()].flatMap(namesOf).join('|')})\b`, 'i')

/** The id, the whole name, and those words of it that are names and no abbreviations: `Ontra`, not `MSP` or `portal`. */
function namesOf([id, { name }]: readonly [string, { readonly name: string }]): readonly string[] {
  const words = name.split(' ').filter((word) => /^[A-Z][a-z]/.test(word))
  return [id, name, ...words].map((word) => word.replaceAll(/[^\w\s-]/g, '.').replaceAll(' ', String.raw`[\s-]`))
}

test.each(['src', 'schema'])('%s knows no product: its rules are data', (folder) => {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  const texts = files
    .filter((path) => /\.(ts|js|json)$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, folder, path), 'utf8') }))
  expect(texts.length).toBeGreaterThan(10)
  const lines = texts.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, at) => (products.test(line) ? [`${path}:${at + 1}: ${line.trim()}`] : [])),
  )
  expect(lines).toEqual([])
})

test.each(['// as in Atera', "if (id === 'msp-portal')", 'the MSP portal', 'an Ontra role', 'ATLAS', 'atlar.viewer'])(
  'a product would be noticed: %s',
  (line) => {
    expect(line).toMatch(products)
  },
)

test.each(['inflateRawSync', 'an MSP with a portal', 'the atlases'])('ordinary words are none: %s', (line) => {
  expect(line).not.toMatch(products)
})
