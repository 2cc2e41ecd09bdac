import type { PlatformAccess } from '../access/access.ts'
import type { ObjectId } from '../git/git.ts'
import { headCommit, resolve } from '../git/git.ts'
import { accessInEffect } from '../history/in-effect.ts'
import { memoryAt } from '../history/memory-at.ts'
import { membershipsOf } from '../history/memberships.ts'
import { peopleKnown } from '../history/people.ts'
import { runs } from '../history/runs.ts'
import { workTree } from '../language/load/tree.ts'
import { parseAddress } from '../model/address.ts'
import type { ChainedEntry } from '../model/entry.ts'
import { UsageError } from '../model/fault.ts'
import type { Memory } from '../reconciler/memory.ts'
import { momentForPeople } from '../report/days.ts'
import type { Side } from '../report/side.ts'
import { commitTime, commitTree, tipAt } from './commit-tree.ts'
import type { Asked, GroupOf, InquiryOptions, Reading, Unsound } from './inquiry.ts'
import { askedOf, evaluatedOnce, readFrom } from './inquiry.ts'
import { openLedger } from './ledger.ts'
import { momentOf } from './moment.ts'
import type { Session } from './session.ts'
import { settingsOf, type Settings } from './settings.ts'
import { findRoot } from './workspace.ts'

/** What a question takes from the command line that can be asked of the files, of the ledger and of the directories. */
export interface SidedOptions extends InquiryOptions {
  readonly source?: string
}

/** A tenant from one side, and what is said about that; plain: the files as they are, about which nothing needs to be said. */
export interface Sided {
  readonly asked: Asked
  readonly side?: Side
}

/** One tenant as it is asked about. `declared`: what the files said, to be told where it differs. */
export interface Sides {
  readonly main: Sided
  readonly declared?: Sided
}

/** When something is asked about, and from where. */
export interface View {
  readonly root: string
  readonly settings: Settings
  readonly source: Side['source']
  readonly at: Date
  /** A moment or a commit was named. */
  readonly isNamed: boolean
  /** The moment lies behind us. */
  readonly isPast: boolean
  /** Whose files are asked about; not there: those of the folder. */
  readonly commit?: ObjectId
  /** The commit was named, and not a moment. */
  readonly isOfCommit?: true
  /** Not there: there were no files yet. */
  readonly declared: Reading | undefined
}

const sources = ['declared', 'applied', 'live'] as const

/** Works out what `--source` and `--as-of` ask for. */
export async function viewOf(session: Session, options: SidedOptions): Promise<View> {
  const root = findRoot(session.folder)
  const settings = settingsOf(root)
  const now = new Date()
  const when = await whenOf(session, options, { root, settings, now })
  const { at, commit } = when
  const isNamed = options.asOf !== undefined
  const isPast = isNamed && at <= now
  const source = sourceOf(options.source) ?? (isPast ? 'applied' : 'declared')
  refuseElsewhen(source, options.asOf, { isFuture: at > now })
  const view = { root, settings, source, at, isNamed, isPast }
  const repository = { root, env: session.environment.forGit }
  const hasCommits = isPast && (await headCommit(root, repository.env)) !== null
  if (!hasCommits) return { ...view, declared: present(view) }
  const tip = commit ?? (await tipAt(repository, at))
  if (tip !== undefined)
    return {
      ...view,
      commit: tip,
      ...(commit === undefined ? {} : { isOfCommit: true }),
      declared: readFrom({ root, settings, asOf: at }, await commitTree(repository, tip)),
    }
  if (source !== 'declared') return { ...view, declared: undefined }
  throw new UsageError(`--as-of ${options.asOf}: there was no commit yet. git log says when the first one was made.`)
}

