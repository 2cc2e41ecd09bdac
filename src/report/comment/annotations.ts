import { inFileOrder } from '../../model/diagnostic.ts'
import type { Plan } from '../../model/plan.ts'

/** A line of a file that something is said of; plain text. */
export interface Annotation {
  readonly path: string
  readonly line: number
  readonly level: 'notice' | 'warning' | 'failure'
  readonly message: string
}

/** What a plan says of lines of files. */
export function annotationsOf(plan: Plan): readonly Annotation[] {
  return inFileOrder(plan.diagnostics).map(({ file, line, severity, message }) => ({
    path: file,
    line,
    level: severity === 'error' ? 'failure' : 'warning',
    message,
  }))
}
