import { parseAddress } from '../model/address.ts'
import type { Address } from '../model/address.ts'
import type { ObservedAccount } from '../model/platform.ts'
import { userOf } from '../reconciler/accounts/holders.ts'
import { causeOf, placeOf } from './cause.ts'
import type { Moment } from './replay.ts'
import type { DraftRow, Scene, Teller } from './scene.ts'

/** What became of somebody's accounts on platforms that people work on. */
export function tellAccounts(scene: Scene): Teller {
  const known = new Map<Address, ObservedAccount | undefined>()
  const told = (moment: Moment): readonly DraftRow[] => {
    const { entry, seq, memory } = moment
    const isOurs = (address: Address): boolean => scene.isSubject(parseAddress(address).id, seq)
    const addresses = addressesIn(moment).filter(isOurs)
    const rows =
      entry.type === 'attested'
        ? done(scene, moment)
        : addresses.flatMap((one) => seen(scene, moment, one, known.get(one)))
    for (const address of addresses) known.set(address, memory.accounts.get(address)?.account)
    return rows
  }
  return { told }
}

function addressesIn({ entry }: Moment): readonly Address[] {
  if (entry.type === 'account') return [entry.address]
  if (entry.type === 'attested') return Object.keys(entry.accounts)
  if (entry.type !== 'observed') return []
  return Object.keys(entry.accounts).map((id) => `${entry.tenant}/${entry.subscription}/account/${id}`)
}

/** Somebody says that it was done. */
function done(scene: Scene, { entry, seq, at }: Moment): readonly DraftRow[] {
  if (entry.type !== 'attested') return []
  const { order, step, by, on } = entry
  return entry.operations.flatMap((operation): readonly DraftRow[] => {
    const user = userOf(operation)
    if (user === undefined || !scene.isSubject(user, seq)) return []
    const decision = scene.decisions.ofOrder(order)
    const proof = { state: 'attested', by, on } as const
    const [cause, source] = [causeOf(operation), placeOf(operation)]
    return [{ at, seq, what: operation.summary, cause, source, decision, proof, until: { order, step } }]
  })
}

/** A list of the platform shows an account otherwise than it was known. */
function seen(
  scene: Scene,
  { at, seq, memory }: Moment,
  address: Address,
  before: ObservedAccount | undefined,
): readonly DraftRow[] {
  const { directory, id } = parseAddress(address)
  const now = memory.accounts.get(address)?.account
  if (wordsOf(now) === wordsOf(before)) return []
  const what =
    now === undefined ? `${id} has no account on ${directory} any more` : `${id} is on ${directory}: ${wordsOf(now)}`
  const cause = before === undefined ? 'adoption' : 'outside'
  return [{ at, seq, what, cause, decision: scene.decisions.at(seq), proof: { state: 'verified', at } }]
}

function wordsOf(account: ObservedAccount | undefined): string {
  if (account === undefined) return ''
  const { state, roles, accessGroups } = account
  const groups = accessGroups.length === 0 ? '' : `, access group ${accessGroups.join(', ')}`
  return `${state}, role ${roles.length === 0 ? 'none' : roles.join(', ')}${groups}`
}
