import type { Platform } from '../../generated/platform.ts'
import type { Problem } from './problem.ts'

/** What is wrong with a profile beyond its form. */
export function platformProblems(_spec: Platform): readonly Omit<Problem, 'file'>[] {
  return []
}
