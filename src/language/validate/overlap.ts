import type { Diagnostic } from '../../model/diagnostic.ts'
import type { WorkspaceFiles } from '../load/workspace.ts'
import { placed } from './place-problems.ts'
import { textOf } from './reading.ts'

/** What one directory covers: `<server>/<top>/.../<base>/`, as its provider says. */
export interface Territory {
  readonly tenant: string
  readonly directory: string
  readonly territory: string
}

/** Two directories that cover the same entries: the wider one, and the one within it. */
export interface Overlap {
  readonly outer: Territory
  readonly inner: Territory
}

/** Directories of the workspace whose bases overlap, each pair once. */
export function overlaps(territories: readonly Territory[]): Overlap[] {
  const found = new Map<string, Overlap>()
  // Sorted, what lies within a territory stands right after it.
  const open: Territory[] = []
  for (const inner of territories.toSorted((a, b) => compare(sortKey(a), sortKey(b)))) {
    while (open.length > 0 && !inner.territory.startsWith(open.at(-1)?.territory ?? '')) open.pop()
    const outer = open.find((one) => nameOf(one) !== nameOf(inner))
    const pair = outer === undefined ? '' : [nameOf(outer), nameOf(inner)].sort().join(' ')
    if (outer !== undefined && !found.has(pair)) found.set(pair, { outer, inner })
    open.push(inner)
  }
  return [...found.values()]
}

/** The same as diagnostics: one for each of the two, at its entry in tenant.yaml. */
export function overlapDiagnostics(files: WorkspaceFiles, territories: readonly Territory[]): Diagnostic[] {
  return overlaps(territories).flatMap(({ outer, inner }) => [
    ...told(files, inner, outer),
    ...told(files, outer, inner),
  ])
}

function told(files: WorkspaceFiles, own: Territory, other: Territory): Diagnostic[] {
  const file = `tenants/${own.tenant}/tenant.yaml`
  const whose = other.tenant === own.tenant ? `\`${other.directory}\`` : 'a directory of another tenant'
  const problem = {
    file,
    path: ['directories', own.directory],
    target: 'key',
    slug: 'directories-overlap',
    message: `\`${own.directory}\` and ${whose} cover the same entries (${own.territory}); what one asks for, the other takes away.`,
    fix: 'Give each of them a base of its own.',
  } as const
  return placed([problem], { textOf: (path) => textOf(files, path), tenant: own.tenant })
}

function sortKey(territory: Territory): string {
  return `${territory.territory}\n${nameOf(territory)}`
}

function nameOf({ tenant, directory }: Territory): string {
  return `${tenant}/${directory}`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
