import type { Reclaim } from '../../model/desired.ts'
import type { Contract, PlatformDraft } from '../accounts/contract.ts'
import { nameOf, placeOf, rememberedOn } from '../accounts/contract.ts'
import { idOn, platformDraft } from '../accounts/draft.ts'
import { userOf } from '../accounts/holders.ts'

/** Which address is reclaimed, and what else is to be done. */
export interface Renaming {
  readonly login: string
  readonly reclaim: Reclaim
  readonly operations: readonly PlatformDraft[]
}

/** The disabled account that keeps an address taken gets another: both stay taken from then on. */
export function renaming(
  contract: Contract,
  claimant: PlatformDraft,
  { login, reclaim, operations }: Renaming,
): PlatformDraft {
  const { from, renameOldTo, reason } = reclaim
  const disabling = idOn(contract, 'account', from, 'disable')
  const has = rememberedOn(contract, from)?.account.login ?? login
  return platformDraft(
    contract,
    from,
    {
      kind: 'account',
      verb: 'rename',
      before: { user: from, login: has },
      after: { user: from, login: renameOldTo },
    },
    {
      summary: `the disabled account of ${nameOf(contract, from)} on ${placeOf(contract)} becomes ${renameOldTo}, so that ${nameOf(contract, userOf(claimant) ?? '')} can have ${has}: ${reason}`,
      source: claimant.source,
      needs: [disabling].filter((id) => operations.some((each) => each.id === id)),
      effects: [`${has} and ${renameOldTo} both stay taken`],
    },
  )
}
