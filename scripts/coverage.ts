/**
 * Makes docs/coverage.md from the names of the tests. Where the lists of requirements lie beside the repository, the rows
 * that no test names are printed.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { byId, coveragePage, idsIn, proofsBelow } from './proofs.ts'

const proofs = proofsBelow(fileURLToPath(new URL('../test', import.meta.url)))
writeFileSync(new URL('../docs/coverage.md', import.meta.url), coveragePage(proofs))

const lists = new URL('../../shared/requirements/', import.meta.url)
if (existsSync(lists)) {
  const asked = readdirSync(lists).flatMap((name) => rowsOf(readFileSync(new URL(name, lists), 'utf8')))
  const named = new Set(proofs.map(({ id }) => id))
  const open = [...new Set(asked)].filter((id) => !named.has(id)).toSorted(byId)
  console.log(`${named.size} requirements are named by tests; ${open.length} are not:\n${open.join(' ')}`)
}

/** Ids that open a row: `- **SEC-01 (P0)**`, or the first cell of a table. */
function rowsOf(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => (/^(- \*\*|\| )[A-Z]+-\d+\b/.test(line) ? idsIn(line).slice(0, 1) : []))
}