/** The moment that is meant: one that is named, that of a commit, or now. */
async function whenOf(
  { environment }: Session,
  { asOf }: SidedOptions,
  { root, settings, now }: { readonly root: string; readonly settings: Settings; readonly now: Date },
): Promise<{ readonly at: Date; readonly commit?: ObjectId }> {
  if (asOf === undefined) return { at: now }
  if (/^\d{4}-\d{2}-\d{2}(T|$)/.test(asOf)) return { at: momentOf(asOf, settings.zone) }
  const repository = { root, env: environment.forGit }
  const commit = await resolve(repository, asOf)
  if (commit !== undefined) return { at: await commitTime(repository, commit), commit }
  throw new UsageError(`--as-of ${asOf} is neither a moment, as 2026-12-01, nor a commit of this repository.`)
}

function refuseElsewhen(
  source: Side['source'],
  asOf: string | undefined,
  { isFuture }: { readonly isFuture: boolean },
): void {
  if (source === 'live' && asOf !== undefined)
    throw new UsageError(
      '--source live is what the directories show now. Leave --as-of out, or ask for --source applied.',
    )
  if (source === 'applied' && isFuture)
    throw new UsageError(
      `--source applied knows what was in effect; ${asOf} is still to come. Ask for --source declared.`,
    )
}

function sourceOf(written: string | undefined): Side['source'] | undefined {
  const source = sources.find((one) => one === written)
  if (written === undefined || source !== undefined) return source
  throw new UsageError(`--source ${written} is none of ${sources.join(', ')}.`)
}

/** Looks at one tenant from the side that is asked for. */
export async function sidesOf(session: Session, view: View, tenant: string | undefined): Promise<Sides | Unsound> {
  const { source, declared, isNamed, isPast } = view
  const files = declared === undefined ? undefined : askedOf(declared, tenant)
  const base = files !== undefined && 'desired' in files ? files : askedOf(present(view), tenant)
  if (!('desired' in base)) return base
  const written = files !== undefined && 'desired' in files ? declaredSide(view, files) : undefined
  if (source === 'declared') {
    if (files !== undefined && !('desired' in files)) return files
    return { main: isNamed && isPast && written !== undefined ? written : { asked: base } }
  }
  const chain = await (await openLedger(view.root, view.settings, session)).read(base.desired.id)
  if (source === 'live') {
    const { liveSide } = await import('./live-side.ts')
    return { main: await liveSide(session, base, chain) }
  }
  if (chain.length === 0 && written !== undefined) {
    const side = {
      ...(written.side ?? plainSide(view)),
      words: [`Nothing was ever applied for ${base.desired.id}: this is what is declared.`],
    }
    return { main: { asked: written.asked, side } }
  }
  const main = appliedSide(view, base, chain)
  return written === undefined ? { main } : { main, declared: written }
}

function present({ root, settings, at }: Pick<View, 'root' | 'settings' | 'at'>): Reading {
  return readFrom({ root, settings, asOf: at }, workTree(root))
}

function plainSide({ at }: View): Side {
  return { source: 'declared', at: at.toISOString(), words: [], unknown: [] }
}

function declaredSide(view: View, asked: Asked): Sided {
  const { commit, at, settings } = view
  const when = momentForPeople(at.toISOString(), settings.zone)
  const words =
    commit === undefined
      ? `Declared by the files as they are, judged at ${when}.`
      : `Declared by commit ${commit.slice(0, 12)}, the files of ${when}.`
  const side = { ...plainSide(view), ...(commit === undefined ? {} : { commit }), words: [words] }
  return { asked: { ...asked, groups: groupsDeclared(asked) }, side }
}

/** What was in effect at the moment, as the ledger knows it. */
function appliedSide(view: View, base: Asked, chain: readonly ChainedEntry[]): Sided {
  const { at, settings, isNamed } = view
  const memory = isNamed ? memoryAt(chain, at) : memoryAt(chain, new Date(8.64e15))
  const then = at.toISOString()
  const all = runs(base.desired.id, chain)
  const last = all.findLast((run) => !isNamed || run.at <= then)
  const zone = settings.zone
  const applied =
    last === undefined
      ? 'nothing had been applied yet'
      : `the last apply was that of ${momentForPeople(last.at, zone)} (${last.apply.slice(0, 8)}${last.commit === null ? '' : `, commit ${last.commit.slice(0, 12)}`})`
  const words = [
    `Applied: what was in effect ${isNamed ? `on ${momentForPeople(then, zone)}` : 'after the last apply'}; ${applied}.`,
    ...commitWords(view, all),
  ]
  const commit = last?.commit ?? undefined
  const side = { source: 'applied' as const, at: then, ...(commit === undefined ? {} : { commit }), words, unknown: [] }
  return { asked: withAccess(base, { memory, at }), side }
}

