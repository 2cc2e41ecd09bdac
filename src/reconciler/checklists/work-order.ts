import type { ChecklistStep } from '../../language/compile/desired-platforms.ts'
import type { Source } from '../../model/desired.ts'
import { operationId } from '../../model/operation.ts'
import type { PlatformDraft } from '../accounts/contract.ts'
import { nameOf } from '../accounts/contract.ts'
import type { Awaited } from '../accounts/draft.ts'
import type { Desk, Sheet } from './place.ts'
import { stepAddress } from './place.ts'

/** What a person is asked to do for somebody. */
export interface Request {
  readonly sheet: Sheet
  readonly step: string
  readonly title: string
  /** User id of who does it. */
  readonly assignee?: string
  readonly waitingFor: Awaited
  /** Ids of operations that come before. */
  readonly needs: readonly string[]
  readonly effects?: readonly string[]
}

/** A step for a person: it stands in the plan, and is approved and recorded, as everything else. */
export function workOrder(desk: Desk, request: Request): PlatformDraft {
  const { sheet, step, title, assignee, waitingFor, needs, effects = [] } = request
  const { user } = sheet
  const address = stepAddress(desk.desired, sheet, step)
  const whose = assignee === undefined ? '' : ` (${nameOf(desk, assignee)})`
  return {
    id: operationId(address, 'create'),
    address,
    tenant: desk.desired.id,
    directory: 'roster',
    kind: 'workOrder',
    verb: 'create',
    before: null,
    after: { user, step, title, ...(assignee === undefined ? {} : { assignee }) },
    status: 'waiting',
    waitingFor,
    reason: 'declared',
    derived: true,
    summary: `for ${nameOf(desk, user)}: ${title}${whose}`,
    risk: 'low',
    escalation: false,
    sensitive: [],
    needs: needs.toSorted(),
    effects,
    source: sourceFor(desk, sheet),
    reversible: true,
    urgent: false,
  }
}

/** What shows that a step is done is what it waits for. */
export function awaitedFor({ done }: ChecklistStep): Awaited {
  switch (done ?? 'attested') {
    case 'firstLogin':
    case 'active':
      return 'firstLogin'
    case 'mfaEnrolled':
      return 'mfa'
    case 'disabled':
    case 'attested':
      return 'manual'
  }
}

function sourceFor({ desired }: Desk, { checklist, user }: Sheet): Source {
  const person = desired.people.get(user)
  const via = [`checklist:${checklist}`]
  return person === undefined
    ? { file: `tenants/${desired.id}/tenant.yaml`, line: 1, via }
    : { file: person.source.file, line: person.source.line, via }
}
