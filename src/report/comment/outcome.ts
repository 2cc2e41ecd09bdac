import type { ApplyReport } from '../../reconciler/run.ts'
import { sentence, value } from '../markdown.ts'
import type { OutcomeContext, Rendering } from './context.ts'

/** What an apply did, for the comment of the request that asked for it. */
export function outcomeComment(report: ApplyReport, context: OutcomeContext): Rendering {
  const lines = report.tenants.map(({ tenant, held }) => `- ${value(tenant)}: ${sentence(held ?? 'done')}`)
  const body = [`### Applied ${value(context.merge.slice(0, 12))}`, '', ...lines, ''].join('\n')
  return { body, detail: 'full', omitted: [] }
}

/** The issue about what failed or was held; undefined: everything was done. */
export function failureIssue(
  report: ApplyReport,
  context: OutcomeContext,
): { readonly title: string; readonly body: string } | undefined {
  const failed = report.tenants.filter(({ exitCode }) => exitCode !== 0)
  if (failed.length === 0) return undefined
  return { title: 'roster: apply is not finished', body: `${value(context.resumeCommand)}\n` }
}
