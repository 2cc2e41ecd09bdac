import { grouped } from '../../model/grouped.ts'
import { count } from '../count.ts'
import { longestSentence, sentence } from '../markdown.ts'
import { mustStay, sorts, type Fact, type Sort } from './facts.ts'
import type { Apart, Folded } from './folded.ts'
import { withoutEnd } from './dialect.ts'
import { factLine, listed, section, signed, type FactStyle } from './pieces.ts'
import type { Rung } from './rung.ts'
import type { TenantNames } from './tenant-names.ts'

const titles: Readonly<Record<Sort, string>> = {
  privileged: 'Privileged: look here first',
  lost: 'Lost',
  gained: 'Gained',
  changed: 'Changed',
}

/** More lines than this of what is gained or changed fold away. */
const many = 12

/** How changes are told. */
export interface ChangeStyle extends FactStyle {
  readonly rung: Rung
  readonly names: TenantNames
}

/** What must not be left out, folded; worked out when it is first asked for. */
export type FoldedBy = (apart: Apart) => readonly Folded[]

/** What changes: line by line, and folded. */
export interface Changes {
  readonly facts: readonly Fact[]
  readonly folded: FoldedBy
}

/** What people and accounts gain and lose, what is privileged first, then losses. */
export function changes({ facts, folded }: Changes, style: ChangeStyle): readonly string[] {
  const { losses } = style.rung
  const title = 'What is gained and lost'
  if (losses !== 'lines') return section(title, withoutEnd(foldedLines(folded, style)))
  const bySort = grouped(facts, ({ sort }) => sort)
  const parts = sorts.flatMap((sort) => {
    const ones = bySort.get(sort) ?? []
    if (ones.length === 0) return []
    if (!style.rung.everything && !mustStay({ sort }))
      return [`**${titles[sort]}:** ${count(ones.length, 'line')}, not shown here`, '']
    return listOf(sort, ones, style)
  })
  return section(title, withoutEnd(parts))
}

function listOf(sort: Sort, facts: readonly Fact[], style: FactStyle): readonly string[] {
  const lines = facts.map((fact) => factLine(fact, style))
  if (mustStay({ sort }) || lines.length <= many) return [`**${titles[sort]}**`, '', ...lines, '']
  return style.dialect.folded(`<b>${titles[sort]}</b>: ${count(lines.length, 'line')}`, lines)
}

function foldedLines(folded: FoldedBy, style: ChangeStyle): readonly string[] {
  const { rung, names, dialect } = style
  const bySort = grouped(folded(rung.losses === 'byCause' ? 'byCause' : 'byKind'), ({ sort }) => sort)
  return sorts.flatMap((sort) => {
    const ones = bySort.get(sort) ?? []
    if (ones.length === 0) return []
    const isNamed = rung.names === 'all' || (rung.names === 'privileged' && sort === 'privileged')
    const lines = ones.map(({ sign, words, tenants, people }) => {
      const who = isNamed && people.length > 1 ? listed(people, { noun: 'name', lead: ': ', dialect }) : ''
      return `- ${signed(sign)} ${sentence(words)} · ${names(tenants)}${who}`
    })
    return [`**${titles[sort]}**`, '', ...lines, '']
  })
}

/** Fewer characters than this the changes cannot have on a step: what their words alone come to. */
export function leastOf(rung: Rung, { facts, folded }: Changes): number {
  const { losses, everything } = rung
  const words =
    losses === 'lines'
      ? facts.filter((fact) => everything || mustStay(fact)).map(({ line }) => line.words)
      : folded(losses === 'byCause' ? 'byCause' : 'byKind').map((one) => one.words)
  return words.reduce((sum, each) => sum + Math.min(each.length, longestSentence), 0)
}
