import { lostAtCreation, stepToSet } from '../work-orders/drops.ts'
import { valuesOf } from '../work-orders/filled.ts'
import type { Contract, PlatformDraft } from './contract.ts'
import { addressOn, knownOn, nameOf, placeOf, rememberedOn } from './contract.ts'
import { platformDraft } from './draft.ts'
import { spokenWord } from './spoken.ts'
import { standingOf } from './standing.ts'

/** What people lose on the way to a platform is set again by somebody: a step for each person and each thing, once they are there. */
export function followUps(contract: Contract, operations: readonly PlatformDraft[]): readonly PlatformDraft[] {
  const coming = operations.flatMap((operation) => {
    if (operation.kind !== 'account' || operation.verb !== 'create') return []
    const { after, id } = operation
    return lostAtCreation(contract, after).map((word) => setting(contract, { user: after.user, word, needs: [id] }))
  })
  return [...coming, ...stillToSet(contract)].flatMap((step) => step ?? [])
}

/** What was lost when they were made and nobody has set yet, for those who are still there. */
function stillToSet(contract: Contract): readonly (PlatformDraft | undefined)[] {
  return knownOn(contract).flatMap((user) => {
    const standing = standingOf(rememberedOn(contract, user)?.account)
    if (standing === 'disabled' || standing === 'softDeleted') return []
    const words = contract.memory.dropped.get(addressOn(contract, 'account', user)) ?? []
    return words.map((word) => setting(contract, { user, word, needs: [] }))
  })
}

interface Lost {
  readonly user: string
  readonly word: string
  readonly needs: readonly string[]
}

/** Nothing where the files do not say any more what it should be. */
function setting(contract: Contract, { user, word, needs }: Lost): PlatformDraft | undefined {
  const person = contract.desired.people.get(user)
  const value = person === undefined ? undefined : valuesOf(person).get(word)
  if (person === undefined || value === undefined) return undefined
  const { operator } = contract.subscription.settings
  const title = `Set the ${spokenWord(word)} of ${nameOf(contract, user)} on ${placeOf(contract)}: ${value}`
  const assignee = operator === undefined ? {} : { assignee: operator }
  const step = stepToSet(word)
  return platformDraft(
    contract,
    `${step}/${user}`,
    { kind: 'workOrder', verb: 'create', before: null, after: { user, step, title, ...assignee } },
    {
      summary: `${title} (it is lost when the account is made)`.replace(/^S/, 's'),
      source: person.source,
      derived: true,
      needs,
    },
  )
}
