import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAst } from 'vitest/node'
import { openRows } from './open-rows.ts'

/** A test, or a group of tests, whose name begins with or holds the id of a requirement. */
export interface Proof {
  readonly id: string
  readonly file: string
  readonly name: string
}

const families = ['SEC', 'REL', 'UX', 'ATR', 'ATL', 'ALR', 'ATE', 'MSP']
const pattern = new RegExp(String.raw`\b(?:${families.join('|')})-\d+\b`, 'g')

/** Every mention of a requirement in the name of a test, sorted by id, then file. */
export function proofsBelow(folder: string): readonly Proof[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => proofsIn(path, readFileSync(join(folder, path), 'utf8')))
    .toSorted((a, b) => byId(a.id, b.id) || compare(a.file, b.file) || compare(a.name, b.name))
}

/** The names of `test`, `it` and `describe` in one file that say which requirement they prove. */
export function proofsIn(file: string, text: string): readonly Proof[] {
  return namesOf(parseAst(text, { lang: 'ts' })).flatMap((name) =>
    idsIn(name).map((id) => ({ id, file, name: name.replaceAll(/\s+/g, ' ') })),
  )
}

/** Requirement ids in a text, each once. */
export function idsIn(text: string): readonly string[] {
  return [...new Set(text.match(pattern) ?? [])]
}

/** First arguments of calls like `test('...')`, `test.each(...)('...')` and `describe('...')`. */
function namesOf(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(namesOf)
  if (typeof node !== 'object' || node === null) return []
  const fields = node as Readonly<Record<string, unknown>>
  const below = Object.values(fields).flatMap(namesOf)
  if (fields['type'] !== 'CallExpression' || !declaresTest(fields['callee'])) return below
  const name = wordsOf((fields['arguments'] as readonly unknown[])[0])
  return name === undefined ? below : [name, ...below]
}

function declaresTest(callee: unknown): boolean {
  const { type, name, object, callee: inner } = callee as Readonly<Record<string, unknown>>
  if (type === 'Identifier') return ['test', 'it', 'describe'].includes(String(name))
  if (type === 'MemberExpression') return declaresTest(object)
  return type === 'CallExpression' && declaresTest(inner)
}

/** A text, or the fixed parts of a template. */
function wordsOf(node: unknown): string | undefined {
  const { type, value, quasis } = (node ?? {}) as Readonly<Record<string, unknown>>
  if (type === 'Literal' && typeof value === 'string') return value
  if (type !== 'TemplateLiteral') return undefined
  return (quasis as readonly { value: { cooked: string } }[]).map((part) => part.value.cooked).join('...')
}

/** The page: a row for each requirement that has a test. Only files are named, so that a better name for a test leaves it true. */
export function coveragePage(proofs: readonly Proof[]): string {
  const rows = new Map<string, Set<string>>()
  for (const { id, file } of proofs) rows.set(id, (rows.get(id) ?? new Set()).add(file))
  return [
    '# Coverage',
    '',
    'Requirements whose id stands in the name of a test, and the files below `test/` that hold it. Made by `npm run coverage`; a test',
    'tells when it is out of date.',
    '',
    `${rows.size} requirements are named by tests.`,
    '',
    '| requirement | tests |',
    '|---|---|',
    ...[...rows].map(([id, files]) => `| ${id} | ${[...files].map((file) => `\`${file}\``).join(', ')} |`),
    '',
    '## Not done, or in part',
    '',
    '| requirement | | what there is, and what not | what would do it |',
    '|---|---|---|---|',
    ...openRows
      .toSorted((a, b) => byId(a.id, b.id))
      .map(({ id, why, until }) => `| ${id} | ${rows.has(id) ? 'in part' : 'not done'} | ${why} | ${until} |`),
    '',
  ].join('\n')
}

/** SEC-9 before SEC-10. */
export function byId(a: string, b: string): number {
  const [[familyA = '', numberA = ''], [familyB = '', numberB = '']] = [a.split('-'), b.split('-')]
  return compare(familyA, familyB) || Number(numberA) - Number(numberB)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
