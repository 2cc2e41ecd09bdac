import type { Tree, TreeEntry } from '../language/load/tree.ts'
import type { FileChange } from './result.ts'

/** A tree as it will be once the files are written. Their folders are there already. */
export function overlaid(tree: Tree, changes: readonly FileChange[]): Tree {
  const texts = new Map(changes.map(({ path, text }) => [path, Buffer.from(text)]))
  return {
    list: (folder) => {
      const listed = tree.list(folder)
      const prefix = folder === '' ? '' : `${folder}/`
      const added = changes
        .filter(
          ({ path, before }) =>
            before === undefined && path.startsWith(prefix) && !path.slice(prefix.length).includes('/'),
        )
        .map(({ path }): TreeEntry => ({ name: path.slice(prefix.length), kind: 'file' }))
      if (added.length === 0) return listed
      return [...(listed ?? []), ...added].toSorted((a, b) => (a.name < b.name ? -1 : 1))
    },
    read: (path, atMost) => texts.get(path)?.subarray(0, atMost + 1) ?? tree.read(path, atMost),
  }
}
