import type { PlatformAccess } from '../access/access.ts'
import { inForce } from '../access/access.ts'
import type { Evaluation } from '../access/evaluate.ts'
import { evaluate } from '../access/evaluate.ts'
import { resolve } from '../git/git.ts'
import { compileOffline } from '../language/compile/compile.ts'
import type { DesiredTenant } from '../language/compile/desired-tenant.ts'
import type { Tree } from '../language/load/tree.ts'
import { workTree } from '../language/load/tree.ts'
import { nearest } from '../language/load/nearest.ts'
import { listWorkspace, type WorkspaceFiles } from '../language/load/workspace.ts'
import { loadShared, loadTenant, type TenantDocuments } from '../language/validate/documents.ts'
import type { Person } from '../model/desired.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { inFileOrder } from '../model/diagnostic.ts'
import { exit } from '../model/exit-code.ts'
import { UsageError } from '../model/fault.ts'
import type { RememberedAccount } from '../reconciler/memory.ts'
import { toldAs, type Answer } from '../report/answer.ts'
import { countDiagnostics, paintDiagnostics } from '../report/diagnostics.ts'
import { commitTime, commitTree } from './commit-tree.ts'
import { momentOf } from './moment.ts'
import { placesIn, type PlaceOf } from './places.ts'
import type { Session } from './session.ts'
import { settingsOf, type Settings } from './settings.ts'
import { checkTenants, findRoot, tenantIds } from './workspace.ts'

/** What every question takes from the command line. */
export interface InquiryOptions {
  readonly tenant?: string | readonly string[]
  readonly asOf?: string
  readonly csv?: boolean
}

/** Files of a workspace, what all its tenants share, and the moment for which they are read. */
export interface Reading {
  readonly root: string
  readonly tree: Tree
  readonly asOf: Date
  readonly settings: Settings
  readonly files: WorkspaceFiles
  readonly shared: ReturnType<typeof loadShared>
  readonly placeOf: PlaceOf
}

/** A tenant as its files have it, offline. */
export interface Asked extends Reading {
  readonly documents: TenantDocuments
  readonly desired: DesiredTenant
  /** Access on a platform as it is in force, evaluated when it is first asked for. */
  readonly now: (platform: string) => Evaluation
  /** The groups of directories that somebody is in; only where the answer is to be held against another one. */
  readonly groups?: (user: string) => readonly GroupOf[]
  /** Account address -> what was known of it; only where another moment than now is asked about. */
  readonly accounts?: ReadonlyMap<string, RememberedAccount>
}

/** A group of a directory that somebody is in. `through`: the group in it that they are in; not there: themselves. */
export interface GroupOf {
  readonly directory: string
  readonly group: string
  readonly through?: string
}

/** Mistakes in the files, which keep a question from being answered. */
export interface Unsound {
  readonly diagnostics: readonly Diagnostic[]
}

/** Opens the files that a question is about: the work tree, or with `--as-of <commit>` those of the commit. */
export async function readingOf(session: Session, { asOf }: InquiryOptions): Promise<Reading> {
  const root = findRoot(session.folder)
  const settings = settingsOf(root)
  const now = { root, asOf: new Date(), settings }
  if (asOf === undefined) return readFrom(now, workTree(root))
  if (/^\d{4}-\d{2}-\d{2}(T|$)/.test(asOf))
    return readFrom({ ...now, asOf: momentOf(asOf, settings.zone) }, workTree(root))
  const repository = { root, env: session.environment.forGit }
  const commit = await resolve(repository, asOf)
  if (commit === undefined)
    throw new UsageError(`--as-of ${asOf} is neither a moment, as 2026-12-01, nor a commit of this repository.`)
  return readFrom({ ...now, asOf: await commitTime(repository, commit) }, await commitTree(repository, commit))
}

/** The same question, asked of other files. */
export function readFrom({ root, asOf, settings }: Pick<Reading, 'root' | 'asOf' | 'settings'>, tree: Tree): Reading {
  const files = listWorkspace(root, tree)
  return { root, tree, asOf, settings, files, shared: loadShared(files), placeOf: placesIn(tree) }
}

/** One tenant: the one that is named, or the only one there is. */
export function askedOf(reading: Reading, tenant: string | undefined): Asked | Unsound {
  const { root, files, asOf } = reading
  const id = tenant ?? onlyTenant(files)
  const { shared, diagnostics } = reading.shared
  if (shared === undefined) return { diagnostics }
  if (!files.tenants.some((one) => one.id === id)) {
    checkTenants(root, [id])
    throw new UsageError(`There was no tenant ${id} then.`)
  }
  const loaded = loadTenant(files, id, shared)
  if (loaded.documents === undefined) return { diagnostics: inFileOrder([...diagnostics, ...loaded.diagnostics]) }
  const { documents } = loaded
  const desired = compileOffline(documents, asOf)
  return { ...reading, documents, desired, now: evaluated(desired, asOf) }
}

/** All tenants that are named, or all there are, one after the other; each is let go before the next. */
export function* allAsked(reading: Reading, tenants: readonly string[] | undefined): Iterable<Asked | Unsound> {
  checkTenants(reading.root, tenants)
  for (const id of tenants ?? reading.files.tenants.map((one) => one.id)) yield askedOf(reading, id)
}

