import { recall } from '../reconciler/checkpoints/recall.ts'
import { compiled } from '../reconciler/workspace.ts'
import { readSheet } from '../sheets/sheet.ts'
import { columnsOf } from './columns.ts'
import { namesIn } from './draft.ts'
import { filesOf } from './files.ts'
import { directoryNamed } from './import-directory.ts'
import type { Work } from './import-directory.ts'
import { validity } from './proof.ts'
import { nobody } from './refused.ts'
import type { Adoption, RowProblem } from './result.ts'
import { readRow } from './row.ts'
import type { RowPerson } from './row.ts'
import { gathered, sheetDraft } from './sheet-draft.ts'
import { workplaceOf } from './workplace.ts'

/** A sheet of people, and what is asked of its import. */
export interface SheetWishes {
  readonly bytes: Uint8Array
  /** Name of the file: its ending helps to tell what it is. */
  readonly name: string
  /** The directory that the people and new groups are for, where the tenant has several. */
  readonly directory?: string
  readonly createGroups?: boolean
  readonly templates?: boolean
  readonly usersFile?: string
}

/** Declares the people of a sheet. Any bad row: nothing, and every bad row is named. Writes nothing. */
export async function importSheet({ run, opened, documents }: Work, wishes: SheetWishes): Promise<Adoption> {
  const { files } = opened
  const desired = compiled(documents, await recall(run.ledger, documents.id), run)
  if (wishes.directory !== undefined) directoryNamed(wishes.directory, desired)
  const sheet = readSheet(wishes.bytes, wishes.name)
  const { columns, mistakes } = columnsOf(sheet.headers)
  const rows = sheet.rows.map((row) => readRow(row, columns))
  const groups = new Set(rows.flatMap((row) => row.groups))
  const common = {
    tenant: documents.id,
    source: wishes.name,
    found: { people: rows.length, groups: groups.size },
    known: { people: 0, groups: 0 },
    declared: nobody,
    leftAlone: [],
    missing: { users: [], groups: [] },
    atRisk: 0,
    notes: sheet.unread.map((name) => ({ about: wishes.name, message: `the sheet ${name} was not read` })),
    diagnostics: [],
    files: [],
  }
  const wrong: RowProblem[] = [
    ...sheet.problems.map(({ row, message, fix }) => ({ row, message: `${message} ${fix}` })),
    ...mistakes.map((message) => ({ row: sheet.headerRow, message })),
  ]
  // Where the names of the columns could not be read, what stands below them is not to be judged.
  if (sheet.problems.some(({ row }) => row <= sheet.headerRow)) return { ...common, problems: inOrder(wrong) }
  const place = workplaceOf(documents, wishes.directory, run.asOf)
  const gathering = gathered(rows, { place, desired, createGroups: wishes.createGroups === true })
  const { known, rowOf } = gathering
  // Cells of a row that is broken may stand in other columns than they seem to.
  const broken = new Set(sheet.problems.map(({ row }) => row))
  const judged = [...rows.flatMap(ownProblems), ...gathering.problems].filter(({ row }) => !broken.has(row))
  const all = inOrder([...wrong, ...judged])
  if (all.length > 0) return { ...common, known, problems: all }
  const draft = sheetDraft(gathering, place, wishes.templates === true)
  const { changes, diagnostics } = filesOf(draft, {
    files,
    tenant: documents.id,
    ...(wishes.usersFile === undefined ? {} : { usersFile: wishes.usersFile }),
  })
  if (diagnostics.length > 0) return { ...common, known, problems: [], diagnostics }
  const valid = validity(files, documents.id, changes, draft)
  const blamed = [...valid.blamed].map(([entry, message]) => ({ row: rowOf.get(entry) ?? 0, message }))
  if (blamed.length > 0 || valid.diagnostics.length > 0)
    return { ...common, known, problems: inOrder(blamed), diagnostics: valid.diagnostics }
  return { ...common, known, declared: namesIn(draft), problems: [], files: changes }
}

function ownProblems({ row, mistakes }: RowPerson): readonly RowProblem[] {
  return mistakes.map((message) => ({ row, message }))
}

function inOrder(problems: readonly RowProblem[]): readonly RowProblem[] {
  return problems.toSorted((a, b) => a.row - b.row)
}
