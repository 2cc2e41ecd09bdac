import { lintRules } from '../../src/access/lint-rules.ts'
import { loadRules } from '../../src/language/load/rules.ts'
import { validateRules } from '../../src/language/validate/rules.ts'
import { findingRules } from '../../src/reconciler/rules.ts'
import { seatRules } from '../../src/reconciler/seats/rules.ts'
import type { Section } from './diagnostics.ts'

/** The rules of docs/diagnostics.md, in the order of the page. */
export const sections: readonly Section[] = [
  {
    title: 'Reading files',
    words: 'Files are YAML 1.2 of a strict kind: what could be read in two ways is refused.',
    rules: loadRules,
  },
  {
    title: 'The language',
    words: 'What a file says has the form of its schema, and every name in it leads somewhere.',
    rules: validateRules,
  },
  {
    title: 'Plans',
    words:
      'What a plan finds: gates, and what it could not believe, read or adopt. Findings stand in the plan and in its JSON.',
    rules: { ...findingRules, ...seatRules },
  },
  {
    title: 'Least privilege',
    words:
      'What `roster lint` finds: who has more than is needed, and what should be otherwise. An acknowledgement with `lint:` and its name lifts a finding.',
    rules: unlike(lintRules, findingRules),
  },
]

/** What a plan finds under the same name has its entry there. */
function unlike(rules: Section['rules'], others: Section['rules']): Section['rules'] {
  return Object.fromEntries(Object.entries(rules).filter(([slug]) => !Object.hasOwn(others, slug)))
}
