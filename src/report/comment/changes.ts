import type { Plan } from '../../model/plan.ts'
import { grouped } from '../../model/grouped.ts'
import { count } from '../count.ts'
import { sentence } from '../markdown.ts'
import { mustStay, sorts, type Fact, type Sort } from './facts.ts'
import { foldedAcross } from './folded.ts'
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

/** What people and accounts gain and lose, what is privileged first, then losses. */
export function changes(plan: Plan, facts: readonly Fact[], style: ChangeStyle): readonly string[] {
  const { losses } = style.rung
  const title = 'What is gained and lost'
  if (losses !== 'lines') return section(title, withoutEnd(foldedLines(plan, style)))
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

function foldedLines(plan: Plan, style: ChangeStyle): readonly string[] {
  const { rung, names, dialect } = style
  const bySort = grouped(foldedAcross(plan, rung.losses === 'byCause' ? 'byCause' : 'byKind'), ({ sort }) => sort)
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