/** When a commit that was asked about was applied. */
function commitWords({ commit, isOfCommit, settings }: View, all: ReturnType<typeof runs>): readonly string[] {
  if (commit === undefined || isOfCommit === undefined) return []
  const first = all.find((run) => run.commit === commit)
  return [
    first === undefined
      ? `Commit ${commit.slice(0, 12)} itself was never applied.`
      : `Commit ${commit.slice(0, 12)} was first applied on ${momentForPeople(first.at, settings.zone)}.`,
  ]
}

function withAccess(base: Asked, { memory, at }: { readonly memory: Memory; readonly at: Date }): Asked {
  const platforms = [...memory.access.keys()].flatMap((platform) => {
    const access = accessInEffect(memory, platform)
    return access === undefined ? [] : [[platform, lasting(access, at)] as const]
  })
  return askedWith(base, {
    access: new Map(platforms),
    people: peopleKnown(base.desired, memory),
    groups: groupsIn(memory),
  })
}

/** The tenant with other access, other people and other memberships than its files give it. */
export function askedWith(
  base: Asked,
  {
    access,
    people,
    groups,
  }: {
    readonly access: ReadonlyMap<string, PlatformAccess>
    readonly people: Asked['desired']['people']
    readonly groups: (user: string) => readonly GroupOf[]
  },
): Asked {
  const desired = { ...base.desired, access, people }
  // The ledger says which lines they were when they were applied: those of today may be others.
  const placeOf: Asked['placeOf'] = ({ file, line, via }) => (via.length === 0 ? { file, line } : { file, line, via })
  const now = evaluatedOnce((platform) => {
    const found = access.get(platform)
    if (found === undefined) throw new Error(`nothing is in effect on ${platform}`)
    return found
  })
  return { ...base, desired, now, placeOf, groups }
}

/** What is in effect stays so until an apply takes it away, also when its date is over. */
function lasting(access: PlatformAccess, at: Date): PlatformAccess {
  const moment = at.toISOString()
  const isOver = ({ until }: { readonly until?: string }): boolean => until !== undefined && until <= moment
  const without = <T extends { readonly until?: string }>(one: T): T => {
    if (!isOver(one)) return one
    const { until: _, ...rest } = one
    return rest as T
  }
  const accounts = [...access.accounts].map(
    ([key, account]) => [key, without({ ...account, overrides: account.overrides.map(without) })] as const,
  )
  return { ...access, accounts: new Map(accounts) }
}

/** The groups of directories that somebody is in, by what is known of the members of each. */
export function groupsIn(memory: Pick<Memory, 'members'>): (user: string) => readonly GroupOf[] {
  return (user) =>
    [...membershipsOf(memory, [user])]
      .map(([address, through]): GroupOf => {
        const { directory, id } = parseAddress(address)
        return { directory, group: id, ...(through === undefined ? {} : { through: parseAddress(through).id }) }
      })
      .toSorted((a, b) => (`${a.directory}/${a.group}` < `${b.directory}/${b.group}` ? -1 : 1))
}

function groupsDeclared({ desired }: Asked): (user: string) => readonly GroupOf[] {
  const members = new Map(
    [...desired.groups.values()].map(
      ({ id, directory, members: inside }) =>
        [`${desired.id}/${directory}/group/${id}`, new Set(inside.keys())] as const,
    ),
  )
  return groupsIn({ members })
}

/** Every tenant that there is, or was then. */
export function tenantsIn(view: View): readonly string[] {
  return (view.declared ?? present(view)).files.tenants.map(({ id }) => id)
}
