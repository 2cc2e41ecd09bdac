import type { Policies } from '../../generated/policies.ts'
import type { Role } from '../../generated/roles.ts'
import type { Template } from '../../generated/templates.ts'
import type { Tenant } from '../../generated/tenant.ts'
import type { KindFiles } from '../load/folder.ts'
import type { Written, WrittenKind } from '../load/source.ts'
import { checkRoleAlone } from './access/role-alone.ts'
import type { Platforms } from './platforms.ts'
import { spotOf } from './problem.ts'
import type { Notes } from './reading.ts'
import { readKind, readWhole } from './reading.ts'
import type { Findings } from './world.ts'

/** What a library hands down. */
export interface Library {
  readonly templates: WrittenKind<Template>
  readonly roles: WrittenKind<Role>
  readonly policies: Written<Policies> | undefined
}

/** Tenant -> what it hands down to those that name it as parent; `broken`: it has mistakes. */
export type HandedDown = ReadonlyMap<string, Library | 'broken'>

/** Reads and checks the files of a library; of roles also what can be said without a tenant. */
export function readLibrary(notes: Notes, kinds: KindFiles, platforms: Platforms): Library {
  const roles = readKind<Role>(notes, kinds, 'roles').entries
  const singles = new Set((kinds.get('roles') ?? []).filter(({ form }) => form === 'one').map(({ path }) => path))
  const told = new Set(notes.problems.map(spotOf))
  const findings: Findings = {
    mistake: ({ file, path }, { target = 'value', ...mistake }) => {
      const problem = { file, path: singles.has(file) ? path.slice(1) : path, target, ...mistake }
      if (!told.has(spotOf(problem))) notes.problems.push(problem)
    },
    refer: () => undefined,
    dangling: () => undefined,
  }
  for (const entry of roles) checkRoleAlone({ platforms }, findings, entry)
  return {
    templates: readKind<Template>(notes, kinds, 'templates').entries,
    roles,
    policies: readPolicies(notes, kinds),
  }
}

/** The policies of a tenant or a library: one file at most. */
export function readPolicies(notes: Notes, kinds: KindFiles): Written<Policies> | undefined {
  const file = kinds.get('policies')?.[0]
  return file === undefined ? undefined : readWhole<Policies>(notes, 'policies', file.path)
}

/** What the parent of a tenant hands down; `broken` comes with a problem at the line that names the parent. */
export function parentLibrary(
  tenant: Written<Tenant> | undefined,
  handedDown: HandedDown,
  notes: Notes,
): Library | 'broken' | undefined {
  const parent = tenant?.spec.parent
  if (tenant === undefined || parent === undefined) return undefined
  const library = handedDown.get(parent)
  if (library === 'broken') {
    notes.problems.push({
      file: tenant.file,
      path: ['parent'],
      target: 'value',
      slug: 'parent-broken',
      message: `The library of \`${parent}\` has mistakes, so what it hands down is not known.`,
      fix: `Mend the files below tenants/${parent}/library/ first.`,
    })
  }
  return library
}

/** Entries of several files as one: of one id the first. */
export function together<Spec>(kinds: readonly (WrittenKind<Spec> | undefined)[]): WrittenKind<Spec> {
  const [first, ...others] = kinds.filter((kind) => kind !== undefined && kind.size > 0)
  if (first === undefined || others.length === 0) return first ?? new Map<string, Written<Spec>>()
  const all = new Map(first)
  for (const kind of others) for (const [id, written] of kind ?? []) if (!all.has(id)) all.set(id, written)
  return all
}
