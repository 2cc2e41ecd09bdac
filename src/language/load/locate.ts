import type { Node, Pair } from 'yaml'
import { compose } from './careful-reader.ts'
import { Mistakes } from './mistakes.ts'
import type { Place } from './place.ts'
import { Lines } from './place.ts'
import { yamlPackage } from './yaml-package.ts'

/** Where something stands, and how it is written there (`0x1F`, `"a b"`); `source` is '' where only an ancestor was found. */
export interface Located extends Place {
  readonly source: string
}

/** What of a path is asked for: the value, or the key before it. */
export type Target = 'key' | 'value'

/** Finds places in one text; reading it once serves all questions. */
export type Locator = (path: readonly (string | number)[], target: Target) => Located

let latest: { readonly text: string; readonly locator: Locator } | undefined

/** Where a path of a file's value stands. A path that is not there gives its nearest ancestor. Reads the file again, carefully. */
export function locate(text: string, path: readonly (string | number)[], target: Target): Located {
  if (latest?.text !== text) latest = { text, locator: locator(text) }
  return latest.locator(path, target)
}

/** As `locate`, for many questions about one text. */
export function locator(text: string): Locator {
  const lines = new Lines(text)
  const root = (compose(text, new Mistakes('', lines))?.contents ?? null) as Node | null
  return (path, target) => {
    const found = find(root, path, target)
    const range = found.node?.range
    if (range === undefined || range === null) return { ...lines.at(0), source: '' }
    return { ...lines.at(range[0]), source: found.exact ? text.slice(range[0], range[1]) : '' }
  }
}

interface Found {
  readonly node: Node | null
  readonly exact: boolean
}

function find(root: Node | null, path: readonly (string | number)[], target: Target): Found {
  let node = root
  let key: Node | null = null
  for (const step of path) {
    const next = child(node, step)
    if (next === undefined) return { node: key ?? node, exact: false }
    node = next.value
    key = next.key
  }
  return target === 'key' && key !== null ? { node: key, exact: true } : { node: node ?? key, exact: node !== null }
}

function child(node: Node | null, step: string | number): { key: Node | null; value: Node | null } | undefined {
  const { isMap, isScalar, isSeq } = yamlPackage()
  if (isMap(node)) {
    const pairs = node.items as Pair<Node | null, Node | null>[]
    const pair = pairs.find(({ key }) => isScalar(key) && String(key.value) === String(step))
    return pair === undefined ? undefined : { key: pair.key, value: pair.value }
  }
  if (!isSeq(node)) return undefined
  const item = node.items[Number(step)] as Node | undefined
  return item === undefined ? undefined : { key: null, value: item }
}
