import type { Address } from '../../model/address.ts'
import type { AnyVerb } from '../../model/kind.ts'
import type { Operation, Risk } from '../../model/operation.ts'
import { operationId } from '../../model/operation.ts'
import type { Desk, Turn } from './turn.ts'
import { sourceOf, summaryOf } from './turn.ts'

type Shared = Omit<Operation, 'kind' | 'verb' | 'before' | 'after' | 'fingerprint'>

/** What is to be said of an operation that no directory carries out. */
interface Saying {
  readonly address: Address
  readonly verb: AnyVerb
  readonly place: string
  readonly what: string
  readonly risk: Risk
  readonly blockedBy?: string | undefined
  readonly waitingFor?: string
}

/** The part of an operation that all have in common, for what an action asks of a platform or of a mail server. */
export function outside({ desired }: Desk, { action }: Turn, saying: Saying): Shared {
  const { address, verb, place, what, risk, blockedBy, waitingFor } = saying
  const standing: Pick<Shared, 'status' | 'blockedBy' | 'waitingFor'> =
    blockedBy !== undefined
      ? { status: 'blocked', blockedBy }
      : waitingFor !== undefined
        ? { status: 'waiting', waitingFor }
        : { status: 'planned' }
  return {
    id: operationId(address, verb),
    address,
    tenant: desired.id,
    directory: place,
    ...standing,
    reason: 'declared',
    derived: true,
    summary: summaryOf(what, [action]),
    risk,
    escalation: false,
    sensitive: [],
    needs: [],
    effects: [],
    source: sourceOf(action),
    reversible: false,
    urgent: false,
  }
}
