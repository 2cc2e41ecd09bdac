import type { User } from '../../../generated/users.ts'
import type { Written } from '../../load/source.ts'
import type { Findings, World } from '../world.ts'
import { below } from '../world.ts'
import { accountsOf } from './account-of.ts'
import { checkAccount } from './account-rules.ts'
import { checkAssignments } from './assignment-names.ts'
import { Holders } from './holders.ts'
import { checkOverrides } from './overrides.ts'
import { checkReclaimed } from './reclaim.ts'
import { checkHolding } from './role-rules.ts'
import type { SubscriptionOf } from './subscription-of.ts'
import { checkApplicationsNamed } from './tenant-access.ts'

/** What people have on platforms: the names in it, and what the platform asks of each account. */
export function checkAccounts(
  world: World,
  findings: Findings,
  subscriptions: ReadonlyMap<string, SubscriptionOf>,
): void {
  const holders = new Holders(world)
  for (const entry of world.users) {
    const [id, { file, spec }] = entry
    const spot = { file, path: [id] }
    const { platforms, overrides, applications, without, leaving, dailyAccount } = spec
    if (platforms !== undefined) {
      checkAssignments({ world, findings, spot: below(spot, 'platforms'), platforms, subscriptions })
      checkReclaimed({ world, findings, spot: below(spot, 'platforms'), platforms })
    }
    if (applications !== undefined)
      checkApplicationsNamed({ world, findings, spot: below(spot, 'applications') }, applications)
    if (without?.applications !== undefined)
      checkApplicationsNamed({ world, findings, spot: below(spot, 'without', 'applications') }, without.applications)
    if (leaving?.reassignTo !== undefined) findings.refer('users', leaving.reassignTo, spot, 'leaving', 'reassignTo')
    if (dailyAccount !== undefined && dailyAccount !== 'exempt')
      findings.refer('users', dailyAccount, spot, 'dailyAccount')
    if (dailyAccount === id) ownDaily(entry, findings)
    if (subscriptions.size === 0 && overrides === undefined) continue
    const accounts = accountsOf(world, subscriptions, entry)
    if (overrides !== undefined && spec.state !== 'absent')
      checkOverrides({ world, findings, spot, overrides, accounts })
    if (spec.state === 'absent' || spec.state === 'disabled') continue
    for (const account of accounts) {
      checkAccount(world, findings, account)
      checkHolding(world, findings, account)
      holders.add(account)
    }
  }
  holders.check(findings)
}

function ownDaily([id, { file }]: readonly [string, Written<User>], { mistake }: Findings): void {
  mistake(
    { file, path: [id, 'dailyAccount'] },
    {
      slug: 'self-reference',
      message: `\`${id}\` is named as their own everyday account.`,
      fix: 'Name the other account, or write `exempt`.',
    },
  )
}
