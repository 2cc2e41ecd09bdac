import type { DesiredAction } from '../../language/compile/desired-platforms.ts'
import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import type { Person, Source } from '../../model/desired.ts'
import type { AnyDraft } from '../digest.ts'
import { displayName } from '../diff/called.ts'
import type { World } from '../diff/world.ts'
import type { Memory } from '../memory.ts'
import type { Deed } from './deeds.ts'
import { isOver } from './deeds.ts'

/** Everything that actions are worked out from. */
export interface Desk {
  readonly desired: DesiredTenant
  readonly worlds: readonly World[]
  readonly memory: Memory
  /** What is planned besides. */
  readonly operations: readonly AnyDraft[]
}

/** One person's turn in one action. */
export interface Turn {
  readonly action: DesiredAction
  readonly person: Person
}

/** What a turn comes to: operations, or why nothing is done. Neither: the action is over for this person. */
export interface Come {
  readonly operations: readonly AnyDraft[]
  readonly skipped?: string
}

/** The action had its turn with this person before. */
export const over: Come = { operations: [] }

/** Nothing is done for this person now, for a reason in a few words. */
export function skipped(why: string): Come {
  return { operations: [], skipped: why }
}

/** Whether the action did this for the person already. */
export function isOverFor({ memory }: Desk, { action, person }: Turn, deed: Deed): boolean {
  return isOver(memory.deeds, action.id, { ids: [person.id, person.previousId], ...deed })
}

/** «Ana Li gets a new password in ad (reset-desk-2026-12: shared password found)». */
export function summaryOf(what: string, actions: readonly DesiredAction[]): string {
  return `${what} (${actions.map(({ id, reason }) => `${id}: ${reason}`).join('; ')})`
}

/** Where an action stands. */
export function sourceOf({ id, source }: DesiredAction): Source {
  return { file: source.file, line: source.line, via: [`action:${id}`] }
}

/** How the person of a turn is called. */
export function calledIn({ person }: Turn): string {
  return displayName(person)
}
