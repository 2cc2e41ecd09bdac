import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { listWorkspace } from '../../../src/language/load/workspace.ts'
import type { SharedDocuments, TenantDocuments } from '../../../src/language/validate/documents.ts'
import { loadShared, loadTenant } from '../../../src/language/validate/documents.ts'
import type { Diagnostic } from '../../../src/model/diagnostic.ts'
import { inFileOrder } from '../../../src/model/diagnostic.ts'

/** Path below the root -> text. */
export type Files = Readonly<Record<string, string>>

export interface Loaded {
  readonly shared: SharedDocuments | undefined
  readonly tenants: ReadonlyMap<string, TenantDocuments | undefined>
  readonly diagnostics: readonly Diagnostic[]
}

/** A workspace on disk for one test; roster.yaml is there unless the files say otherwise. */
export function workspace(files: Files): string {
  const root = mkdtempSync(join(tmpdir(), 'roster-validate-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, text] of Object.entries({ 'roster.yaml': 'version: 1\n', ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

/** Reads all of a workspace; what has run out is judged at `asOf`, or not at all. */
export function loaded(root: string, asOf?: Date): Loaded {
  const files = listWorkspace(root)
  const { shared, diagnostics } = loadShared(files)
  const tenants = new Map<string, TenantDocuments | undefined>()
  const all = [...diagnostics]
  for (const { id } of shared === undefined ? [] : files.tenants) {
    const tenant = loadTenant(files, id, shared as SharedDocuments, asOf)
    tenants.set(id, tenant.documents)
    all.push(...tenant.diagnostics)
  }
  return { shared, tenants, diagnostics: inFileOrder(all) }
}

/** What a workspace of these files is told. */
export function told(files: Files, asOf?: Date): readonly Diagnostic[] {
  return loaded(workspace(files), asOf).diagnostics
}

/** The files of one tenant, `acme`; tenant.yaml is there unless they say otherwise. */
export function acme(files: Files): Files {
  const all = {
    'tenant.yaml': 'name: Acme\ndirectories: { try: { provider: local, mode: authoritative } }\n',
    ...files,
  }
  return Object.fromEntries(Object.entries(all).map(([path, text]) => [`tenants/acme/${path}`, text]))
}

/** A diagnostic as people see it. */
export function painted({ file, line, column, severity, slug, excerpt = '', message, fix }: Diagnostic): string {
  const caret = `${' '.repeat(column - 1)}^`
  return [
    `${file}:${line}:${column} ${severity} ${slug}`,
    `  ${excerpt}`,
    `  ${caret}`,
    `  ${message}`,
    `  ${fix ?? '(no fix)'}`,
  ].join('\n')
}
