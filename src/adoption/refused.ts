import type { Diagnostic } from '../model/diagnostic.ts'
import type { Adoption, Names } from './result.ts'

/** No ids at all. */
export const nobody: Names = { users: [], groups: [], departments: [], templates: [] }

/** An import into files that have mistakes: nothing was read, nothing is written. */
export function refusedFor(tenant: string, diagnostics: readonly Diagnostic[]): Adoption {
  const none = { people: 0, groups: 0 }
  return {
    tenant,
    source: '',
    found: none,
    known: none,
    declared: nobody,
    leftAlone: [],
    missing: { users: [], groups: [] },
    atRisk: 0,
    notes: [],
    problems: [],
    diagnostics,
    files: [],
  }
}
