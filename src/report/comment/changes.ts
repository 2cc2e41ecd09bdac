import type { Plan } from '../../model/plan.ts'
import { grouped } from '../../model/grouped.ts'
import { count } from '../count.ts'
import { sentence } from '../markdown.ts'
import { mustStay, sorts, type Fact, type Sort } from './facts.ts'
import { foldedAcross } from './folded.ts'
import { factLine, section, signed, type FactStyle } from './pieces.ts'
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

/** What people and accounts gain and lose, what is privileged first, then losses. */
export function changes(
  plan: Plan,
  facts: readonly Fact[],
  style: FactStyle & { readonly rung: Rung; readonly names: TenantNames },
): readonly string[] {
  const { losses } = style.rung
  const title = 'What is gained and lost'
  if (losses !== 'lines')
    return section(title, foldedLines(plan, losses === 'byCause' ? 'byCause' : 'byKind', style.names))
  const bySort = grouped(facts, ({ sort }) => sort)
  const parts = sorts.flatMap((sort) => {
    const ones = bySort.get(sort) ?? []
    if (ones.length === 0) return []
    if (!style.rung.everything && !mustStay({ sort }))
      return [`**${titles[sort]}:** ${count(ones.length, 'line')}, not shown here`, '']
    return listOf(sort, ones, style)
  })
  return section(title, parts.at(-1) === '' ? parts.slice(0, -1) : parts)
}

function listOf(sort: Sort, facts: readonly Fact[], style: FactStyle): readonly string[] {
  const lines = facts.map((fact) => factLine(fact, style))
  if (mustStay({ sort }) || lines.length <= many) return [`**${titles[sort]}**`, '', ...lines, '']
  return style.dialect.folded(`<b>${titles[sort]}</b>: ${count(lines.length, 'line')}`, lines)
}

function foldedLines(plan: Plan, apart: 'byCause' | 'byKind', names: TenantNames): readonly string[] {
  const bySort = grouped(foldedAcross(plan, apart), ({ sort }) => sort)
  return sorts.flatMap((sort) => {
    const ones = bySort.get(sort) ?? []
    if (ones.length === 0) return []
    const lines = ones.map(({ sign, words, tenants }) => `- ${signed(sign)} ${sentence(words)} · ${names(tenants)}`)
    return [`**${titles[sort]}**`, '', ...lines, '']
  })
}
