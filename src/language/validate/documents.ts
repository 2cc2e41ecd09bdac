import type { AccessGroup } from '../../generated/access-groups.ts'
import type { Acknowledgement } from '../../generated/acknowledgements.ts'
import type { Action } from '../../generated/actions.ts'
import type { Department } from '../../generated/departments.ts'
import type { Entity } from '../../generated/entities.ts'
import type { Group } from '../../generated/groups.ts'
import type { Leave } from '../../generated/leave.ts'
import type { Policies } from '../../generated/policies.ts'
import type { Role } from '../../generated/roles.ts'
import type { Workspace } from '../../generated/roster.ts'
import type { Template } from '../../generated/templates.ts'
import type { Tenant } from '../../generated/tenant.ts'
import type { AccessTest } from '../../generated/tests.ts'
import type { User } from '../../generated/users.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import { inFileOrder } from '../../model/diagnostic.ts'
import type { KindFiles } from '../load/folder.ts'
import type { Written, WrittenKind } from '../load/source.ts'
import type { WorkspaceFiles } from '../load/workspace.ts'
import { checkApprovals } from './approvals.ts'
import { checkTimezone } from './attributes.ts'
import { dayOf } from './days.ts'
import type { HandedDown, Library } from './library.ts'
import { parentLibrary, readLibrary, readPolicies } from './library.ts'
import { placed } from './place-problems.ts'
import type { Platforms } from './platforms.ts'
import { readPlatforms } from './platforms.ts'
import { spotOf } from './problem.ts'
import type { Notes } from './reading.ts'
import { readWhole, textOf } from './reading.ts'
import { crossCheck } from './references.ts'
import { readWorld } from './tenant-world.ts'
import type { Findings } from './world.ts'

/** What all tenants share. */
export interface SharedDocuments {
  readonly roster: Written<Workspace>
  readonly library: Library
  readonly platforms: Platforms
  readonly handedDown: HandedDown
}

/** What one tenant says, checked: every reference in it leads somewhere. */
export interface TenantDocuments {
  readonly id: string
  readonly roster: Written<Workspace>
  readonly tenant: Written<Tenant>
  /** The tenant that serves this one: its guard, its ceiling and its contracts hold here too. */
  readonly parent?: Written<Tenant>
  readonly users: WrittenKind<User>
  readonly groups: WrittenKind<Group>
  readonly departments: WrittenKind<Department>
  /** Its own, its parent's and the workspace's: of one id the first of these. */
  readonly templates: WrittenKind<Template>
  /** Its own, its parent's and the workspace's: of one id the first of these. */
  readonly roles: WrittenKind<Role>
  readonly entities: WrittenKind<Entity>
  readonly accessGroups: WrittenKind<AccessGroup>
  readonly actions: WrittenKind<Action>
  readonly tests: WrittenKind<AccessTest>
  readonly platforms: Platforms
  /** The workspace's, its parent's, its own; the strictest limit counts. */
  readonly policies: readonly Written<Policies>[]
  readonly acknowledgements: WrittenKind<Acknowledgement>
  readonly leaves: WrittenKind<Leave>
}

/**
 * Reads roster.yaml and the libraries. `shared` is there when nothing stops the workspace as a whole; mistakes in the
 * library of a tenant are told with that tenant. `enoughToCheck` is there when roster.yaml alone stops it, and can be
 * read: nothing may be planned, and the mistakes of the tenants can still be told.
 */
export function loadShared(files: WorkspaceFiles): {
  readonly shared?: SharedDocuments
  readonly enoughToCheck?: SharedDocuments
  readonly diagnostics: readonly Diagnostic[]
} {
  const notes = notesOn(files)
  const roster = files.settings === undefined ? undefined : readWhole<Workspace>(notes, 'roster', files.settings)
  if (roster !== undefined) checkRoster(roster, notes)
  const platforms = readPlatforms(notes)
  const library = readLibrary(notes, files.library, platforms)
  const told = [...files.diagnostics.filter(({ tenant }) => tenant === undefined), ...toldOf(notes, undefined)]
  const { handedDown, diagnostics } = readHandedDown(files, platforms)
  const all = inFileOrder([...told, ...nameless(files), ...diagnostics])
  if (roster === undefined) return { diagnostics: all }
  const read = { roster, library, platforms, handedDown }
  const wrong = told.filter(isError)
  if (wrong.length === 0) return { shared: read, diagnostics: all }
  return wrong.every(({ file }) => file === roster.file)
    ? { enoughToCheck: read, diagnostics: all }
    : { diagnostics: all }
}

/** Folders whose name is no id: there is no tenant to tell them with, and none is stopped by them. */
function nameless(files: WorkspaceFiles): readonly Diagnostic[] {
  const ids = new Set(files.tenants.map(({ id }) => id))
  return files.diagnostics.flatMap(({ tenant, ...told }) => (tenant === undefined || ids.has(tenant) ? [] : [told]))
}

