import type { WorkspaceFiles } from '../load/workspace.ts'
import { checkAccess } from './access/access.ts'
import { checkAdoption, checkSortOfGroup } from './adoption.ts'
import { checkCircles } from './circles-of-tenant.ts'
import { checkDefaults } from './defaults.ts'
import { idsElsewhere } from './elsewhere.ts'
import { checkGroups } from './groups.ts'
import { checkImports } from './imports.ts'
import { nearestOf } from './known-name.ts'
import { checkLeaves } from './leaves.ts'
import { checkLicences } from './licences.ts'
import { checkMoves } from './moved.ts'
import { checkPeople } from './people.ts'
import { checkSecurity } from './security.ts'
import type { Mistake, Problem } from './problem.ts'
import { checkTenant } from './tenant.ts'
import { checkUniqueness } from './unique.ts'
import type { Findings, Reference, World } from './world.ts'

/** Everything that can only be judged on a tenant as a whole, all at once. Paths start at the id. */
export function crossCheck(world: World, files: WorkspaceFiles): Problem[] {
  const problems: Problem[] = []
  const unresolved: Reference[] = []
  const findings: Findings = {
    mistake: ({ file, path }, { target = 'value', ...mistake }) =>
      void problems.push({ file, path, target, ...mistake }),
    refer: (kind, id, { file, path }, ...rest) => {
      const { ids, complete } = world.declared[kind]
      if (complete && !ids.has(id)) unresolved.push({ kind, id, file, path: [...path, ...rest] })
    },
    dangling: (reference) => {
      if (world.declared[reference.kind].complete) unresolved.push(reference)
    },
  }
  checkTenant(world, findings)
  checkDefaults(world, findings)
  checkPeople(world, findings)
  checkGroups(world, findings)
  checkSortOfGroup(world, findings)
  checkAdoption(world, findings)
  checkUniqueness(world, findings)
  checkMoves(world, findings)
  checkSecurity(world, findings)
  checkCircles(world, findings)
  checkLicences(world, findings)
  checkAccess(world, findings)
  checkImports(world, findings)
  checkLeaves(world, findings)
  if (unresolved.length === 0) return problems
  const elsewhere = idsElsewhere(files, world.id, unresolved)
  const dangling = unresolved.map((reference): Problem => {
    const { file, path } = reference
    return { file, path, target: 'value', ...wordsFor(reference, world, elsewhere) }
  })
  return [...problems, ...dangling]
}

const words = {
  users: { slug: 'unknown-user', what: 'person', file: 'users.yaml' },
  groups: { slug: 'unknown-group', what: 'group', file: 'groups.yaml' },
  departments: { slug: 'unknown-department', what: 'department', file: 'departments.yaml' },
  templates: { slug: 'unknown-template', what: 'template', file: 'templates.yaml, nor in a library' },
  roles: { slug: 'unknown-role', what: 'role', file: 'roles.yaml, in a library or on the platform' },
  entities: { slug: 'unknown-entity', what: 'entity', file: 'entities.yaml' },
  'access-groups': { slug: 'unknown-access-group', what: 'access group', file: 'access-groups.yaml' },
} as const

function wordsFor({ kind, id, among }: Reference, world: World, elsewhere: ReadonlySet<string>): Mistake {
  const { slug, what, file } = words[kind]
  const names = among ?? [...world.declared[kind].ids]
  if (elsewhere.has(`${kind}/${id}`)) {
    return {
      slug: 'cross-tenant',
      message: `The ${what} \`${id}\` belongs to another tenant; nothing in \`${world.id}\` may refer to it.`,
      fix: () => `Declare it in this tenant too. ${nearestOf(id, names)}`,
    }
  }
  return {
    slug,
    message: `There is no ${what} \`${id}\` in ${file}.`,
    fix: () => nearestOf(id, names),
  }
}
