import { changedPaths } from '../../git/commits.ts'
import { type ObjectId, type Repository, resolve } from '../../git/git.ts'
import type { Tree } from '../../language/load/tree.ts'
import { UsageError } from '../../model/fault.ts'
import type { Run } from '../../reconciler/run.ts'
import { commitTree } from '../commit-tree.ts'
import { parentNamed, parentsIn } from './parents.ts'
import { goneTenants, touchedTenants } from './touched.ts'

/** A request as it is planned: the base that decides, and which tenants are looked at. */
export interface Request {
  readonly base: NonNullable<Run['base']>
  readonly tenants: readonly string[]
  /** Tenants whose folder goes away; only where those that are looked at were chosen by what changed. */
  readonly gone?: readonly string[]
}

export interface RequestOptions {
  /** Name of the base's commit. */
  readonly base: string
  /** The commit that is planned. */
  readonly head: ObjectId | null
  /** Tenants there are, or those that were asked for. */
  readonly tenants: readonly string[]
  /** Only tenants that the request can concern. */
  readonly changed: boolean
}

/** Files beside the workspace that decide how roster is run and who approves. */
const decisive = /^(?:\.github\/(?:workflows\/|actions\/|CODEOWNERS$)|CODEOWNERS$|docs\/CODEOWNERS$|action\.ya?ml$)/

/** Finds the base of a request, and reads from it what it decides about the tenants that are looked at. */
export async function requestOn(repository: Repository, options: RequestOptions): Promise<Request> {
  const { base: name, head, tenants } = options
  const commit = await resolve(repository, name)
  if (commit === undefined)
    throw new UsageError(
      `--base ${name} is no commit of this repository. Fetch it first: git fetch origin, or in a workflow a checkout with fetch-depth: 0.`,
    )
  if (head === null) throw new UsageError('--base needs a commit to compare with it: nothing is committed here yet.')
  const paths = await changedPaths(repository, commit, head)
  refuseOwnRecords(paths)
  const alsoChanged = paths.filter((path) => decisive.test(path))
  const parents = parentsIn(repository.root, tenants)
  const changed = new Set(paths)
  // A request that changes no file asks for what is pending anyway: that may be in any tenant.
  if (!options.changed || paths.length === 0) {
    const tree = await baseTree(repository, commit, { tenants, parents, changed })
    return { base: { commit, tree, alsoChanged }, tenants }
  }
  const gone = goneTenants(paths, tenants)
  const without = { tenants, parents, parentsBefore: new Map<string, string>() }
  const first = touchedTenants(paths, without)
  const concerned = [...first, ...gone]
  const tree = await baseTree(repository, commit, { tenants: concerned, parents, changed })
  const touched = touchedTenants(paths, { ...without, parentsBefore: parentsOn(tree, concerned) })
  const isMore = touched.length > first.length
  const whole = isMore ? await baseTree(repository, commit, { tenants: touched, parents, changed }) : tree
  return { base: { commit, tree: whole, alsoChanged }, tenants: touched, gone }
}

/** What roster keeps is read from the work tree: a request that brings it along would say what was done before, and what was agreed to. */
function refuseOwnRecords(paths: readonly string[]): void {
  const own = paths.find((path) => path.startsWith('.roster/'))
  if (own !== undefined)
    throw new UsageError(
      `The request changes ${own}: what roster keeps is not written by requests. Take it out: git rm -r --cached .roster`,
    )
}

interface Looked {
  readonly tenants: readonly string[]
  readonly parents: ReadonlyMap<string, string>
  /** Paths that the request changes. */
  readonly changed: ReadonlySet<string>
}

/** What the base decides is in few files: git is asked for these alone, and for those of a parent that only the base names. */
async function baseTree(
  repository: Repository,
  commit: ObjectId,
  { tenants, parents, changed }: Looked,
): Promise<Tree> {
  const libraries = new Set(tenants.flatMap((id) => parents.get(id) ?? []))
  const tree = await commitTree(repository, commit, wanted(tenants, libraries, changed))
  const missing = [...parentsOn(tree, tenants).values()].filter((parent) => !libraries.has(parent))
  if (missing.length === 0) return tree
  return commitTree(repository, commit, wanted(tenants, new Set([...libraries, ...missing]), changed))
}

/** So many folders fit into the arguments of a process; for more, git lists everything. */
const mostFolders = 2_000

/** Marks of groups, which may be many, are looked for only where the request changes them. */
const groups = /^tenants\/[^/]+\/groups(?:\.|\/)/

function wanted(
  tenants: readonly string[],
  libraries: ReadonlySet<string>,
  changed: ReadonlySet<string>,
): Parameters<typeof commitTree>[2] {
  const folders = [...tenants.map((id) => `tenants/${id}`), ...[...libraries].map((id) => `tenants/${id}/library`)]
  const isFew = folders.length <= mostFolders
  const files = new Set(folders.flatMap((folder) => [`${folder}/tenant.yaml`, `${folder}/policies.yaml`]))
  return {
    paths: ['roster.yaml', 'library', 'platforms', ...(isFew ? folders : ['tenants'])],
    file: (path) =>
      path === 'roster.yaml' ||
      path === 'library/policies.yaml' ||
      path.startsWith('platforms/') ||
      files.has(path) ||
      (groups.test(path) && changed.has(path)),
  }
}

function parentsOn(tree: Tree, tenants: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    tenants.flatMap((id) => {
      const file = `tenants/${id}/tenant.yaml`
      if (tree.list(`tenants/${id}`)?.some(({ name }) => name === 'tenant.yaml') !== true) return []
      const parent = parentNamed(file, Buffer.from(tree.read(file, 1 << 20)).toString('utf8'))
      return parent === undefined ? [] : [[id, parent] as const]
    }),
  )
}
