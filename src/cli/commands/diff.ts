import type { PlatformAccess } from '../../access/access.ts'
import { inForce } from '../../access/access.ts'
import { impactOf } from '../../access/impact.ts'
import { resolve } from '../../git/git.ts'
import { nearest } from '../../language/load/nearest.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import { exit } from '../../model/exit-code.ts'
import { UsageError } from '../../model/fault.ts'
import type { AccessGroupChange } from '../../model/plan.ts'
import { differenceAnswer } from '../../report/difference.ts'
import { alike, parentsOf } from '../alike-files.ts'
import { commitTree } from '../commit-tree.ts'
import {
  askedOf,
  readFrom,
  readingOf,
  refuseTwoForms,
  tell,
  tellUnsound,
  type Asked,
  type InquiryOptions,
  type Reading,
} from '../inquiry.ts'
import type { PlaceOf } from '../places.ts'
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
interface Side extends Reading {
  readonly commit: string | null
}

/** `roster diff`: who gains and who loses what between two states of the files, offline. */
export async function diff(session: Session, { from, to }: Compared, options: DiffOptions): Promise<number> {
  refuseTwoForms(session, options)
  const reading = await readingOf(session, options)
  const before = await sideOf(session, reading, from)
  const after = to === undefined ? { ...reading, commit: null } : await sideOf(session, reading, to)
  const groups: AccessGroupChange[] = []
  const diagnostics: Diagnostic[] = []
  for (const tenant of changedTenants([before, after], options.tenant)) {
    const [old, now] = [tenantIn(before, tenant), tenantIn(after, tenant)]
    diagnostics.push(...mistakesIn(before, old), ...mistakesIn(after, now))
    groups.push(...differences(tenant, soundIn(old), soundIn(now)))
  }
  if (diagnostics.some(({ severity }) => severity === 'error')) return tellUnsound(session, diagnostics)
  const exitCode = options.detailedExitcode === true && groups.length > 0 ? exit.changes : exit.done
  const context = { from: before.commit, to: after.commit, asOf: reading.asOf.toISOString() }
  return tell(session, options, { ...differenceAnswer(groups, context), exitCode })
}

async function sideOf(session: Session, reading: Reading, name: string): Promise<Side> {
  const { root } = reading
  const repository = { root, env: session.environment.forGit }
  const commit = await resolve(repository, name)
  if (commit === undefined)
    throw new UsageError(`${name} is no commit, branch or tag of the repository around ${root}.`)
  return { ...readFrom(reading, await commitTree(repository, commit)), commit }
}

/** Tenants of either side, without those whose files are the same on both; one that came or went is compared with nothing. */
function changedTenants(sides: readonly [Side, Side], wanted: readonly string[] | undefined): readonly string[] {
  const known = sides.flatMap(({ files }) => files.tenants.map(({ id }) => id))
  const unknown = wanted?.find((id) => !known.includes(id))
  if (unknown !== undefined) {
    const near = nearest(unknown, known)
    const hint = near === undefined ? '' : ` Did you mean ${near}?`
    throw new UsageError(`There is no tenant ${unknown} on either side.${hint}`)
  }
  const trees = [sides[0].tree, sides[1].tree] as const
  const same = alike(trees)
  const isUntouched = (tenant: string): boolean =>
    same(`tenants/${tenant}`) && parentsOf(trees, tenant).every((parent) => same(`tenants/${parent}`))
  const all = [...new Set(wanted ?? known)].toSorted()
  return ['roster.yaml', 'library', 'platforms'].every(same) ? all.filter((id) => !isUntouched(id)) : all
}

function tenantIn(side: Side, tenant: string): ReturnType<typeof askedOf> | undefined {
  return side.files.tenants.some(({ id }) => id === tenant) ? askedOf(side, tenant) : undefined
}

/** Mistakes of a commit are told as git names its files: mending the files as they are now would not help. */
function mistakesIn({ commit }: Side, asked: ReturnType<typeof askedOf> | undefined): readonly Diagnostic[] {
  if (asked === undefined || 'desired' in asked) return []
  if (commit === null) return asked.diagnostics
  return asked.diagnostics.map((one) => ({ ...one, file: `${commit.slice(0, 12)}:${one.file}` }))
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
  const place = now ?? old
  return place === undefined ? group : { ...group, source: place({ via: [], ...group.source }) }
}
