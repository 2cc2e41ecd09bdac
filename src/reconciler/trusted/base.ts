import type { Policies } from '../../generated/policies.ts'
import type { Workspace } from '../../generated/roster.ts'
import type { Tenant } from '../../generated/tenant.ts'
import type { Written } from '../../language/load/source.ts'
import type { Tree } from '../../language/load/tree.ts'
import type { Notes } from '../../language/validate/reading.ts'
import { readWhole } from '../../language/validate/reading.ts'
import { marksIn, type Marks, MarksUnknown } from './marks.ts'

/** What the base branch says, as far as it decides about a tenant of a request. */
export interface BaseDocuments {
  /** Not there: the base branch has no workspace. */
  readonly roster?: Written<Workspace>
  /** Not there: the base branch has no such tenant. */
  readonly tenant?: Written<Tenant>
  /** The workspace's, its parent's, its own: those of its parent there, whatever parent the request names. */
  readonly policies: readonly Written<Policies>[]
  /** The groups that are marked as privileged, as far as the request changes their files. */
  readonly privileged: Marks
}

/** The base branch cannot say: a file of it has mistakes. The message says which. */
export class BaseBroken extends Error {
  override readonly name = 'BaseBroken'
}

/** Reads from the base branch what it decides about a tenant, and no more of it. Throws BaseBroken. */
export function readBase(tree: Tree, id: string): BaseDocuments {
  const roster = whole<Workspace>(tree, 'roster', 'roster.yaml')
  const tenant = whole<Tenant>(tree, 'tenant', `tenants/${id}/tenant.yaml`)
  const parent = tenant?.spec.parent
  const files = [
    'library/policies.yaml',
    ...(parent === undefined ? [] : [`tenants/${parent}/library/policies.yaml`]),
    `tenants/${id}/policies.yaml`,
  ]
  const policies = files.flatMap((file) => whole<Policies>(tree, 'policies', file) ?? [])
  const privileged = marks(tree, id)
  return {
    ...(roster === undefined ? {} : { roster }),
    ...(tenant === undefined ? {} : { tenant }),
    policies,
    privileged,
  }
}

function marks(tree: Tree, id: string): Marks {
  try {
    return marksIn(tree, id)
  } catch (error) {
    throw error instanceof MarksUnknown ? new BaseBroken(error.message, { cause: error }) : error
  }
}

/** A file of the base branch; undefined where it is not there. Only a folder that was listed says that. */
function whole<Spec>(tree: Tree, kind: 'roster' | 'tenant' | 'policies', path: string): Written<Spec> | undefined {
  if (!isIn(tree, path)) return undefined
  const notes: Notes = { files: unlisted(tree), diagnostics: [], problems: [] }
  const written = readWhole<Spec>(notes, kind, path)
  const [wrong] = [...notes.diagnostics, ...notes.problems]
  if (written !== undefined && wrong === undefined) return written
  const said = typeof wrong?.message === 'string' ? `: ${wrong.message}` : ''
  throw new BaseBroken(`${path} of the base branch has mistakes${said}`)
}

function isIn(tree: Tree, path: string): boolean {
  const [name = '', ...above] = path.split('/').toReversed()
  return tree.list(above.toReversed().join('/'))?.some((entry) => entry.name === name) === true
}

/** A reading of single files: nobody asks it which files there are. */
function unlisted(tree: Tree): Notes['files'] {
  return {
    root: '',
    tree,
    settings: undefined,
    library: new Map(),
    platforms: new Map(),
    tenants: [],
    diagnostics: [],
  }
}
