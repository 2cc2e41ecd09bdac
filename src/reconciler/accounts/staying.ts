import type { AccessAccount } from '../../access/access.ts'
import type { ObservedAccount } from '../../model/platform.ts'
import type { AccountAfter } from '../../model/operation.ts'
import type { AccountDifference, Contract, PlatformDraft } from './contract.ts'
import { addressOn, loginOf, nameOf, noDifference, placeOf, together, typeRules } from './contract.ts'
import { assignments } from './assignments.ts'
import { platformDraft } from './draft.ts'
import { awaitedBy } from './standing.ts'

/** Somebody who has an account that works: whatever differs is changed, and roles are given as soon as the platform lets. */
export function staying(
  contract: Contract,
  account: AccessAccount,
  { live, needs }: { readonly live: ObservedAccount; readonly needs: readonly string[] },
): AccountDifference {
  const change = changing(contract, account, { live, needs })
  const isOther = change !== undefined && change.after !== null && 'type' in change.after
  const rest = assignments(contract, {
    account,
    live: live.roles,
    needs: isOther ? [...needs, change.id] : needs,
    ...awaitedBy(contract, account.type, live),
  })
  return together([
    { ...noDifference, operations: change === undefined ? [] : [change] },
    rest,
    live.state === 'locked' ? locked(contract, account) : noDifference,
  ])
}

interface Live {
  readonly live: ObservedAccount
  readonly needs: readonly string[]
}

/** A change of the account itself. Another sort of account is a matter of its own for those who review. */
function changing(contract: Contract, account: AccessAccount, { live, needs }: Live): PlatformDraft | undefined {
  const { before, after } = differing(contract, account, live)
  const changed = Object.keys(after)
  if (changed.length === 0) return undefined
  const { rules } = contract.subscription
  const rises =
    after.type !== undefined &&
    typeRules(rules, after.type).administrator === true &&
    typeRules(rules, live.type).administrator !== true
  return platformDraft(
    contract,
    account.user,
    { kind: 'account', verb: 'update', before, after },
    {
      summary: `${nameOf(contract, account.user)} on ${placeOf(contract)}: ${changed.map((name) => inWords(contract, name, { before, after })).join('; ')}`,
      source: account.source,
      derived: account.route !== 'own',
      escalation: rises,
      ...(after.type === undefined ? {} : { risk: rises ? 'high' : 'medium' }),
      needs,
    },
  )
}

interface Sides {
  readonly before: Partial<AccountAfter>
  readonly after: Partial<AccountAfter>
}

function differing(contract: Contract, account: AccessAccount, live: ObservedAccount): Sides {
  const person = contract.desired.people.get(account.user)
  const login = person === undefined ? live.login : loginOf(contract, person, account.type)
  const groups = { before: live.accessGroups.toSorted(), after: account.accessGroups.toSorted() }
  const isMoved = account.at !== undefined && account.at !== live.at
  return {
    before: {
      ...(account.type === live.type ? {} : { type: live.type }),
      ...(isSame(login, live.login) ? {} : { login: live.login }),
      ...(isMoved && live.at !== undefined ? { at: live.at } : {}),
      ...(isSame(groups.before.join(), groups.after.join()) ? {} : { accessGroups: groups.before }),
    },
    after: {
      ...(account.type === live.type ? {} : { type: account.type }),
      ...(isSame(login, live.login) ? {} : { login }),
      ...(isMoved && account.at !== undefined ? { at: account.at } : {}),
      ...(isSame(groups.before.join(), groups.after.join()) ? {} : { accessGroups: groups.after }),
    },
  }
}

/** Nobody tells two logins apart by their capitals. */
function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

function inWords({ subscription, access }: Contract, name: string, { before, after }: Sides): string {
  const { rules } = subscription
  if (name === 'type') return `becomes ${typeName(after.type)} (was ${typeName(before.type)})`
  if (name === 'login') return `signs in as ${after.login} (was ${before.login})`
  if (name === 'at')
    return `belongs to ${entityName(after.at)}${before.at === undefined ? '' : ` (was ${entityName(before.at)})`}`
  return `access groups become ${groupNames(after.accessGroups)} (were ${groupNames(before.accessGroups)})`

  function typeName(type: string | undefined): string {
    return type === undefined ? 'nothing' : (rules.accountTypes?.[type]?.name ?? type)
  }
  function entityName(entity: string | undefined): string {
    return access.entities.get(entity ?? '')?.name ?? entity ?? 'nothing'
  }
  function groupNames(groups: readonly string[] = []): string {
    return groups.length === 0 ? 'none' : groups.map((group) => access.groups.get(group)?.name ?? group).join(', ')
  }
}

function locked(contract: Contract, { user }: AccessAccount): AccountDifference {
  const message = `${nameOf(contract, user)} is locked out on ${placeOf(contract)}: the account counts as active; unlock it there.`
  const scope = addressOn(contract, 'account', user)
  return { ...noDifference, findings: [{ slug: 'account-locked', scope, result: 'warn', message }] }
}
