import { decode } from '../../language/load/document.ts'
import { type Locator, locator } from '../../language/load/locate.ts'
import { largestFile } from '../../language/load/parse.ts'
import type { Tree } from '../../language/load/tree.ts'
import type { Difference } from './difference.ts'

/** Says where a difference stands, as `file:line`; each file is read once. A file that the request takes away has no line. */
export function placesOf(tree: Tree): (difference: Difference) => string {
  const locators = new Map<string, Locator | undefined>()
  return ({ file, path }) => {
    if (!locators.has(file)) locators.set(file, locatorOf(tree, file))
    const found = locators.get(file)?.(path, 'key')
    return found === undefined ? file : `${file}:${found.line}`
  }
}

function locatorOf(tree: Tree, file: string): Locator | undefined {
  const [name = '', ...above] = file.split('/').toReversed()
  if (!tree.list(above.toReversed().join('/'))?.some((entry) => entry.name === name)) return undefined
  const text = decode(file, tree.read(file, largestFile))
  return typeof text === 'string' ? locator(text) : undefined
}
