import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'

/** What one organisation asks for, as plain sets of words; told apart without regard to case, as GitHub does. */
export interface Tree {
  readonly people: ReadonlySet<string>
  /** Teams, and `<team>/maintainers` where a team has any. */
  readonly groups: ReadonlySet<string>
  /** `<group> <person>`, or `<group> @<group>` for one inside another. */
  readonly pairs: ReadonlySet<string>
}

/** A key may stand there with nothing after it. */
interface Team {
  readonly members?: readonly string[] | null
  readonly maintainers?: readonly string[] | null
  readonly teams?: Readonly<Record<string, Team>> | null
}

interface Page {
  readonly admins?: readonly string[]
  readonly members?: readonly string[]
  readonly teams?: Readonly<Record<string, Team>>
}

/** Reads the YAML of every organisation of a day anew, with nothing of the converter's or of roster's. */
export function treesOf(snapshot: string): ReadonlyMap<string, Tree> {
  const folders = readdirSync(snapshot, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return new Map(folders.map(({ name }) => [name, treeOf(join(snapshot, name))]))
}

function treeOf(folder: string): Tree {
  const people = new Set<string>()
  const groups = new Set<string>()
  const pairs = new Set<string>()
  const take = (name: string, written: Team): void => {
    const team = name.toLowerCase()
    const [members, maintainers] = [written.members ?? [], written.maintainers ?? []]
    groups.add(team)
    for (const handle of members) pairs.add(`${team} ${handle.toLowerCase()}`)
    for (const handle of maintainers) pairs.add(`${team}/maintainers ${handle.toLowerCase()}`)
    if (maintainers.length > 0) {
      groups.add(`${team}/maintainers`)
      pairs.add(`${team} @${team}/maintainers`)
    }
    for (const [child, nested] of Object.entries(written.teams ?? {})) {
      pairs.add(`${team} @${child.toLowerCase()}`)
      take(child, nested)
    }
  }
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.yaml')) continue
    const page = load(readFileSync(join(folder, file), 'utf8')) as Page
    for (const handle of [...(page.admins ?? []), ...(page.members ?? [])]) people.add(handle.toLowerCase())
    for (const [name, team] of Object.entries(page.teams ?? {})) take(name, team)
  }
  return { people, groups, pairs }
}

/** The counts of a plan, by what happens. */
export interface Counts {
  readonly create: number
  readonly grant: number
  readonly revoke: number
  readonly disable: number
  readonly delete: number
}

const empty: Tree = { people: new Set(), groups: new Set(), pairs: new Set() }

/** What has to happen for an organisation to become what it is a month later. */
export function comparison(before: Tree = empty, after: Tree = empty): Counts {
  return {
    create: missing(after.people, before.people).length + missing(after.groups, before.groups).length,
    grant: missing(after.pairs, before.pairs).length,
    // A group that goes is emptied first.
    revoke: missing(before.pairs, after.pairs).length,
    disable: missing(before.people, after.people).length,
    delete: missing(before.groups, after.groups).length,
  }
}

function missing(from: ReadonlySet<string>, inside: ReadonlySet<string>): string[] {
  return [...from].filter((word) => !inside.has(word))
}

/** So many people who are in a team in both months, always the same ones, in no order that a program would know. */
export function chosen(count: number, before: Tree, after: Tree): readonly string[] {
  const teamed = (tree: Tree): ReadonlySet<string> =>
    new Set([...tree.pairs].map((pair) => pair.slice(pair.indexOf(' ') + 1)))
  const [then, now] = [teamed(before), teamed(after)]
  const stayed = [...now].filter((handle) => !handle.startsWith('@') && then.has(handle))
  const mark = (handle: string): string => createHash('sha256').update(`seed 3 ${handle}`).digest('hex')
  return stayed.toSorted((a, b) => (mark(a) < mark(b) ? -1 : 1)).slice(0, count)
}
