import { readDocument } from '../language/load/document.ts'
import type { KindFiles } from '../language/load/folder.ts'
import type { FileKind } from '../language/load/kinds.ts'
import type { WorkspaceFiles } from '../language/load/workspace.ts'
import { newDocument } from '../language/splice/new-document.ts'
import { splice } from '../language/splice/splice.ts'
import { propertyOrder } from '../language/validate/schema-file.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Entry } from './attributes.ts'
import type { Draft } from './draft.ts'
import type { FileChange } from './result.ts'

/** How many entries stand in one file before they are spread over parts. */
const mostInOne = 500
/** How many stand in a part: lists of this length are easy to review, and cheap for git. */
const mostInPart = 100

export interface Placing {
  readonly files: WorkspaceFiles
  readonly tenant: string
  /** Name of the file that takes all new people. */
  readonly usersFile?: string
}

/** The files as they are to be, or why an existing one cannot take what is to come in. */
export function filesOf(
  draft: Draft,
  placing: Placing,
): { readonly changes: readonly FileChange[]; readonly diagnostics: readonly Diagnostic[] } {
  const changes: FileChange[] = []
  const diagnostics: Diagnostic[] = []
  // What others refer to comes first.
  for (const kind of ['departments', 'templates', 'groups', 'users'] as const) {
    for (const [path, entries] of spread(kind, draft[kind], placing)) {
      const change = changed(kind, path, entries, placing)
      if ('diagnostics' in change) diagnostics.push(...change.diagnostics)
      else changes.push(change)
    }
  }
  return { changes, diagnostics }
}

type Entries = ReadonlyMap<string, Entry>

/** Which entries go into which file. */
function spread(kind: FileKind, entries: Entries, placing: Placing): ReadonlyMap<string, Entries> {
  if (entries.size === 0) return new Map()
  const folder = `tenants/${placing.tenant}`
  const sorted = [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1))
  if (kind === 'users' && placing.usersFile !== undefined)
    return new Map([[`${folder}/${placing.usersFile}`, new Map(sorted)]])
  const main = `${folder}/${kind}.yaml`
  const parts = partsOf(kind, placing)
  if (parts.length === 0 && entriesIn(main, kind, placing) + sorted.length <= mostInOne)
    return new Map([[main, new Map(sorted)]])
  const result = new Map<string, Entries>()
  let number = Math.max(parts.at(-1) ?? 1, 1)
  let room = mostInPart - entriesIn(partPath(folder, kind, number), kind, placing)
  for (let from = 0; from < sorted.length;) {
    if (room <= 0) [number, room] = [number + 1, mostInPart]
    const slice = sorted.slice(from, from + room)
    result.set(partPath(folder, kind, number), new Map(slice))
    from += slice.length
    room = 0
  }
  return result
}

function partPath(folder: string, kind: FileKind, number: number): string {
  return `${folder}/${kind}.${String(number).padStart(3, '0')}.yaml`
}

/** Numbers of the parts there are. */
function partsOf(kind: FileKind, placing: Placing): readonly number[] {
  return existing(kind, placing)
    .flatMap(({ path }) => /\.(\d{3,})\.yaml$/.exec(path)?.[1] ?? [])
    .map(Number)
    .toSorted((a, b) => a - b)
}

function existing(kind: FileKind, { files, tenant }: Placing): NonNullable<ReturnType<KindFiles['get']>> {
  return files.tenants.find(({ id }) => id === tenant)?.kinds.get(kind) ?? []
}

function entriesIn(path: string, kind: FileKind, placing: Placing): number {
  if (!existing(kind, placing).some((file) => file.path === path)) return 0
  return readDocument(placing.files.tree, { path, form: 'map' }).lines.size
}

function changed(
  kind: FileKind,
  path: string,
  entries: Entries,
  placing: Placing,
): FileChange | { readonly diagnostics: readonly Diagnostic[] } {
  const ordering = { form: 'map', order: propertyOrder(kind) } as const
  if (!existing(kind, placing).some((file) => file.path === path)) {
    const made = newDocument({ file: path, schema: kind, ordering, value: Object.fromEntries(entries) })
    return made.diagnostics.length > 0 ? made : { path, text: made.text }
  }
  const { text, diagnostics } = readDocument(placing.files.tree, { path, form: 'map' })
  if (diagnostics.some(({ severity }) => severity === 'error')) return { diagnostics }
  const edits = [...entries].map(([id, value]) => ({ verb: 'insert', path: [id], value }) as const)
  const edited = splice({ file: path, text, ordering, edits })
  return edited.diagnostics.length > 0 ? edited : { path, text: edited.text, before: text }
}
