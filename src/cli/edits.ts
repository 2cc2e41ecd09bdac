import type { FileChange } from '../adoption/result.ts'
import { readDocument } from '../language/load/document.ts'
import type { FileForm, FileKind } from '../language/load/kinds.ts'
import type { Edit } from '../language/splice/edits.ts'
import { newDocument } from '../language/splice/new-document.ts'
import { splice } from '../language/splice/splice.ts'
import { propertyOrder } from '../language/validate/schema-file.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { grouped } from '../model/grouped.ts'
import type { Asked } from './inquiry.ts'

/** An edit of one entry of a tenant's file: a new entry, or more items for one of its lists. */
export type FileEdit = { readonly kind: FileKind; readonly file: string; readonly id: string } & (
  | { readonly path: readonly string[]; readonly add: readonly string[]; readonly to: readonly string[] }
  | { readonly entry: Readonly<Record<string, unknown>> }
)

/** What came of edits: the files as they are to be, or why one of them cannot be changed so. */
export interface Changed {
  readonly changes: readonly FileChange[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Makes edits in the files of a tenant: every byte that no edit is about stays, and what is so already changes nothing. */
export function changedFiles(
  { files, desired }: Pick<Asked, 'files' | 'desired'>,
  edits: readonly FileEdit[],
): Changed {
  const kinds = files.tenants.find(({ id }) => id === desired.id)?.kinds
  const changes: FileChange[] = []
  const diagnostics: Diagnostic[] = []
  for (const [path, own] of grouped(edits, ({ file }) => file)) {
    const kind = own[0]?.kind ?? 'entities'
    const form = kinds?.get(kind)?.find((file) => file.path === path)?.form
    const made = form === undefined ? madeFile(path, kind, own) : editedFile({ path, form, kind }, own, files)
    diagnostics.push(...made.diagnostics)
    changes.push(...made.changes)
  }
  return { changes, diagnostics }
}

function madeFile(path: string, kind: FileKind, edits: readonly FileEdit[]): Changed {
  const ordering = { form: 'map', order: propertyOrder(kind) } as const
  const value = Object.fromEntries(edits.flatMap((edit) => ('entry' in edit ? [[edit.id, edit.entry]] : [])))
  const { text, diagnostics } = newDocument({ file: path, schema: kind, ordering, value })
  return { changes: diagnostics.length > 0 ? [] : [{ path, text }], diagnostics }
}

function editedFile(
  { path, form, kind }: { readonly path: string; readonly form: FileForm; readonly kind: FileKind },
  edits: readonly FileEdit[],
  { tree }: Asked['files'],
): Changed {
  const { text, diagnostics } = readDocument(tree, { path, form })
  if (diagnostics.some(({ severity }) => severity === 'error')) return { changes: [], diagnostics }
  const ordering = { form, order: propertyOrder(kind) }
  const edited = splice({ file: path, text, ordering, edits: inOneFile(edits, form) })
  if (edited.diagnostics.length > 0) return { changes: [], diagnostics: edited.diagnostics }
  return { changes: edited.text === text ? [] : [{ path, text: edited.text, before: text }], diagnostics: [] }
}

/** A list is set as a whole: what several edits add to one list is put together first. */
function inOneFile(edits: readonly FileEdit[], form: FileForm): readonly Edit[] {
  const lists = new Map<string, Edit & { readonly verb: 'set'; readonly value: readonly string[] }>()
  const entries: Edit[] = []
  for (const edit of edits) {
    const start = form === 'one' ? [] : [edit.id]
    if ('entry' in edit) {
      entries.push({ verb: 'insert', path: start, value: edit.entry })
      continue
    }
    const path = [...start, ...edit.path]
    const before = lists.get(path.join('\n'))?.value ?? edit.to
    lists.set(path.join('\n'), { verb: 'set', path, value: [...new Set([...before, ...edit.add])] })
  }
  return [...entries, ...lists.values()]
}
