import type { AccessGroupChange, Plan } from '../../model/plan.ts'
import { causeWords } from '../access.ts'
import { count, some } from '../count.ts'
import { clipped, markdownTable, sentence, value } from '../markdown.ts'
import { printable } from '../printable.ts'
import type { Dialect } from './dialect.ts'

/** More edges than this nobody follows; renderers stop at 500. */
const mostEdges = 60
const mostRows = 100

/** Which line gives or takes access, to and from whom, on what: drawn where that is small enough, else as a table. */
export function accessPaths({ access }: Plan, dialect: Dialect): readonly string[] {
  if (access.groups.length === 0) return []
  const drawn = drawing(access.groups)
  if (drawn.edges <= mostEdges && drawn.text.length <= dialect.diagram)
    return dialect.folded('Access paths', ['```mermaid', drawn.text, '```'])
  const rest = access.groups.length - mostRows
  return dialect.folded('Access paths', [
    ...markdownTable(['cause', 'who', 'what'], access.groups.slice(0, mostRows).map(cells)),
    ...(rest > 0 ? ['', `and ${count(rest, 'path')} more`] : []),
  ])
}

function drawing(groups: readonly AccessGroupChange[]): { readonly text: string; readonly edges: number } {
  const ids = new Map<string, string>()
  const nodes: string[] = []
  const node = (name: string, shape: (label: string) => string): string => {
    const known = ids.get(name)
    if (known !== undefined) return known
    const id = `n${ids.size + 1}`
    ids.set(name, id)
    nodes.push(`  ${id}${shape(label(name))}`)
    return id
  }
  const edges = new Set(groups.flatMap((group, at) => edgesOf(group, at, node)))
  return { text: ['flowchart LR', ...nodes, ...edges].join('\n'), edges: edges.size }
}

type Node = (name: string, shape: (label: string) => string) => string

/** The line of a file, the people, and each thing; what is lost is dotted. */
function edgesOf(group: AccessGroupChange, at: number, node: Node): readonly string[] {
  const cause = node(causeOf(group), (text) => `["${text}"]`)
  // Two groups of as many people are not the same people.
  const people = node(`${peopleOf(group)}${' '.repeat(at)}`, (text) => `("${text}")`)
  const arrow = group.change === 'gained' ? '-->' : '-.->'
  const things = thingsOf(group).map((thing) => node(thing, (text) => `[["${text}"]]`))
  return [`  ${cause} ${arrow} ${people}`, ...things.map((thing) => `  ${people} ${arrow} ${thing}`)]
}

function cells(group: AccessGroupChange): readonly string[] {
  const sign = group.change === 'gained' ? '+' : '−'
  return [value(causeOf(group)), `${value(sign)} ${value(peopleOf(group))}`, sentence(some(thingsOf(group), 6))]
}

function causeOf({ cause, source, tenant }: AccessGroupChange): string {
  const place = source.file === '' ? tenant : `${source.file}:${source.line}`
  return `${causeWords[cause]}, ${place}`
}

function peopleOf({ users }: AccessGroupChange): string {
  return users.length <= 3 ? users.join(', ') : count(users.length, 'person')
}

function thingsOf({ platform, entities }: AccessGroupChange): readonly string[] {
  return entities === 'everywhere' ? [`${platform}: everywhere`] : entities.map((entity) => `${platform}: ${entity}`)
}

/** Letters, figures and blanks stay; all else is shown by number, as Mermaid writes it. */
function label(text: string): string {
  return clipped(printable(text.replaceAll(/\s+/g, ' ').trim()), 60).replaceAll(
    /[^\p{L}\p{N}\p{M} ,]/gu,
    (character) => `#${character.codePointAt(0) ?? 0};`,
  )
}
