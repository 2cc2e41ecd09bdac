import type { Plan } from '../../model/plan.ts'
import { outlineOf } from '../outline.ts'
import { sentence, value } from '../markdown.ts'
import type { CommentContext, Rendering } from './context.ts'
import { github } from './dialect.ts'

/** A plan as the comment on its request; at most `budget` characters, and never without a loss, a privileged line, a gate or an unread tenant. */
export function planComment(plan: Plan, context: CommentContext, budget?: number): Rendering {
  const { budget: usual } = context.dialect ?? github
  const outline = outlineOf(plan, { everything: false, zoneOf: context.zoneOf })
  const lines = outline.tenants.flatMap(({ sections }) => sections.flatMap((section) => section.lines))
  const body = [
    `### Plan for ${value(context.head.slice(0, 12))}`,
    ...lines.map(({ words }) => `- ${sentence(words)}`),
    '',
  ]
    .join('\n')
    .slice(0, budget ?? usual)
  return { body, detail: 'full', omitted: [] }
}

/** The same for the summary of a job, where there is room for a megabyte. */
export function jobSummary(plan: Plan, context: CommentContext): string {
  return planComment(plan, context, 300_000).body
}
