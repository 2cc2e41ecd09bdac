import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { importDirectory, type Wishes } from '../../src/adoption/import-directory.ts'
import type { Adoption } from '../../src/adoption/result.ts'
import { writeAll } from '../../src/adoption/write.ts'
import { openWorkspace, readTenant } from '../../src/reconciler/workspace.ts'
import { Bench, told } from '../reconciler/bench.ts'

/** A workspace with one tenant, acme, and its directories. */
export function benchOf(tenant: object): Bench {
  const bench = new Bench()
  onTestFinished(() => bench.close())
  bench.tenant('acme', { tenant })
  return bench
}

/** Imports, and writes the files. */
export async function imported(bench: Bench, wishes: Wishes = {}): Promise<Adoption> {
  const run = bench.run()
  const opened = openWorkspace(run)
  if (opened.shared === undefined) throw new Error(JSON.stringify(opened.diagnostics))
  const { documents, diagnostics } = readTenant(opened, opened.shared, 'acme')
  if (documents === undefined) throw new Error(JSON.stringify(diagnostics))
  const adoption = await importDirectory({ run, opened, documents }, wishes)
  writeAll(run.root, adoption.files)
  return adoption
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
export async function planned(bench: Bench): Promise<readonly string[]> {
  const plan = await bench.plan()
  const blocking = plan.findings.filter(({ result }) => result === 'block').map(({ message }) => message)
  const mistakes = plan.diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message)
  return [...told(plan.operations), ...blocking, ...mistakes]
}
