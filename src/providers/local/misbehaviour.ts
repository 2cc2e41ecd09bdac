import { appendFileSync, statSync } from 'node:fs'

import type { ObjectKind } from '../../model/kind.ts'
import type { FaultClass } from '../../model/outcome.ts'

/**
 * What the file tells the directory to do wrong, so that tests and the documentation can drive it from outside.
 * Calls are counted by the directory, not by the process: in `<file>.reads` and `<file>.writes`, one byte a call.
 */
export interface Misbehaviour {
  /** Entries a page; 1,000 without. */
  readonly pageSize?: number
  /** The listing of one kind breaks off where this page (from 1) would begin. */
  readonly cut?: { readonly kind: ObjectKind; readonly page: number }
  /** Answers as if it held nothing, and says that this is complete. */
  readonly empty?: boolean
  /** This many of a hundred entries are simply not there, as under a right that hides them. */
  readonly hidePercent?: number
  /** Attributes that cannot be read, on any object; `members` for those of groups. */
  readonly unreadable?: readonly string[]
  /** The first so many calls are turned away. */
  readonly throttle?: { readonly reads?: number; readonly writes?: number; readonly retryAfterMs: number }
  /** The n-th write (from 1) fails: before, nothing happened; after, it happened and the answer was lost. */
  readonly fail?: { readonly write: number; readonly when: 'before' | 'after'; readonly class?: FaultClass }
  /** The process is killed (SIGKILL) at the n-th write. */
  readonly kill?: { readonly write: number; readonly when: 'before' | 'after' }
  /** Writes become visible to readers only after so many further reads. */
  readonly lagReads?: number
  /** Attribute values are kept in lower case, and compared without regard to it. */
  readonly foldCase?: boolean
  /** Writes are answered as done, and nothing is done. */
  readonly ignoreWrites?: boolean
  /** `kind.verb` -> why it cannot. */
  readonly cannot?: Readonly<Record<string, string>>
}

/** Counts one more call, and says the how-manieth it is; 0 where nothing misbehaves (a plan then leaves no trace at all). */
export function count(faults: Misbehaviour | undefined, file: string, what: 'reads' | 'writes'): number {
  if (faults === undefined || !counts(faults, what)) return 0
  appendFileSync(`${file}.${what}`, '.')
  return statSync(`${file}.${what}`).size
}

function counts(faults: Misbehaviour, what: 'reads' | 'writes'): boolean {
  return what === 'reads'
    ? faults.lagReads !== undefined || faults.throttle?.reads !== undefined
    : faults.throttle?.writes !== undefined || faults.fail !== undefined || faults.kill !== undefined
}

/** How many calls were counted so far. */
export function counted(file: string, what: 'reads' | 'writes'): number {
  return statSync(`${file}.${what}`, { throwIfNoEntry: false })?.size ?? 0
}

/** Whether a right hides this entry: always the same ones. */
export function isHidden(faults: Misbehaviour | undefined, id: string): boolean {
  if (faults?.hidePercent === undefined) return false
  let hash = 2166136261
  for (let index = 0; index < id.length; index += 1) hash = Math.imul(hash ^ id.charCodeAt(index), 16777619)
  return ((hash >>> 0) % 1000) / 10 < faults.hidePercent
}

/** Ends this very process as kill -9 would. */
export function killIfDue(faults: Misbehaviour | undefined, write: number, when: 'before' | 'after'): void {
  if (faults?.kill?.write === write && faults.kill.when === when) process.kill(process.pid, 'SIGKILL')
}
