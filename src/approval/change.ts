import type { Operation } from '../model/operation.ts'
import type { AccessGroupChange, CalendarEntry, Finding } from '../model/plan.ts'

/** What a request would do, in one tenant or in several. */
export interface Change {
  readonly operations: readonly Operation[]
  /** Who gets another id in the plan of the moment, as `<tenant>/<user>`: now -> before. */
  readonly renamed: ReadonlyMap<string, string>
  readonly access: readonly AccessGroupChange[]
  readonly findings: readonly Finding[]
  /** It was critical when it was shown, whatever the plan of the moment says. */
  readonly wasCritical?: true
  /** What time will bring, as far as the plan of the moment shows it. */
  readonly calendar: readonly Pick<CalendarEntry, 'tenant' | 'address' | 'event'>[]
  /** Fingerprints of what waits and of what time will bring. */
  readonly standing: readonly string[]
  /** Ids of the people in a group of a tenant, directly or by way of a group in it. */
  readonly insiders: (tenant: string, group: string) => readonly string[]
}

/** Whether there is anything to agree to. */
export function isEmpty({ operations, access, standing }: Change): boolean {
  return operations.length + access.length + standing.length === 0
}
