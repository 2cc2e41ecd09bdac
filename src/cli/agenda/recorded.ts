import type { DesiredTenant } from '../../language/compile/desired-tenant.ts'
import { parseAddress } from '../../model/address.ts'
import { deletion } from '../../reconciler/accounts/departure.ts'
import type { Contract } from '../../reconciler/accounts/contract.ts'
import { rememberedOn } from '../../reconciler/accounts/contract.ts'
import { wishesOf } from '../../reconciler/accounts/wish.ts'
import type { Memory } from '../../reconciler/memory.ts'
import type { AgendaEntry } from '../../report/agenda.ts'

/** What the ledger alone knows: which disabled accounts are deleted once their grace is over, and by when steps are due. */
export function recorded(
  desired: DesiredTenant,
  memory: Memory,
  contracts: readonly Contract[],
): readonly AgendaEntry[] {
  return [...directoryDeletions(desired, memory), ...contracts.flatMap(platformDeletions), ...stepsDue(desired, memory)]
}

/** Whoever came back, or is to stay disabled, is not deleted; nor is, outside an authoritative directory, what roster did not make. */
function directoryDeletions(desired: DesiredTenant, memory: Memory): readonly AgendaEntry[] {
  return [...memory.objects].flatMap(([address, { disabled, origin }]): readonly AgendaEntry[] => {
    const { kind, id, directory } = parseAddress(address)
    if (kind !== 'user' || disabled === undefined) return []
    const mode = desired.directories.get(directory)?.mode
    const isOurs = mode === 'authoritative' || (mode === 'additive' && origin === 'created')
    const person = desired.people.get(id)
    const isGone = person === undefined || (person.state === 'absent' && person.stateReason !== 'notStarted')
    if (!isOurs || !isGone) return []
    const { day: date } = desired.deletion(disabled.at)
    const summary = `the account of ${id} in ${directory} may be deleted: the grace is over`
    return [{ date, tenant: desired.id, event: 'delete', about: id, summary }]
  })
}

function platformDeletions(contract: Contract): readonly AgendaEntry[] {
  return wishesOf(contract).flatMap((wish) => {
    const live = rememberedOn(contract, wish.user)?.account
    if (wish.state !== 'absent' || live?.state !== 'disabled') return []
    return deletion(contract, wish, live).later.map(({ date, operation }): AgendaEntry => ({
      date,
      tenant: contract.desired.id,
      event: 'delete',
      about: wish.user,
      summary: operation.summary,
    }))
  })
}

function stepsDue(desired: DesiredTenant, { orders }: Memory): readonly AgendaEntry[] {
  return [...orders.values()].flatMap(({ order, steps, replacedBy }) =>
    replacedBy === undefined
      ? steps.flatMap(({ title, due, attested, verified, assignee }, at): readonly AgendaEntry[] =>
          attested === undefined && verified === undefined
            ? [
                {
                  date: due,
                  tenant: desired.id,
                  event: 'work',
                  about: order,
                  summary: `step ${at + 1} of ${order} is due${assignee === undefined ? '' : ` from ${assignee}`}: ${title}`,
                },
              ]
            : [],
        )
      : [],
  )
}
