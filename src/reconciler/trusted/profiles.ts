import type { Platform } from '../../generated/platform.ts'
import { readDocument } from '../../language/load/document.ts'
import { largestFile } from '../../language/load/parse.ts'
import type { Tree } from '../../language/load/tree.ts'
import type { Finding } from '../../model/plan.ts'

/** The files of a request in which profiles that the base branch marks as policy are those of the base branch. */
export function withBaseProfiles(
  tree: Tree,
  base: Tree,
): { readonly tree: Tree; readonly findings: readonly Finding[] } {
  const policies = policyFiles(base)
  if (policies.size === 0) return { tree, findings: [] }
  const changed = [...policies].filter(([name, bytes]) => !isAsIn(tree, name, bytes)).map(([name]) => name)
  return {
    tree: {
      list: (folder) => (folder === 'platforms' ? together(tree.list(folder), policies) : tree.list(folder)),
      read: (path, atMost) => policies.get(nameIn(path))?.subarray(0, atMost + 1) ?? tree.read(path, atMost),
    },
    findings: changed.map((name) => ({
      slug: 'trusted-base',
      scope: `platforms/${name}`,
      result: 'warn',
      message: `platforms/${name} is changed, and is marked as policy on the base branch. Planned as it is there; the change takes effect after the merge.`,
    })),
  }
}

function policyFiles(base: Tree): ReadonlyMap<string, Uint8Array> {
  const files = (base.list('platforms') ?? []).filter(({ name, kind }) => kind === 'file' && name.endsWith('.yaml'))
  const marked = files.filter(({ name }) => {
    const { value } = readDocument(base, { path: `platforms/${name}`, form: 'whole' })
    // What cannot be read may be marked: the request does not decide about it.
    return value === undefined || (value as Partial<Platform>).policy === true
  })
  return new Map(marked.map(({ name }) => [name, base.read(`platforms/${name}`, largestFile)]))
}

function isAsIn(tree: Tree, name: string, bytes: Uint8Array): boolean {
  const entry = tree.list('platforms')?.find((each) => each.name === name)
  return entry?.kind === 'file' && Buffer.compare(tree.read(`platforms/${name}`, largestFile), bytes) === 0
}

function together(
  entries: ReturnType<Tree['list']>,
  policies: ReadonlyMap<string, Uint8Array>,
): ReturnType<Tree['list']> {
  const others = (entries ?? []).filter(({ name }) => !policies.has(name))
  const ours = [...policies.keys()].map((name) => ({ name, kind: 'file' as const }))
  return [...others, ...ours].toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

function nameIn(path: string): string {
  return path.startsWith('platforms/') ? path.slice('platforms/'.length) : ''
}
