import { operationId } from '../../model/operation.ts'
import type { Reason, Risk } from '../../model/operation.ts'
import type { Source } from '../../model/desired.ts'
import type { Address } from '../../model/address.ts'
import type { PlatformVerb, Verb } from '../../model/kind.ts'
import type { Draft } from '../digest.ts'
import type { World } from './world.ts'
import { addressIn, cannot } from './world.ts'

/** The part of an operation that depends on what it does: kind, verb, before, after. */
export type Body = BodyOf<Draft>
/** The same of other operations. */
export type BodyOf<T> = T extends { kind: unknown; verb: unknown; before: unknown; after: unknown }
  ? Pick<T, 'kind' | 'verb' | 'before' | 'after'>
  : never

/** Why an operation stands in the plan, for the people who read it. */
export interface Why {
  readonly summary: string
  readonly reason: Reason
  readonly derived: boolean
  readonly source: Source
  readonly risk?: Risk
  readonly escalation?: boolean
  readonly needs?: readonly string[]
  readonly effects?: readonly string[]
  readonly urgent?: boolean
  readonly reversible?: boolean
  readonly previousAddress?: Address
  /** Set where somebody must decide first: the reason. */
  readonly blockedBy?: string
  /** Set where something else has to happen first, outside the plan; what is blocked does not wait. */
  readonly waitingFor?: 'sync'
}

/** Puts an operation together; what the directory cannot be asked for is blocked, with the reason. */
export function draft(world: World, id: string, body: Body, why: Why): Draft {
  const address = addressIn(world, body.kind, id)
  const blockedBy = why.blockedBy ?? cannot(world, body.kind, body.verb)
  return {
    id: operationId(address, body.verb),
    address,
    ...(why.previousAddress === undefined ? {} : { previousAddress: why.previousAddress }),
    tenant: world.desired.id,
    directory: world.directory.id,
    ...body,
    ...standing(blockedBy, why.waitingFor),
    reason: why.reason,
    derived: why.derived,
    summary: why.summary,
    risk: why.risk ?? usualRisk(body.verb),
    escalation: why.escalation ?? false,
    sensitive: [],
    needs: (why.needs ?? []).toSorted(),
    effects: why.effects ?? [],
    source: why.source,
    reversible: why.reversible ?? body.verb !== 'delete',
    urgent: why.urgent ?? false,
  }
}

type Held = Pick<Draft, 'status' | 'blockedBy' | 'waitingFor'>

function standing(blockedBy: string | undefined, waitingFor: string | undefined): Held {
  if (blockedBy !== undefined) return { status: 'blocked', blockedBy }
  return waitingFor === undefined ? { status: 'planned' } : { status: 'waiting', waitingFor }
}

/** The same operation, coming after others too. */
export function needing<T extends { readonly needs: readonly string[] }>(operation: T, more: readonly string[]): T {
  return { ...operation, needs: [...new Set([...operation.needs, ...more])].toSorted() }
}

/** The risk that an operation has by what it does. */
export function usualRisk(verb: Verb | PlatformVerb): Risk {
  switch (verb) {
    case 'create':
    case 'invite':
    case 'update':
    case 'grant':
      return 'low'
    case 'rename':
    case 'revoke':
    case 'enable':
    case 'restore':
    case 'revokeSessions':
      return 'medium'
    case 'disable':
    case 'delete':
    case 'resetPassword':
      return 'high'
    case 'purchase':
    case 'release':
      return 'medium'
  }
}
