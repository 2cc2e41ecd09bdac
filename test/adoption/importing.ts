import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { importDirectory, type Wishes, type Work } from '../../src/adoption/import-directory.ts'
import { importSheet, type SheetWishes } from '../../src/adoption/import-sheet.ts'
import type { Adoption } from '../../src/adoption/result.ts'
import { writeAll } from '../../src/adoption/write.ts'
import type { Run } from '../../src/reconciler/run.ts'
import { openWorkspace, readTenant } from '../../src/reconciler/workspace.ts'
import { Bench, told } from '../reconciler/bench.ts'
import type { Held, Live } from '../reconciler/live.ts'

/** A workspace with one tenant, acme, and its directories. */
export function benchOf(tenant: object): Bench {
  const bench = new Bench()
  onTestFinished(() => bench.close())
  bench.tenant('acme', { tenant })
  return bench
}

/** Imports from a directory, and writes the files. */
export async function imported(bench: Bench, wishes: Wishes = {}, more: Partial<Run> = {}): Promise<Adoption> {
  return written(await importDirectory(workIn(bench, more), wishes), bench)
}

/** Imports the text of a CSV file, or the bytes of a workbook, and writes the files. */
export async function importedSheet(
  bench: Bench,
  sheet: string | Uint8Array,
  wishes: Partial<SheetWishes> = {},
): Promise<Adoption> {
  const bytes = typeof sheet === 'string' ? Buffer.from(sheet) : sheet
  return written(await importSheet(workIn(bench), { bytes, name: 'people.csv', ...wishes }), bench)
}

function workIn(bench: Bench, more: Partial<Run> = {}): Work {
  const run = bench.run(more)
  const opened = openWorkspace(run)
  if (opened.shared === undefined) throw new Error(JSON.stringify(opened.diagnostics))
  const { documents, diagnostics } = readTenant(opened, opened.shared, 'acme')
  if (documents === undefined) throw new Error(JSON.stringify(diagnostics))
  return { run, opened, documents }
}

function written(adoption: Adoption, bench: Bench): Adoption {
  writeAll(bench.root, adoption.files)
  return adoption
}

/** Somebody as roster itself would have made them, with more besides. */
export function addPerson(
  live: Live,
  username: string,
  attributes: Readonly<Record<string, string | readonly string[]>> = {},
  more: Partial<Held> = {},
): void {
  const [first = '', last = ''] = username.split('.').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
  const names = { 'name.first': first, 'name.last': last, displayName: `${first} ${last}` }
  live.addUser(username, { attributes: { ...names, ...attributes }, ...more })
}

/** Everything in the tenant's folder, path -> text. */
export function filesIn(bench: Bench): Readonly<Record<string, string>> {
  const folder = join(bench.root, 'tenants/acme')
  const names = readdirSync(folder).toSorted()
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

export function textOf(bench: Bench, name: string): string {
  const path = join(bench.root, 'tenants/acme', name)
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

/** What the next plan would do, and whatever it finds that blocks. */
export async function planned(bench: Bench, more: Partial<Run> = {}): Promise<readonly string[]> {
  const plan = await bench.plan(more)
  const blocking = plan.findings.filter(({ result }) => result === 'block').map(({ message }) => message)
  const mistakes = plan.diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message)
  return [...told(plan.operations), ...blocking, ...mistakes]
}