/**
 * Reads and checks one tenant. `documents` is there when it has no error, in its library neither (which `loadShared`
 * told); there may be warnings even so. Without `asOf` nothing is said of what has run out.
 */
export function loadTenant(
  files: WorkspaceFiles,
  id: string,
  shared: SharedDocuments,
  asOf?: Date,
): { readonly documents?: TenantDocuments; readonly diagnostics: readonly Diagnostic[] } {
  const own = files.tenants.find((tenant) => tenant.id === id)
  if (own === undefined) throw new Error(`no tenant ${id} in this workspace`)
  const notes = notesOn(files)
  const tenant = own.settings === undefined ? undefined : readWhole<Tenant>(notes, 'tenant', own.settings)
  const policies = readPolicies(notes, own.kinds)
  const parent = parentLibrary(tenant, shared.handedDown, notes)
  const handed = parent === 'broken' ? undefined : parent
  const limits = [shared.library.policies, handed?.policies, policies].filter((one) => one !== undefined)
  const isWhole = parent !== 'broken'
  const above = readParent(files, tenant)
  const world = readWorld({
    notes,
    tenant,
    parent: above,
    id,
    kinds: own.kinds,
    policies: limits,
    shared,
    handed,
    isWhole,
    today: asOf === undefined ? undefined : dayOf(asOf, tenant?.spec.timezone ?? shared.roster.spec.timezone),
  })
  const ones = singles([
    own.kinds,
    files.library,
    ...files.tenants.filter(isParentOf(tenant)).map((one) => one.library),
  ])
  const told = new Set(notes.problems.map(spotOf))
  for (const problem of crossCheck(world, files)) {
    const here = ones.has(problem.file) ? { ...problem, path: problem.path.slice(1) } : problem
    // What is not well-formed leads nowhere either; once is enough.
    if (!told.has(spotOf(here))) notes.problems.push(here)
  }
  const listed = files.diagnostics.filter((one) => one.tenant === id)
  const diagnostics = inFileOrder([...listed, ...toldOf(notes, id)])
  const isBroken = diagnostics.some(isError) || shared.handedDown.get(id) === 'broken'
  if (tenant === undefined || isBroken) return { diagnostics }
  const { users, groups, departments, templates, roles, entities, accessGroups, actions, tests } = world
  const { acknowledgements, leaves } = world
  const kinds = {
    users,
    groups,
    departments,
    templates,
    roles,
    entities,
    accessGroups,
    actions,
    tests,
    acknowledgements,
    leaves,
  }
  const inherited = { policies: limits, platforms: shared.platforms, ...(above === undefined ? {} : { parent: above }) }
  return { documents: { id, roster: shared.roster, tenant, ...kinds, ...inherited }, diagnostics }
}

/** The parent's own settings. Its mistakes are told with the parent; here it is as if there were none. */
function readParent(files: WorkspaceFiles, tenant: Written<Tenant> | undefined): Written<Tenant> | undefined {
  const settings = files.tenants.find(isParentOf(tenant))?.settings
  return settings === undefined ? undefined : readWhole<Tenant>(notesOn(files), 'tenant', settings)
}

function readHandedDown(
  files: WorkspaceFiles,
  platforms: Platforms,
): {
  readonly handedDown: HandedDown
  readonly diagnostics: readonly Diagnostic[]
} {
  const diagnostics: Diagnostic[] = []
  const handedDown = new Map<string, Library | 'broken'>()
  for (const { id, library } of files.tenants) {
    if (library.size === 0) continue
    const notes = notesOn(files)
    const read = readLibrary(notes, library, platforms)
    const told = toldOf(notes, id)
    diagnostics.push(...told)
    handedDown.set(id, told.some(isError) ? 'broken' : read)
  }
  return { handedDown, diagnostics }
}

function checkRoster(roster: Written<Workspace>, notes: Notes): void {
  const { file, spec } = roster
  const findings: Findings = {
    mistake: (spot, mistake) => void notes.problems.push({ ...spot, target: 'value', ...mistake }),
    refer: () => undefined,
    dangling: () => undefined,
  }
  if (spec.timezone !== undefined) checkTimezone({ file, path: ['timezone'] }, spec.timezone, findings)
  checkApprovals({ roster, files: notes.files, findings })
}

function isParentOf(tenant: Written<Tenant> | undefined) {
  return ({ id }: { readonly id: string }): boolean => id === tenant?.spec.parent
}

/** Files that hold one entry, without its id above it. */
function singles(kinds: readonly KindFiles[]): ReadonlySet<string> {
  const files = kinds.flatMap((kind) => [...kind.values()].flat())
  return new Set(files.filter(({ form }) => form === 'one').map(({ path }) => path))
}

function notesOn(files: WorkspaceFiles): Notes {
  return { files, diagnostics: [], problems: [] }
}

function toldOf({ files, diagnostics, problems }: Notes, tenant: string | undefined): Diagnostic[] {
  return [...diagnostics, ...placed(problems, { textOf: (file) => textOf(files, file), tenant })]
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error'
}
