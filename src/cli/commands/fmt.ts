import { join } from 'node:path'
import { readDocument } from '../../language/load/document.ts'
import { format } from '../../language/load/fmt.ts'
import type { KindFiles } from '../../language/load/folder.ts'
import type { FileForm } from '../../language/load/kinds.ts'
import { listWorkspace, type WorkspaceFiles } from '../../language/load/workspace.ts'
import { propertyOrder, type SchemaKind } from '../../language/validate/schema-file.ts'
import { replaceFile } from '../../ledger/durable.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import { count } from '../../report/count.ts'
import { paintDiagnostics } from '../../report/diagnostics.ts'
import { exit } from '../../model/exit-code.ts'
import type { Session } from '../session.ts'
import { findRoot } from '../workspace.ts'

export interface FmtOptions {
  readonly check?: boolean
}

interface Formatted {
  readonly path: string
  readonly text: string
  readonly diagnostics: readonly Diagnostic[]
}

/** `roster fmt`: stable order of ids and properties. With `--check` nothing is written, and 3 says that something would be. */
export async function fmt(session: Session, options: FmtOptions): Promise<number> {
  const root = findRoot(session.folder)
  const check = options.check === true
  const listed = listWorkspace(root)
  const formatted = filesOf(listed).map((file) => formatOne(listed, file))
  const changed = formatted.flatMap((file) => ('same' in file ? [] : [file]))
  const moved = changed.filter(({ diagnostics }) => diagnostics.length === 0)
  const diagnostics = [...listed.diagnostics, ...changed.flatMap((file) => file.diagnostics)]
  if (!check) for (const { path, text } of moved) await replaceFile(join(root, path), text)
  const wrong = diagnostics.some(({ severity }) => severity === 'error')
  const exitCode = wrong || (check && moved.length > 0) ? exit.invalid : exit.done
  const { ink, output } = session
  output.result({
    document: () => ({
      formatVersion: '1.0',
      kind: 'fmt',
      exitCode,
      changed: moved.map(({ path }) => path),
      diagnostics,
    }),
    text: () => {
      const verb = check ? 'would be put in order' : 'put in order'
      const files = moved.map(({ path }) => `${ink.change('~')} ${ink.plain(path)}`)
      const hint = check && moved.length > 0 ? ' roster fmt does it.' : ''
      const summary = ink.plain(`${count(moved.length, 'file')} of ${formatted.length} ${verb}.${hint}`)
      return [...paintDiagnostics(diagnostics, ink), ...files, summary, ''].join('\n')
    },
  })
  return exitCode
}

interface LanguageFile {
  readonly path: string
  readonly kind: SchemaKind
  readonly form: FileForm
}

function filesOf({ settings, library, tenants }: WorkspaceFiles): readonly LanguageFile[] {
  return [
    ...wholeFile('roster', settings),
    ...kindFiles(library),
    ...tenants.flatMap((tenant) => [
      ...wholeFile('tenant', tenant.settings),
      ...kindFiles(tenant.kinds),
      ...kindFiles(tenant.library),
    ]),
  ]
}

function wholeFile(kind: SchemaKind, path: string | undefined): readonly LanguageFile[] {
  return path === undefined ? [] : [{ path, kind, form: 'whole' }]
}

function kindFiles(kinds: KindFiles): readonly LanguageFile[] {
  return [...kinds].flatMap(([kind, files]) => files.map(({ path, form }) => ({ path, kind, form })))
}

/** A file in order, or why it could not be; `same` where it is in order already. */
function formatOne({ tree }: WorkspaceFiles, { path, kind, form }: LanguageFile): Formatted | { readonly same: true } {
  const { text, diagnostics } = readDocument(tree, { path, form })
  if (diagnostics.some(({ severity }) => severity === 'error')) return { path, text, diagnostics }
  const edited = format(path, text, { form, order: propertyOrder(kind) })
  if (edited.text === text && edited.diagnostics.length === 0) return { same: true }
  return { path, ...edited }
}
