import type { AccessRoute } from '../../access/access.ts'
import type { Source } from '../../model/desired.ts'
import type { PlatformKind, PlatformVerb } from '../../model/kind.ts'
import type { Reason, Risk } from '../../model/operation.ts'
import { operationId } from '../../model/operation.ts'
import type { BodyOf } from '../diff/draft.ts'
import { usualRisk } from '../diff/draft.ts'
import type { Contract, PlatformDraft } from './contract.ts'
import { addressOn } from './contract.ts'

/** The part of an operation that depends on what it does: kind, verb, before, after. */
export type PlatformBody = BodyOf<PlatformDraft>

/** Why an operation stands in the plan, and what it waits for, for the people who read it. */
export interface PlatformWhy {
  readonly summary: string
  readonly source: Source
  readonly reason?: Reason
  readonly derived?: boolean
  readonly risk?: Risk
  readonly escalation?: boolean
  readonly needs?: readonly (string | undefined)[]
  readonly effects?: readonly string[]
  readonly urgent?: boolean
  readonly reversible?: boolean
  /** The first thing it waits for; not there: only for somebody to do it. */
  readonly waitingFor?: Awaited
  readonly blockedBy?: string
}

/** What an operation on a platform waits for. `manual`: for somebody to do it. */
export type Awaited = 'verification' | 'firstLogin' | 'mfa' | 'manual'

/** An operation on the platform of a contract. None is carried out by roster: at last each waits for somebody to do it. */
export function platformDraft(contract: Contract, id: string, body: PlatformBody, why: PlatformWhy): PlatformDraft {
  const address = addressOn(contract, body.kind, id)
  const blockedBy = why.blockedBy ?? undelivered(contract)
  return {
    id: operationId(address, body.verb),
    address,
    tenant: contract.desired.id,
    directory: contract.subscription.id,
    ...body,
    ...(blockedBy === undefined
      ? { status: 'waiting', waitingFor: why.waitingFor ?? 'manual' }
      : { status: 'blocked', blockedBy }),
    reason: why.reason ?? 'declared',
    derived: why.derived ?? false,
    summary: why.summary,
    risk: why.risk ?? usualRisk(body.verb),
    escalation: why.escalation ?? false,
    sensitive: [],
    needs: (why.needs ?? []).filter((need) => need !== undefined).toSorted(),
    effects: why.effects ?? [],
    source: { file: why.source.file, line: why.source.line, via: why.source.via },
    reversible: why.reversible ?? body.verb !== 'delete',
    urgent: why.urgent ?? false,
  }
}

/** Whether an account follows from something else than a line of the person, and the word for why it is there. */
export function routeReason(
  route: AccessRoute,
  started: boolean,
): { readonly reason: Reason; readonly derived: boolean } {
  if (started) return { reason: 'started', derived: true }
  return route === 'own' ? { reason: 'declared', derived: false } : { reason: 'template', derived: true }
}

/** The id that an operation on something of this contract has. */
export function idOn(contract: Contract, kind: PlatformKind, id: string, verb: PlatformVerb): string {
  return operationId(addressOn(contract, kind, id), verb)
}

function undelivered({ subscription }: Contract): string | undefined {
  const { delivery, rules } = subscription
  const can = rules.capabilities?.deliveries
  if (can !== undefined && !can.includes(delivery))
    return `${rules.name} has no delivery ${delivery}: it has ${can.join(', ')}`
  return delivery === 'scim' ? `roster does not speak SCIM with ${rules.name}: set delivery: manual` : undefined
}
