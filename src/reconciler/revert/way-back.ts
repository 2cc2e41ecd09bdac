import type { Operation } from '../../model/operation.ts'
import { parseAddress } from '../../model/address.ts'
import type { Draft } from '../digest.ts'
import type { Body } from '../diff/draft.ts'
import { draft } from '../diff/draft.ts'
import type { World } from '../diff/world.ts'

/** What becomes of one operation that is taken back; all empty: it is so already. */
export interface WayBack {
  readonly operations: readonly Draft[]
  /** What cannot be taken back, or stays, and why. */
  readonly lost: readonly Lost[]
  /** Values that somebody else has changed since: they stay as they are. */
  readonly moved: readonly Lost[]
}

/** Something that a revert leaves as it is. */
export interface Lost {
  /** What it is about, as people call it. */
  readonly what: string
  /** The same for everything that is told together. */
  readonly why: string
}

/** It is as it was before, or gone: nothing is to be done. */
export const already: WayBack = { operations: [], lost: [], moved: [] }

/** It cannot be taken back. */
export function lost(what: string, why: string): WayBack {
  return { ...already, lost: [{ what, why }] }
}

/** How an inverse operation is told; what is not said is as usual. */
export interface Telling {
  readonly summary: string
  readonly effects?: readonly string[]
  /** Set where it gives what is privileged. */
  readonly isPrivileged?: boolean
  /** Why it must not be done; the operation is shown, and blocked. */
  readonly blockedBy?: string
}

/** The operation that takes another one back: it stands where that one stood, and follows from what that one followed from. */
export function inverse(
  world: World,
  { address, derived, source }: Operation,
  body: Body,
  { summary, effects = [], isPrivileged = false, blockedBy }: Telling,
): WayBack {
  const operation = draft(world, parseAddress(address).id, body, {
    summary,
    reason: 'reverted',
    derived,
    source,
    effects,
    ...(isPrivileged ? { risk: 'high' as const, escalation: body.verb === 'grant' } : {}),
    ...(blockedBy === undefined ? {} : { blockedBy }),
  })
  return { ...already, operations: [operation] }
}

/** Several as one. */
export function together(ways: readonly WayBack[]): WayBack {
  return {
    operations: ways.flatMap(({ operations }) => operations),
    lost: ways.flatMap((way) => way.lost),
    moved: ways.flatMap((way) => way.moved),
  }
}
