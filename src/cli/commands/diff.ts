import type { PlatformAccess } from '../../access/access.ts'
import { inForce } from '../../access/access.ts'
import { impactOf } from '../../access/impact.ts'
import { resolve } from '../../git/git.ts'
import { nearest } from '../../language/load/nearest.ts'
import type { Tree } from '../../language/load/tree.ts'
import { workTree } from '../../language/load/tree.ts'
import { listWorkspace } from '../../language/load/workspace.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import { exit } from '../../model/exit-code.ts'
import { UsageError } from '../../model/fault.ts'
import type { AccessGroupChange } from '../../model/plan.ts'
import { differenceAnswer } from '../../report/difference.ts'
import { commitTree } from '../commit-tree.ts'
import {
  askedOf,
  readingOf,
  refuseTwoForms,
  tell,
  tellUnsound,
  type Asked,
  type InquiryOptions,
  type Reading,
} from '../inquiry.ts'
import { placesIn, type PlaceOf } from '../places.ts'
import type { Session } from '../session.ts'

export interface DiffOptions extends InquiryOptions {
  readonly tenant?: readonly string[]
  readonly detailedExitcode?: boolean
}

export interface Compared {
  readonly from: string
  /** Not there: the files as they are now. */
  readonly to: string | undefined
}

/** One side of the comparison. */
interface Side {
  readonly commit: string | null
  readonly tree: Tree
}

/** `roster diff`: who gains and who loses what between two states of the files, offline. */
export async function diff(session: Session, { from, to }: Compared, options: DiffOptions): Promise<number> {
  refuseTwoForms(session, options)
  const reading = await readingOf(session, options)
  const before = await sideOf(session, reading.root, from)
  const after =
    to === undefined ? { commit: null, tree: workTree(reading.root) } : await sideOf(session, reading.root, to)
  const groups: AccessGroupChange[] = []
  const diagnostics: Diagnostic[] = []
  for (const tenant of tenantsOf(reading, [before, after], options.tenant)) {
    const [old, now] = [tenantIn(reading, before, tenant), tenantIn(reading, after, tenant)]
    for (const side of [old, now]) if (side !== undefined && !('desired' in side)) diagnostics.push(...side.diagnostics)
    groups.push(...differences(tenant, soundIn(old), soundIn(now)))
  }
  if (diagnostics.some(({ severity }) => severity === 'error')) return tellUnsound(session, diagnostics)
  const exitCode = options.detailedExitcode === true && groups.length > 0 ? exit.changes : exit.done
  const context = { from: before.commit, to: after.commit, asOf: reading.asOf.toISOString() }
  return tell(session, options, { ...differenceAnswer(groups, context), exitCode })
}

async function sideOf(session: Session, root: string, name: string): Promise<Side> {
  const repository = { root, env: session.environment.forGit }
  const commit = await resolve(repository, name)
  if (commit === undefined)
    throw new UsageError(`${name} is no commit, branch or tag of the repository around ${root}.`)
  return { commit, tree: await commitTree(repository, commit) }
}

/** Tenants of either side; one that came or went is compared with nothing. */
function tenantsOf(
  { root }: Reading,
  sides: readonly Side[],
  wanted: readonly string[] | undefined,
): readonly string[] {
  const known = sides.flatMap(({ tree }) => listWorkspace(root, tree).tenants.map(({ id }) => id))
  const unknown = wanted?.find((id) => !known.includes(id))
  if (unknown === undefined) return [...new Set(wanted ?? known)].toSorted()
  const near = nearest(unknown, known)
  throw new UsageError(
    `There is no tenant ${unknown} on either side.${near === undefined ? '' : ` Did you mean ${near}?`}`,
  )
}

function tenantIn(reading: Reading, { tree }: Side, tenant: string): ReturnType<typeof askedOf> | undefined {
  const there = listWorkspace(reading.root, tree).tenants.some(({ id }) => id === tenant)
  return there ? askedOf({ ...reading, tree }, tenant) : undefined
}

function soundIn(side: ReturnType<typeof askedOf> | undefined): Asked | undefined {
  return side !== undefined && 'desired' in side ? side : undefined
}

function differences(tenant: string, old: Asked | undefined, now: Asked | undefined): readonly AccessGroupChange[] {
  const platforms = new Set([...(old?.desired.access.keys() ?? []), ...(now?.desired.access.keys() ?? [])])
  return [...platforms].toSorted().flatMap((platform) => {
    const [before, full] = [old?.desired.access.get(platform), now?.desired.access.get(platform)]
    const asOf = (now ?? old)?.asOf ?? new Date(0)
    const after = full ?? (before === undefined ? undefined : emptied(before))
    if (after === undefined) return []
    const groups = impactOf({
      tenant,
      before: before === undefined ? undefined : inForce(before, asOf),
      after: inForce(after, asOf),
      full: after,
    })
    return groups.map((group) => placed(group, now?.placeOf, old?.placeOf))
  })
}

function emptied(access: PlatformAccess): PlatformAccess {
  return { ...access, accounts: new Map() }
}

/** What is gone is found in the files as they were. */
function placed(group: AccessGroupChange, now: PlaceOf | undefined, old: PlaceOf | undefined): AccessGroupChange {
  const place = now ?? old ?? placesIn({ list: () => undefined, read: () => new Uint8Array() })
  return { ...group, source: place({ via: [], ...group.source }) }
}
