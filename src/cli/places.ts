import type { AccessSource } from '../access/access.ts'
import type { Locator } from '../language/load/locate.ts'
import { locator } from '../language/load/locate.ts'
import { largestFile, parse } from '../language/load/parse.ts'
import type { Tree } from '../language/load/tree.ts'
import { workTree } from '../language/load/tree.ts'
import type { AccessPlace } from '../model/plan.ts'
import { home } from './tool.ts'

/** Where exactly something about access is said. */
export type PlaceOf = (source: AccessSource) => AccessPlace

/** Profiles that come with roster are named with this before their path. */
const shipped = 'roster:'

interface Page {
  readonly locate: Locator
  /** Line -> the key at the top of the file that stands there. */
  readonly keys: ReadonlyMap<number, string>
}

/** Finds the lines of what a tenant says in the files they come from; each is read again only when it is asked about. */
export function placesIn(tree: Tree): PlaceOf {
  const pages = new Map<string, Page | undefined>()
  const pageOf = (file: string): Page | undefined => {
    if (!pages.has(file)) pages.set(file, readPage(tree, file))
    return pages.get(file)
  }
  return ({ file: named, line, via, path = [] }) => {
    const isShipped = named.startsWith('platforms/') && pageOf(named) === undefined
    const file = isShipped ? `${shipped}${named}` : named
    const page = path.length === 0 ? undefined : pageOf(file)
    const found = page === undefined ? undefined : lineIn(page, line, path)
    return { file, line: found ?? line, ...(via.length === 0 ? {} : { via }) }
  }
}

/** Rules of a platform lie in the workspace, or come with roster. */
function readPage(tree: Tree, file: string): Page | undefined {
  if (file.startsWith(shipped)) return pageIn(homeTree(), file.slice(shipped.length))
  return pageIn(tree, file)
}

function pageIn(tree: Tree, path: string): Page | undefined {
  try {
    const text = Buffer.from(tree.read(path, largestFile)).toString('utf8')
    const keys = new Map([...parse(path, text).lines].map(([key, line]) => [line, key]))
    return { locate: locator(text), keys }
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}

function homeTree(): Tree {
  return workTree(decodeURIComponent(home.pathname).replace(/\/$/, ''))
}

/** A path is counted from the entry whose id stands on the line; in a file that holds one entry, from its top. */
function lineIn({ locate, keys }: Page, line: number, path: readonly (string | number)[]): number | undefined {
  const id = keys.get(line)
  for (const written of waysToWrite(path)) {
    for (const full of [...(id === undefined ? [] : [[id, ...written]]), written]) {
      const { line: found, source } = locate(full, typeof full.at(-1) === 'number' ? 'value' : 'key')
      if (source !== '') return found
    }
  }
  return path.length > 1 ? lineIn({ locate, keys }, line, path.slice(0, -1)) : undefined
}

/** One role or access group is written `role: a` or `roles: [a]`. */
function waysToWrite(path: readonly (string | number)[]): readonly (readonly (string | number)[])[] {
  const [name, at] = path.slice(-2)
  const several = path.at(-1)
  if (several === 'role' || several === 'accessGroup') return [path, [...path.slice(0, -1), `${several}s`, 0]]
  if ((name !== 'roles' && name !== 'accessGroups') || at !== 0) return [path]
  return [path, [...path.slice(0, -2), name === 'roles' ? 'role' : 'accessGroup']]
}