/** Answers a question about one tenant, or tells the mistakes that keep it from being answered. */
export async function inquire(
  session: Session,
  options: InquiryOptions,
  answer: (asked: Asked) => Answer | Promise<Answer>,
): Promise<number> {
  refuseTwoForms(session, options)
  const tenant = typeof options.tenant === 'object' ? options.tenant[0] : options.tenant
  if (tenant !== undefined) checkTenants(findRoot(session.folder), [tenant])
  const asked = askedOf(await readingOf(session, options), tenant)
  return 'desired' in asked ? tell(session, options, await answer(asked)) : tellUnsound(session, asked.diagnostics)
}

/** Gives an answer in the form that was asked for. */
export function tell(session: Session, { csv = false }: InquiryOptions, answer: Answer): number {
  const { output, ink, everything } = session
  const { zone } = settingsOf(findRoot(session.folder))
  output.result(toldAs(answer, { csv, ink, everything, zone }))
  return answer.exitCode
}

/** Tells why nothing can be answered: exit 3. */
export function tellUnsound({ output, ink }: Session, diagnostics: readonly Diagnostic[]): number {
  const exitCode = exit.invalid
  output.result({
    document: () => ({ formatVersion: '1.0', kind: 'validation', exitCode, tenants: [], diagnostics }),
    text: () => [...paintDiagnostics(diagnostics, ink), ink.strong(countDiagnostics(diagnostics)), ''].join('\n'),
  })
  return exitCode
}

/** A document and rows at once are two answers. */
export function refuseTwoForms({ output }: Session, { csv }: InquiryOptions): void {
  if (output.json && csv === true) throw new UsageError('--json and --csv are two forms of one answer. Choose one.')
}

function onlyTenant({ root, tenants }: WorkspaceFiles): string {
  const [first, ...others] = tenants
  if (first !== undefined && others.length === 0) return first.id
  const ids = tenantIds(root)
  if (ids.length === 0) throw new UsageError('There is no tenant in this workspace yet. Make tenants/<id>/tenant.yaml.')
  throw new UsageError(`Which tenant? Name it with --tenant: ${ids.slice(0, 20).join(', ')}.`)
}

function evaluated({ access }: DesiredTenant, asOf: Date): Asked['now'] {
  return evaluatedOnce((platform) => inForce(accessOn(access, platform), asOf))
}

/** Evaluates a platform when it is first asked for. */
export function evaluatedOnce(access: (platform: string) => PlatformAccess): Asked['now'] {
  const known = new Map<string, Evaluation>()
  return (platform) => {
    const found = known.get(platform) ?? evaluate(access(platform))
    known.set(platform, found)
    return found
  }
}

/** What is said about a platform that is known to be in use. */
export function accessOn(access: DesiredTenant['access'], platform: string): PlatformAccess {
  const found = access.get(platform)
  if (found === undefined) throw new Error(`nothing is said about ${platform}`)
  return found
}

/** What is said about one platform, or about all where none is named. */
export function accessAsked({ desired }: Asked, platform: string | undefined): readonly PlatformAccess[] {
  const ids = [...desired.access.keys()].toSorted()
  if (platform === undefined) return ids.map((id) => accessOn(desired.access, id))
  if (desired.access.has(platform)) return [accessOn(desired.access, platform)]
  const near = nearest(platform, ids)
  const list = ids.length === 0 ? 'No platform is in use there.' : `In use there: ${ids.join(', ')}.`
  throw new UsageError(
    `Nothing of ${desired.id} is on the platform ${platform}. ${near === undefined ? list : `Did you mean ${near}?`}`,
  )
}

/** A person of the tenant. */
export function personAsked({ desired }: Asked, user: string): Person {
  const person = desired.people.get(user)
  if (person !== undefined) return person
  const near = nearest(user, [...desired.people.keys()])
  const hint = near === undefined ? 'roster users lists everybody.' : `Did you mean ${near}?`
  throw new UsageError(`There is no person ${user} in ${desired.id}. ${hint}`)
}

/** The platforms of some whose catalogue has a permission. */
export function keyAsked(all: readonly PlatformAccess[], key: string): readonly PlatformAccess[] {
  const found = all.filter(({ rules }) => rules.permissions?.[key] !== undefined)
  if (found.length > 0) return found
  const near = nearest(key, [...new Set(all.flatMap(({ rules }) => Object.keys(rules.permissions ?? {})))])
  const hint = near === undefined ? 'roster roles explain <role> lists those of a platform.' : `Did you mean ${near}?`
  throw new UsageError(`There is no permission ${key} on ${namesOf(all)}. ${hint}`)
}

/** The platforms of some that have an entity. */
export function entityAsked(all: readonly PlatformAccess[], entity: string): readonly PlatformAccess[] {
  const found = all.filter(({ entities }) => entities.has(entity))
  if (found.length > 0) return found
  const near = nearest(
    entity,
    all.flatMap(({ entities }) => [...entities.keys()]),
  )
  const hint = near === undefined ? 'entities.yaml has them.' : `Did you mean ${near}?`
  throw new UsageError(`There is no entity ${entity} on ${namesOf(all)}. ${hint}`)
}

function namesOf(all: readonly PlatformAccess[]): string {
  return all.length === 0 ? 'any platform' : all.map(({ platform }) => platform).join(', ')
}
