import { fileURLToPath } from 'node:url'
import type { Platform } from '../../src/generated/platform.ts'
import { readDocument } from '../../src/language/load/document.ts'
import { workTree } from '../../src/language/load/tree.ts'

/** The profiles that come with roster, by id. Throws for one that cannot be read. */
export function shippedProfiles(): ReadonlyMap<string, Platform> {
  const tree = workTree(fileURLToPath(new URL('../../', import.meta.url)))
  const names = (tree.list('platforms') ?? []).map(({ name }) => name).toSorted()
  return new Map(
    names.map((name) => {
      const path = `platforms/${name}`
      const { value, diagnostics } = readDocument(tree, { path, form: 'whole' })
      if (diagnostics.length > 0) throw new Error(`${path}: ${diagnostics.map(({ message }) => message).join(' ')}`)
      return [name.replace('.yaml', ''), value as Platform]
    }),
  )
}
