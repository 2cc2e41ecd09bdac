import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openFileLedger } from '../../src/ledger/file-store.ts'
import { openGitLedger } from '../../src/ledger/git-store.ts'
import type { Ledger } from '../../src/ledger/ledger.ts'
import { Secret } from '../../src/model/secret.ts'
import { activeDirectoryProvider } from '../../src/providers/active-directory/provider.ts'
import { ldapProvider } from '../../src/providers/ldap/provider.ts'
import { localProvider } from '../../src/providers/local/provider.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { drift, plan } from '../../src/reconciler/reconcile.ts'
import type { Run } from '../../src/reconciler/run.ts'
import type { Stage } from './stage.ts'

const now = (): Date => new Date()

/** The ledger of a stage, in the store that its roster.yaml names, opened by the test itself. */
export function ledgerOf({ folder }: Stage): Ledger {
  return readFileSync(join(folder, 'roster.yaml'), 'utf8').includes('store: git')
    ? openGitLedger({ root: folder, now, env: process.env })
    : openFileLedger({ root: folder, now })
}

/** A run on a stage in this process, judged at a moment. */
export function runOn(stage: Stage, asOf: Date, ledger: Ledger = ledgerOf(stage)): Run {
  const { variables } = stage.setting
  const providers: readonly Provider[] = [localProvider, ldapProvider(), activeDirectoryProvider()]
  return {
    root: stage.folder,
    commit: null,
    tool: { name: 'roster', version: '0.0.0' },
    asOf,
    providers: new Map(providers.map((provider) => [provider.name, provider])),
    ledger,
    environment: (name) => (variables[name] === undefined ? undefined : new Secret(variables[name])),
    now,
    signal: new AbortController().signal,
    progress: () => {},
  }
}

/** What is left to do, what drifted and what is wrong with the ledger: all empty after an apply that came to its end. */
export async function unfinished(stage: Stage): Promise<readonly string[]> {
  const ledger = ledgerOf(stage)
  const run = runOn(stage, now(), ledger)
  const [planned, drifted] = [await plan(run), await drift(run)]
  const { faults } = await ledger.verify('acme')
  const open = new Set<string>()
  for (const { entry } of await ledger.read('acme')) {
    if (entry.type === 'intent') open.add(entry.operation.id)
    if (entry.type === 'outcome') open.delete(entry.operation)
  }
  return [
    ...planned.tenants.flatMap(({ status }) => (status === 'noChange' ? [] : [`the tenant is ${status}`])),
    ...planned.findings.filter(({ result }) => result === 'block').map(({ message }) => message),
    ...planned.operations.map(({ id }) => `left to do: ${id}`),
    ...drifted.operations.map(({ summary }) => `drift: ${summary}`),
    ...faults.map((fault) => `ledger: ${JSON.stringify(fault)}`),
    ...[...open].map((id) => `no outcome: ${id}`),
  ]
}
