import type { AccessAccount } from '../../access/access.ts'
import type { ObservedAccount } from '../../model/platform.ts'
import type { AccountDifference, Contract, PlatformDraft } from './contract.ts'
import { nameOf, noDifference, placeOf, rememberedOn, together } from './contract.ts'
import { platformDraft } from './draft.ts'
import { effectLines, effectsOf } from './effects.ts'
import { disabledElsewhere } from './others-decision.ts'
import { staying } from './staying.ts'

/** Somebody whose account is disabled, and who is to work again: enabled, and given what is asked for anew. */
export function enablingAgain(contract: Contract, account: AccessAccount, live: ObservedAccount): AccountDifference {
  const operation = enabling(contract, account, live)
  const rest = staying(contract, account, { live, needs: [operation.id] })
  return together([{ ...noDifference, operations: [operation] }, rest])
}

function enabling(contract: Contract, account: AccessAccount, live: ObservedAccount): PlatformDraft {
  const { user } = account
  const { rules } = contract.subscription
  const name = nameOf(contract, user)
  const effects = effectsOf(rules, { verb: 'enable', type: live.type })
  const isOurs = rememberedOn(contract, user)?.disabled !== undefined
  return platformDraft(
    contract,
    user,
    {
      kind: 'account',
      verb: 'enable',
      before: { user, state: 'disabled' },
      after: { user, state: 'active' },
    },
    {
      summary: `${name} can use ${placeOf(contract)} again`,
      source: account.source,
      derived: account.route !== 'own',
      effects: effectLines(effects, { name, login: live.login, notify: true }),
      ...(isOurs ? {} : { blockedBy: disabledElsewhere }),
    },
  )
}
