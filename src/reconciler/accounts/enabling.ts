import type { AccessAccount } from '../../access/access.ts'
import type { ObservedAccount } from '../../model/platform.ts'
import { counts } from '../guard/acknowledge.ts'
import type { AccountDifference, Contract, PlatformDraft } from './contract.ts'
import { nameOf, noDifference, placeOf, rememberedOn, together } from './contract.ts'
import { platformDraft } from './draft.ts'
import { effectLines, effectsOf } from './effects.ts'
import { staying } from './staying.ts'

/** Somebody whose account is disabled, and who is to work again: enabled, and given what is asked for anew. */
export function enablingAgain(contract: Contract, account: AccessAccount, live: ObservedAccount): AccountDifference {
  const operation = enabling(contract, account, live)
  const rest = staying(contract, account, { live, needs: [operation.id] })
  const held = operation.blockedBy === 'disabledElsewhere' ? elsewhere(operation) : []
  return together([{ ...noDifference, operations: [operation], findings: held }, rest])
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
      ...(isOurs || isLifted(contract) ? {} : { blockedBy: 'disabledElsewhere' }),
    },
  )
}

/** Whether an acknowledgement lets accounts that somebody else disabled be enabled: it covers all that there are on this platform. */
function isLifted({ desired, subscription, access, memory, asOf }: Contract): boolean {
  const held = [...access.accounts.values()].filter(({ user, state, subscription: on }) => {
    const known = memory.accounts.get(`${desired.id}/${on}/account/${user}`)
    return (
      on === subscription.id &&
      state === 'active' &&
      known?.account.state === 'disabled' &&
      known.disabled === undefined
    )
  }).length
  return desired.acknowledgements.some(
    (each) => each.gate === 'disabledElsewhere' && counts(each, asOf) && held <= (each.max ?? Infinity),
  )
}

function elsewhere({ address, summary }: PlatformDraft): AccountDifference['findings'] {
  const message = `${summary}: blocked, because somebody else disabled the account. Enable it there, declare state: disabled, or add an acknowledgement (gate: disabledElsewhere).`
  return [{ slug: 'disabledElsewhere', scope: address, result: 'warn', message }]
}
