import type { DesiredSubscription } from '../../language/compile/desired-platforms.ts'
import { parseAddress } from '../../model/address.ts'
import type { Person } from '../../model/desired.ts'
import type { PlatformDraft } from '../accounts/contract.ts'
import { nameOf } from '../accounts/contract.ts'
import { effectsOf } from '../accounts/effects.ts'
import { spokenList, spokenWord } from '../accounts/spoken.ts'
import type { Desk, Sheet } from './place.ts'
import { beginning, onAccountsOf, stepAddress } from './place.ts'
import { workOrder } from './work-order.ts'

const step = 'reassign'

/** What stays open in the name of somebody who leaves goes to whom their entry names: a step for the one who does the work there. */
export function handovers(desk: Desk): readonly { readonly sheet: Sheet; readonly operation: PlatformDraft }[] {
  const handing = [...desk.desired.people.values()].filter(({ leaving }) => leaving?.reassignTo !== undefined)
  return handing.flatMap((person) =>
    [...desk.desired.subscriptions.values()].flatMap((subscription) => {
      const sheet = { checklist: `handover.${subscription.id}`, user: person.id }
      const operation = handover(desk, { person, subscription, sheet })
      return operation === undefined ? [] : [{ sheet, operation }]
    }),
  )
}

interface Case {
  readonly person: Person
  readonly subscription: DesiredSubscription
  readonly sheet: Sheet
}

function handover(desk: Desk, { person, subscription, sheet }: Case): PlatformDraft | undefined {
  const { desired, memory } = desk
  if (memory.done.has(stepAddress(desired, sheet, step))) return undefined
  const known = memory.accounts.get(`${desired.id}/${subscription.id}/account/${person.id}`)?.account
  const heir = person.leaving?.reassignTo
  if (known === undefined || heir === undefined) return undefined
  const words = effectsOf(subscription.rules, { verb: 'disable', type: known.type }).flatMap(
    ({ unassigns = [] }) => unassigns,
  )
  const open = onAccountsOf(desk, person.id).filter(
    ({ verb, address }) => verb === 'disable' && parseAddress(address).directory === subscription.id,
  )
  const isBegun = memory.done.has(beginning(desired, sheet))
  const counts = words.map((word) => ({ word, count: known.open?.[word] }))
  const left = isBegun ? counts : counts.filter(({ count }) => count !== 0)
  if (left.length === 0 || (open.length === 0 && !isBegun)) return undefined
  const { operator } = subscription.settings
  return workOrder(desk, {
    sheet,
    step,
    title: `hand over to ${nameOf(desk, heir)} on ${subscription.rules.name}: ${spokenList(left.map(({ word }) => word))}`,
    ...(operator === undefined ? {} : { assignee: operator }),
    waitingFor: 'manual',
    needs: open.map(({ id }) => id),
    effects: left.flatMap(({ word, count }) => (count === undefined ? [] : [`${count} ${spokenWord(word)}`])),
  })
}
