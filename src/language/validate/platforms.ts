import type { Platform } from '../../generated/platform.ts'
import { platform as isPlatform } from '../../generated/validators.js'
import { readDocument } from '../load/document.ts'
import type { Written } from '../load/source.ts'
import type { Tree } from '../load/tree.ts'
import { workTree } from '../load/tree.ts'
import { platformProblems } from './platform-rules.ts'
import type { Notes } from './reading.ts'
import { readWhole } from './reading.ts'

/** The platforms that a workspace can name: its own, and those whose profiles come with roster. */
export interface Platforms {
  /** Sorted. */
  readonly ids: readonly string[]
  /** The rules of one; undefined where there is none of that name, or where its file has mistakes. */
  readonly get: (id: string) => Written<Platform> | undefined
}

/** Where the profiles lie that come with roster; their files are named with this before them. */
const shipped = { folder: new URL('../../../', import.meta.url), prefix: 'roster:' }

/** Reads and checks the workspace's own profiles, all of them. Those that come with roster are read when they are first asked for. */
export function readPlatforms(notes: Notes): Platforms {
  const tree = workTree(decodeURIComponent(shipped.folder.pathname))
  const builtIn = builtInIds(tree)
  const known = new Map<string, Written<Platform> | undefined>()
  for (const [id, path] of notes.files.platforms) {
    if (builtIn.includes(id)) notes.problems.push(shippedAlready(id, path))
    else known.set(id, readOwn(notes, path))
  }
  return {
    ids: [...new Set([...known.keys(), ...builtIn])].toSorted(),
    get: (id) => {
      if (!known.has(id) && builtIn.includes(id)) known.set(id, readShipped(tree, id))
      return known.get(id)
    },
  }
}

function builtInIds(tree: Tree): readonly string[] {
  const files = (tree.list('platforms') ?? []).filter(({ name }) => name.endsWith('.yaml'))
  return files.map(({ name }) => name.slice(0, -'.yaml'.length))
}

function readOwn(notes: Notes, path: string): Written<Platform> | undefined {
  const written = readWhole<Platform>(notes, 'platform', path)
  if (written === undefined) return undefined
  const problems = platformProblems(written.spec)
  for (const problem of problems) notes.problems.push({ ...problem, file: path })
  return problems.some(({ severity }) => severity !== 'warning') ? undefined : written
}

/** A profile that comes with roster and is wrong is a bug, and not of the workspace. */
function readShipped(tree: Tree, id: string): Written<Platform> {
  const path = `platforms/${id}.yaml`
  const { value, diagnostics } = readDocument(tree, { path, form: 'whole' })
  if (diagnostics.length > 0 || !isPlatform(value)) throw new Error(`${path} as it comes with roster is broken`)
  return { file: `${shipped.prefix}${path}`, line: 1, spec: value as Platform }
}

function shippedAlready(id: string, file: string): Notes['problems'][number] {
  return {
    file,
    path: [],
    target: 'key',
    slug: 'duplicate-id',
    message: `A profile \`${id}\` comes with roster already, and a product has one set of rules.`,
    fix: 'Give this file another name, and write that as `platform:`.',
  }
}
