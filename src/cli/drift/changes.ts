import type { FileChange } from '../../adoption/result.ts'
import { readDocument } from '../../language/load/document.ts'
import type { FileForm, FileKind } from '../../language/load/kinds.ts'
import { isSpec, type Spec } from '../../language/load/spec.ts'
import type { WorkspaceFiles } from '../../language/load/workspace.ts'
import { edited, type Edit } from '../../language/splice/edits.ts'
import { newDocument } from '../../language/splice/new-document.ts'
import { splice } from '../../language/splice/splice.ts'
import { propertyOrder } from '../../language/validate/schema-file.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import { grouped } from '../../model/grouped.ts'

/** A change of one entry of the files. Lists are added to and taken from, so that several changes of one list go together. */
export interface EntryChange {
  readonly kind: FileKind
  /** The file that has the entry, or is to have it. */
  readonly file: string
  readonly id: string
  /** From the entry; `[]`: the entry itself. */
  readonly path: readonly string[]
  readonly to:
    | { readonly set: unknown }
    | { readonly remove: true }
    | { readonly add: string; readonly before: readonly string[] }
    | { readonly drop: string; readonly before: readonly string[] }
}

/** What came of changes: the files as they are to be, or why one of them cannot be changed so. */
export interface ChangedFiles {
  readonly changes: readonly FileChange[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Makes changes in the files of a tenant: every byte that no change is about stays, and what is so already changes nothing. */
export function changed(files: WorkspaceFiles, tenant: string, wanted: readonly EntryChange[]): ChangedFiles {
  const kinds = files.tenants.find(({ id }) => id === tenant)?.kinds
  const made = [...grouped(wanted, ({ file }) => file)].map(([file, own]) => {
    const kind = own[0]?.kind ?? 'users'
    const form = kinds?.get(kind)?.find(({ path }) => path === file)?.form
    return form === undefined ? newFile(file, kind, own) : editedFile(files, { file, kind, form }, own)
  })
  return {
    changes: made.flatMap(({ changes }) => changes),
    diagnostics: made.flatMap(({ diagnostics }) => diagnostics),
  }
}

interface Place {
  readonly file: string
  readonly kind: FileKind
  readonly form: FileForm
}

function newFile(file: string, kind: FileKind, wanted: readonly EntryChange[]): ChangedFiles {
  const value = Object.fromEntries(wanted.flatMap(({ id, to }) => ('set' in to ? [[id, to.set]] : [])))
  const ordering = { form: 'map', order: propertyOrder(kind) } as const
  const { text, diagnostics } = newDocument({ file, schema: kind, ordering, value })
  return { changes: diagnostics.length > 0 ? [] : [{ path: file, text }], diagnostics }
}

function editedFile(
  { tree }: WorkspaceFiles,
  { file, kind, form }: Place,
  wanted: readonly EntryChange[],
): ChangedFiles {
  const { text, value, diagnostics } = readDocument(tree, { path: file, form })
  if (diagnostics.some(({ severity }) => severity === 'error')) return { changes: [], diagnostics }
  const ordering = { form, order: propertyOrder(kind) }
  const edits = editsOf(wanted, form)
  const made = splice({ file, text, ordering, edits: [...edits, ...emptied(isSpec(value) ? value : {}, edits, form)] })
  if (made.diagnostics.length > 0) return { changes: [], diagnostics: made.diagnostics }
  return { changes: made.text === text ? [] : [{ path: file, text: made.text, before: text }], diagnostics: [] }
}

function editsOf(wanted: readonly EntryChange[], form: FileForm): readonly Edit[] {
  const lists = new Map<string, { readonly path: readonly string[]; readonly items: readonly string[] }>()
  const edits: Edit[] = []
  for (const { id, path: inner, to } of wanted) {
    const path = form === 'one' ? inner : [id, ...inner]
    if ('set' in to) edits.push({ verb: 'set', path, value: to.set })
    else if ('remove' in to) edits.push({ verb: 'remove', path })
    else {
      const key = path.join('\n')
      const items = lists.get(key)?.items ?? to.before
      lists.set(key, {
        path,
        items: 'add' in to ? [...new Set([...items, to.add])] : items.filter((one) => one !== to.drop),
      })
    }
  }
  return [...edits, ...[...lists.values()].map(listEdit)]
}

/** An empty list would say something: that there are to be none at all. */
function listEdit({ path, items }: { readonly path: readonly string[]; readonly items: readonly string[] }): Edit {
  return items.length === 0 ? { verb: 'remove', path } : { verb: 'set', path, value: items }
}

/** Maps inside an entry that have nothing left in them go too. */
function emptied(before: Spec, edits: readonly Edit[], form: FileForm): readonly Edit[] {
  const entryDepth = form === 'one' ? 0 : 1
  const nested = edits.filter(({ verb, path }) => verb === 'remove' && path.length > entryDepth + 1)
  if (nested.length === 0) return []
  const after = edited(before, edits)
  return nested.flatMap(({ path }): readonly Edit[] => {
    const around = path.slice(0, -1)
    const map = around.reduce<unknown>((inner, step) => (isSpec(inner) ? inner[step] : undefined), after)
    return isSpec(map) && Object.keys(map).length === 0 ? [{ verb: 'remove', path: around }] : []
  })
}
