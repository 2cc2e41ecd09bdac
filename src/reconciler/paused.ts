import type { Finding } from '../model/plan.ts'
import type { Run, Settled } from './run.ts'

const mark = 'paused: '

/** How it is said that nothing is begun because somebody pressed the stop button. */
export function pausedFor(reason: string): string {
  return `${mark}${reason}`
}

/** Why a run of operations was stopped by the stop button, if it was. */
export function pausedAt(settled: readonly Settled[]): string | undefined {
  const held = settled.find(({ outcome }) => outcome.status === 'skipped' && outcome.detail.startsWith(mark))
  return held === undefined || !('detail' in held.outcome) ? undefined : held.outcome.detail
}

/** Tells whoever reads a plan that it would not be applied for now. */
export function pausedFinding({ paused }: Run, tenant: string): readonly Finding[] {
  const why = paused?.(tenant)
  if (why === undefined) return []
  return [
    {
      slug: 'paused',
      scope: tenant,
      result: 'warn',
      message: `${tenant} is paused: ${why}. Nothing is applied until that is taken back.`,
    },
  ]
}
