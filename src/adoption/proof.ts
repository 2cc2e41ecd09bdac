import { listWorkspace } from '../language/load/workspace.ts'
import type { WorkspaceFiles } from '../language/load/workspace.ts'
import { parse } from '../language/load/parse.ts'
import type { TenantDocuments } from '../language/validate/documents.ts'
import { loadShared, loadTenant } from '../language/validate/documents.ts'
import { nestedGroupId, parseAddress } from '../model/address.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { DesiredTenant } from '../language/compile/desired-tenant.ts'
import type { Draft as Operation } from '../reconciler/digest.ts'
import { diff } from '../reconciler/diff/diff.ts'
import type { World } from '../reconciler/diff/world.ts'
import { match } from '../reconciler/match.ts'
import type { Memory } from '../reconciler/memory.ts'
import { settleLiveNames } from '../reconciler/names.ts'
import type { Snapshot } from '../reconciler/observe.ts'
import { consequence } from './consequence.ts'
import type { Draft } from './draft.ts'
import { overlaid } from './overlay.ts'
import type { FileChange } from './result.ts'

/** What speaks against files as they are to be: new entries with a reason each, or mistakes that no entry can be blamed for. */
export interface Verdict {
  /** `user/<id>` or `group/<id>` -> why. */
  readonly blamed: ReadonlyMap<string, string>
  readonly diagnostics: readonly Diagnostic[]
  /** There when the files are valid. */
  readonly documents?: TenantDocuments
}

/** Reads the files as they will be, all of them, and blames new entries for what is wrong with them. */
export function validity(files: WorkspaceFiles, tenant: string, changes: readonly FileChange[], draft: Draft): Verdict {
  const after = listWorkspace(files.root, overlaid(files.tree, changes))
  const { shared, diagnostics } = loadShared(after)
  if (shared === undefined) return { blamed: new Map(), diagnostics }
  const loaded = loadTenant(after, tenant, shared)
  const errors = loaded.diagnostics.filter(({ severity }) => severity === 'error')
  if (loaded.documents !== undefined) return { blamed: new Map(), diagnostics: [], documents: loaded.documents }
  const blamed = new Map<string, string>()
  const rest: Diagnostic[] = []
  for (const error of errors) {
    const entry = entryAt(error, changes, draft)
    if (entry === undefined) rest.push(error)
    else if (!blamed.has(entry)) blamed.set(entry, error.message)
  }
  return { blamed, diagnostics: blamed.size === 0 ? rest : [] }
}

/** The new person or group that a mistake stands at. */
function entryAt({ file, line }: Diagnostic, changes: readonly FileChange[], draft: Draft): string | undefined {
  const kind = /\/(users|groups)(?:\.[^/]*)?\.yaml$/.exec(file)?.[1]
  const change = changes.find(({ path }) => path === file)
  if (change === undefined || (kind !== 'users' && kind !== 'groups')) return undefined
  let found: string | undefined
  let nearest = 0
  for (const [id, start] of parse(file, change.text).lines)
    if (start <= line && start > nearest) [found, nearest] = [id, start]
  if (found === undefined || !draft[kind].has(found)) return undefined
  return `${kind === 'users' ? 'user' : 'group'}/${found}`
}

/** What is known of a directory, before and after. */
export interface Sight {
  readonly snapshot: Snapshot
  readonly memory: Memory
  readonly asOf: Date
}

/** What a plan of one directory would do, whether it removes what is undeclared or not: operation -> its words; and whom it cannot place. */
export interface Outlook {
  readonly operations: ReadonlyMap<string, Operation>
  readonly refused: ReadonlyMap<string, string>
}

/** Plans the directory as it was read, in both modes that write. */
export function outlook(declared: DesiredTenant, { snapshot, memory, asOf }: Sight): Outlook {
  const matches = match(declared, snapshot, memory)
  const desired = settleLiveNames(declared, [{ snapshot, matches }])
  const directory = declared.directories.get(snapshot.directory)
  if (directory === undefined) throw new Error(`no directory ${snapshot.directory}`)
  const operations = new Map<string, Operation>()
  for (const mode of ['additive', 'authoritative'] as const) {
    const world: World = { desired, directory: { ...directory, mode }, snapshot, matches, memory, asOf }
    for (const operation of diff(world).operations) operations.set(operation.id, operation)
  }
  const refused = [...matches.refused].map(([address, { message }]) => [address, message] as const)
  return { operations, refused: new Map(refused) }
}

/** Blames new entries for what a plan would do because of them; with what they cannot be blamed for as `rest`. */
export function consequences(
  before: Outlook,
  after: Outlook,
  { draft, provider }: { readonly draft: Draft; readonly provider: string },
): { readonly blamed: ReadonlyMap<string, string>; readonly rest: readonly string[] } {
  const blamed = new Map<string, string>()
  const rest: string[] = []
  const blame = (entry: string | undefined, why: string): void => {
    if (entry === undefined) rest.push(why)
    else if (!blamed.has(entry)) blamed.set(entry, why)
  }
  for (const [address, message] of after.refused) {
    if (!before.refused.has(address)) blame(freshIn(address, draft), message)
  }
  for (const [id, operation] of after.operations) {
    if (before.operations.has(id) || operation.kind === 'organizationalUnit') continue
    blame(freshIn(operation.address, draft), consequence(operation, provider))
  }
  return { blamed, rest }
}

/** The new person, else the new group, that an address is about. */
function freshIn(address: string, draft: Draft): string | undefined {
  const { kind, id } = parseAddress(address)
  if (kind === 'user') return draft.users.has(id) ? `user/${id}` : undefined
  const [group = '', member = ''] = id.split('/')
  if ((kind === 'membership' || kind === 'licence') && draft.users.has(member)) return `user/${member}`
  if (draft.groups.has(group)) return `group/${group}`
  const nested = nestedGroupId('')
  const inner = member.startsWith(nested) ? member.slice(nested.length) : ''
  return draft.groups.has(inner) ? `group/${inner}` : undefined
}
