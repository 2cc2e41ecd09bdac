import type { Platform } from '../../generated/platform.ts'
import { accessProblems } from './platform-access.ts'
import { accountProblems } from './platform-accounts.ts'
import { wordProblems } from './platform-exports.ts'
import { levelProblems } from './platform-levels.ts'
import { nameProblems } from './platform-names.ts'
import type { PlatformProblem } from './platform-problem.ts'
import { seatProblems } from './platform-seats.ts'
import { tierProblems } from './platform-tiers.ts'

/** What is wrong with a profile beyond its form: names that lead nowhere, levels out of order, circles, contradictions. */
export function platformProblems(spec: Platform): readonly PlatformProblem[] {
  return [
    ...nameProblems(spec),
    ...levelProblems(spec),
    ...accountProblems(spec),
    ...accessProblems(spec),
    ...tierProblems(spec),
    ...wordProblems(spec),
    ...seatProblems(spec),
  ]
}
