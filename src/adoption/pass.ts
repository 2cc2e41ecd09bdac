import type { DesiredTenant } from '../language/compile/desired-tenant.ts'
import type { WorkspaceFiles } from '../language/load/workspace.ts'
import type { TenantDocuments } from '../language/validate/documents.ts'
import { parseAddress } from '../model/address.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Memory } from '../reconciler/memory.ts'
import { match } from '../reconciler/match.ts'
import type { Snapshot } from '../reconciler/observe.ts'
import { draftOf, namesIn } from './draft.ts'
import type { Draft } from './draft.ts'
import { filesOf } from './files.ts'
import { giveIds } from './given-ids.ts'
import type { GivenIds } from './given-ids.ts'
import { lentIn } from './lent.ts'
import { consequences, outlook, validity } from './proof.ts'
import type { Outlook } from './proof.ts'
import { nobody } from './refused.ts'
import type { Adoption, FileChange, LeftAlone } from './result.ts'
import type { Selection } from './select.ts'
import { survey } from './survey.ts'
import type { Survey } from './survey.ts'
import { workplaceOf } from './workplace.ts'

/** Everything an import from a directory is made of. */
export interface Adopting {
  readonly files: WorkspaceFiles
  readonly documents: TenantDocuments
  readonly snapshot: Snapshot
  readonly memory: Memory
  readonly asOf: Date
  /** What documents ask for, with what the ledger knows of usernames. */
  readonly compile: (documents: TenantDocuments) => DesiredTenant
  readonly selection: Selection
  readonly withTemplates: boolean
  readonly usersFile?: string
}

/** What came of one pass, and what the workspace says with it. */
export interface Pass {
  readonly adoption: Adoption
  /** There where the pass came to its end. */
  readonly documents?: TenantDocuments
}

/** Declares what can be declared. Whoever the plan would change, and whatever the language refuses, is left out, until nothing is left to be said. Pure. */
export function pass(adopting: Adopting): Pass {
  const { files, documents, snapshot, memory, asOf, compile } = adopting
  const { directory } = snapshot
  const sight = { snapshot, memory, asOf }
  const declared = compile(documents)
  const before = outlook(declared, sight)
  const seen = survey({
    snapshot,
    matches: match(declared, snapshot, memory),
    selection: adopting.selection,
    adopted: { users: adoptedIn(documents.users, directory), groups: adoptedIn(documents.groups, directory) },
  })
  const provider = declared.directories.get(directory)?.settings.provider ?? ''
  const place = workplaceOf(documents, directory, asOf)
  const ids = giveIds(seen, documents)
  const lent = lentIn(snapshot, declared, seen)
  const excluded = new Map<string, string>()
  const placing = {
    files,
    tenant: documents.id,
    ...(adopting.usersFile === undefined ? {} : { usersFile: adopting.usersFile }),
  }
  const found = { people: snapshot.users.length, groups: snapshot.groups.length }
  const known = { people: seen.declaredPeople.size, groups: seen.declaredGroups.size }
  const common = {
    tenant: documents.id,
    source: `directory ${directory}`,
    found,
    known,
    missing: missing(before),
    problems: [],
  }
  const stopped = (diagnostics: readonly Diagnostic[]): Pass => {
    const nothing = { declared: nobody, leftAlone: seen.leftAlone, atRisk: 0, notes: [], diagnostics, files: [] }
    return { adoption: { ...common, ...nothing } }
  }
  // Each round leaves at least one out.
  for (;;) {
    const draft = draftOf({
      place,
      survey: seen,
      ids,
      liveGroups: snapshot.groups,
      lent,
      excluded,
      withTemplates: adopting.withTemplates,
    })
    const { changes, diagnostics } = filesOf(draft, placing)
    if (diagnostics.length > 0) return stopped(diagnostics)
    const valid = validity(files, documents.id, changes, draft)
    if (valid.diagnostics.length > 0) return stopped(valid.diagnostics)
    const { blamed, rest } =
      valid.documents === undefined
        ? { blamed: valid.blamed, rest: [] }
        : consequences(before, outlook(compile(valid.documents), sight), { draft, provider })
    if (blamed.size > 0) exclude(excluded, blamed, ids)
    else if (rest.length > 0) return stopped([unexplained(documents, rest)])
    else if (valid.documents !== undefined) {
      const risk = atRisk(declared, snapshot, { seen, draft, ids })
      const adoption = { ...common, ...settled(draft, changes, seen.leftAlone), atRisk: risk }
      return { adoption, documents: valid.documents }
    }
  }
}

function settled(
  draft: Draft,
  changes: readonly FileChange[],
  leftAlone: readonly LeftAlone[],
): Pick<Adoption, 'declared' | 'leftAlone' | 'notes' | 'diagnostics' | 'files'> {
  return {
    declared: namesIn(draft),
    leftAlone: [...leftAlone, ...draft.refused],
    notes: draft.notes,
    diagnostics: [],
    files: changes,
  }
}

/** What a plan would create even without the import. */
function missing({ operations }: Outlook): Adoption['missing'] {
  const created = [...operations.values()].filter(({ verb }) => verb === 'create')
  const ids = (kind: 'user' | 'group'): readonly string[] =>
    created
      .filter((operation) => operation.kind === kind)
      .map(({ address }) => parseAddress(address).id)
      .toSorted()
  return { users: ids('user'), groups: ids('group') }
}

/** Accounts that can be used, could be managed, and are declared nowhere. */
function atRisk(
  { directories }: DesiredTenant,
  { directory, users }: Snapshot,
  { seen, draft, ids }: { readonly seen: Survey; readonly draft: Draft; readonly ids: GivenIds },
): number {
  if (directories.get(directory)?.mode !== 'authoritative') return 0
  const isDeclared = (reference: string): boolean =>
    seen.declaredPeople.has(reference) || draft.users.has(ids.users.get(reference) ?? '')
  return users.filter(
    ({ reference, state, notManageable }) =>
      notManageable === undefined && state !== 'disabled' && state !== 'softDeleted' && !isDeclared(reference),
  ).length
}

function exclude(excluded: Map<string, string>, blamed: ReadonlyMap<string, string>, ids: GivenIds): void {
  for (const [kind, given] of [
    ['user', ids.users],
    ['group', ids.groups],
  ] as const) {
    for (const [reference, id] of given) {
      const why = blamed.get(`${kind}/${id}`)
      if (why !== undefined) excluded.set(reference, why)
    }
  }
}

/** Ids of a directory that entries claim -> id of the entry. */
function adoptedIn(
  entries: ReadonlyMap<string, { readonly spec: { readonly adopt?: Readonly<Record<string, string>> } }>,
  directory: string,
): ReadonlyMap<string, string> {
  const adopted = new Map<string, string>()
  for (const [id, { spec }] of entries) {
    const immutableId = spec.adopt?.[directory]
    if (immutableId !== undefined) adopted.set(immutableId, id)
  }
  return adopted
}

/** The import would change what is declared already, and nobody new is the cause: nothing is written. */
function unexplained({ tenant }: TenantDocuments, what: readonly string[]): Diagnostic {
  return {
    slug: 'edit-refused',
    severity: 'error',
    file: tenant.file,
    line: 1,
    column: 1,
    message: `Nothing was written, because the next plan would change what is declared already: ${what.slice(0, 5).join('; ')}.`,
    fix: 'Import fewer at once with --select, to see who is the cause.',
  }
}
