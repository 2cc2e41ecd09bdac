import { locator } from '../../language/load/locate.ts'
import { largestFile, parse } from '../../language/load/parse.ts'
import { isSpec, type Spec } from '../../language/load/spec.ts'
import type { Tree } from '../../language/load/tree.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import type { Campaign, Line, Sheet } from '../../reviews/campaign.ts'
import type { ItemSort } from '../../reviews/item.ts'

/** Where campaigns of a tenant lie. */
export function reviewsFolder(tenant: string): string {
  return `tenants/${tenant}/reviews`
}

/** Names of the campaigns of a tenant, in order. */
export function campaignsIn(tree: Tree, tenant: string): readonly string[] {
  const entries = tree.list(reviewsFolder(tenant)) ?? []
  return entries.flatMap(({ name, kind }) => (kind === 'folder' && isName(name) ? [name] : [])).toSorted()
}

/** Whether a word can be the name of a campaign: one that leads out of its folder cannot. */
export function isName(word: string): boolean {
  return /^[a-z0-9][a-z0-9._-]{0,62}-\d{4}-\d{2}-\d{2}$/.test(word)
}

/** The files of a campaign: name -> text. What is no plain file is not among them. */
export function filesOf(tree: Tree, folder: string): ReadonlyMap<string, string> {
  const files = (tree.list(folder) ?? []).filter(({ kind }) => kind === 'file')
  return new Map(
    files.map(({ name }) => [name, Buffer.from(tree.read(`${folder}/${name}`, largestFile)).toString('utf8')]),
  )
}

/** campaign.yaml as roster wrote it; undefined: that is not what it is. Whether it is still as written its hash says. */
export function campaignFrom(path: string, text: string | undefined): Campaign | undefined {
  const { value } = text === undefined ? { value: undefined } : parse(path, text)
  if (!isSpec(value)) return undefined
  const { sheets, population } = value
  if (!Array.isArray(sheets) || !isSpec(population)) return undefined
  // Specs have no prototype, and records are hashed as plain objects. What bears the hash that the ledger has is what roster wrote.
  return JSON.parse(JSON.stringify(value)) as Campaign
}

/** A sheet as somebody left it, and the lines of the file that its properties stand on. */
export interface ReadSheet {
  readonly sheet: Sheet
  readonly lineOf: (line: number, property: 'decision' | 'reason' | 'seen') => number
}

/** Reads a reviewer's file. Anything may have been written there: what is no text counts as text, what is missing as nothing. */
export function sheetFrom(path: string, text: string): ReadSheet | { readonly diagnostics: readonly Diagnostic[] } {
  const { value, diagnostics } = parse(path, text)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) return { diagnostics: errors }
  const { lines, ...top } = isSpec(value) ? value : {}
  const listed = Object.entries(isSpec(lines) ? lines : {})
  const sheet = { ...top, lines: listed.map(([item, line]) => lineFrom(item, isSpec(line) ? line : {})) }
  const at = locator(text)
  return {
    // The seal tells whether what is frozen is all there.
    sheet: sheet as unknown as Sheet,
    lineOf: (line, property) => at(['lines', listed[line]?.[0] ?? '', property], 'value').line,
  }
}

function lineFrom(item: string, spec: Spec): Line {
  const text = (name: string): string => {
    const value = spec[name]
    if (typeof value === 'string') return value
    return value === null || value === undefined ? '' : JSON.stringify(value)
  }
  const marks: unknown = spec['marks']
  return {
    ...spec,
    item,
    person: text('person'),
    name: text('name'),
    has: text('has') as ItemSort,
    id: text('id'),
    where: text('where'),
    marks: Array.isArray(marks) ? marks.map(String) : [],
    path: text('path'),
    since: text('since'),
    peers: text('peers'),
    lastSignIn: text('lastSignIn'),
    seat: text('seat'),
    decision: text('decision').trim(),
    reason: text('reason').trim(),
    seen: text('seen').trim(),
  }
}
