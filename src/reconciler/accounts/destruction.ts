import type { OperationEffect } from '../../generated/platform.ts'
import type { Source } from '../../model/desired.ts'
import type { Finding } from '../../model/plan.ts'
import { effectAllowed } from '../guard/acknowledge.ts'
import type { Contract, PlatformDraft } from './contract.ts'
import { addressOn, nameOf, placeOf } from './contract.ts'
import { platformDraft } from './draft.ts'
import { savePrefix } from './known.ts'
import { spokenList, spokenWord } from './spoken.ts'

/** An operation on somebody's account, and what the platform's profile says of it. */
export interface Destroying {
  readonly user: string
  readonly verb: 'disable' | 'delete'
  readonly effects: readonly OperationEffect[]
  readonly source: Source
  readonly urgent: boolean
}

/** What holds an operation that erases something: what is said of it, and steps that save what would be gone. */
export interface Destruction {
  readonly blockedBy?: string
  readonly findings: readonly Finding[]
  readonly saving: readonly PlatformDraft[]
}

/** What would be gone for good holds an operation, until each of it is saved, accepted with the leaving, or acknowledged. */
export function destruction(contract: Contract, destroying: Destroying): Destruction {
  const { user, verb, effects } = destroying
  const accepted = contract.desired.people.get(user)?.leaving?.accept ?? []
  const open = effects
    .flatMap(({ destroys = [] }) => destroys)
    .filter(
      (word) =>
        !accepted.includes(word) &&
        !contract.memory.done.has(addressOn(contract, 'workOrder', saveId(word, user))) &&
        effectAllowed(contract.desired.acknowledgements, word, contract.asOf) === undefined,
    )
  if (open.length === 0) return { findings: [], saving: [] }
  const acknowledgements = open.map((word) => `effect: ${word}`).join(', ')
  const message = `to ${verb} the account of ${nameOf(contract, user)} on ${placeOf(contract)} erases ${spokenList(open)} for good. Save what is needed and attest the step of the work order; or write leaving: { accept: [${open.join(', ')}] } at the person, or add an acknowledgement (${acknowledgements}).`
  return {
    blockedBy: `destroys ${open.join(', ')}`,
    findings: [{ slug: 'effect-destroys', scope: addressOn(contract, 'account', user), result: 'warn', message }],
    saving: open.map((word) => saving(contract, destroying, word)),
  }
}

function saveId(word: string, user: string): string {
  return `${savePrefix}${word}/${user}`
}

function saving(contract: Contract, { user, source, urgent }: Destroying, word: string): PlatformDraft {
  const { operator } = contract.subscription.settings
  const title = `Save the ${spokenWord(word)} of ${nameOf(contract, user)} on ${placeOf(contract)}`
  const assignee = operator === undefined ? {} : { assignee: operator }
  return platformDraft(
    contract,
    saveId(word, user),
    {
      kind: 'workOrder',
      verb: 'create',
      before: null,
      after: { user, step: `${savePrefix}${word}`, title, ...assignee },
    },
    {
      summary: `${title}, before they are erased for good`.replace(/^S/, 's'),
      source,
      derived: true,
      urgent,
    },
  )
}
