import type { AccessAccount } from '../../access/access.ts'
import type { Person } from '../../model/desired.ts'
import type { AccountDifference, Contract, PlatformDraft } from './contract.ts'
import {
  invitationOf,
  isWeighty,
  loginOf,
  nameOf,
  noDifference,
  placeOf,
  roleName,
  roleOfNewcomers,
  together,
} from './contract.ts'
import { assignments } from './assignments.ts'
import { cannotBe, wayOfCreation } from './capability.ts'
import { idOn, platformDraft, routeReason } from './draft.ts'
import { effectLines, effectsOf } from './effects.ts'
import { lostAtCreation } from '../work-orders/drops.ts'
import { secondFactor, unknownFactor } from './second-factor.ts'
import { awaitedBy } from './standing.ts'

/** Somebody who is to have an account and has none: it is made, or they are invited; then they get their roles. */
export function arrival(contract: Contract, account: AccessAccount): AccountDifference {
  const person = contract.desired.people.get(account.user)
  if (person === undefined) return noDifference
  const roles = rolesAtBirth(contract, account)
  const creation = creating(contract, { account, person, roles })
  const rest = assignments(contract, {
    account,
    live: roles,
    needs: [creation.id],
    ...awaitedBy(contract, account.type, undefined),
  })
  const unknown = roles
    .map((role) => ({ user: account.user, type: account.type, role }))
    .filter((candidate) => secondFactor(contract, candidate) === 'unknown')
  const findings = unknown.flatMap((candidate) => unknownFactor(contract, candidate))
  return together([{ ...noDifference, operations: [creation], findings }, rest])
}

/** What a new account has by itself: the platform's role for newcomers, or what was asked for where that comes with the invitation. */
function rolesAtBirth({ subscription: { rules } }: Contract, { type, roles }: AccessAccount): readonly string[] {
  const usual = roleOfNewcomers(rules, type)
  if (usual !== undefined) return [usual]
  return rules.capabilities?.grantsWithInvitation === true ? roles : []
}

interface Newcomer {
  readonly account: AccessAccount
  readonly person: Person
  readonly roles: readonly string[]
}

function creating(contract: Contract, { account, person, roles }: Newcomer): PlatformDraft {
  const { user, type, accessGroups, at } = account
  const { rules } = contract.subscription
  const login = loginOf(contract, person, type)
  const name = nameOf(contract, user)
  const notify = invitationOf(contract, type).mail !== false
  const drops = lostAtCreation(contract, { user, type })
  const ofType = effectsOf(rules, { verb: 'create', type, by: wayOfCreation(contract, type) })
  // Who has nothing to lose is not told that it is lost.
  const effects = ofType.map((effect) => (effect.drops === undefined ? effect : { ...effect, drops }))
  const blockedBy = cannotBe(contract, 'create', type)
  const given = account.roles.filter((role) => roles.includes(role))
  const withRoles = given.length === 0 ? '' : ` as ${given.map((role) => roleName(contract, role)).join(', ')}`
  return platformDraft(
    contract,
    user,
    {
      kind: 'account',
      verb: 'create',
      before: null,
      after: { user, type, login, name, ...(at === undefined ? {} : { at }), roles, accessGroups },
    },
    {
      summary: `${name} gets an account on ${placeOf(contract)}${withRoles}`,
      ...routeReason(account.route, account.from !== undefined),
      source: account.source,
      escalation: given.some((role) => isWeighty(contract.access.roles.get(role))),
      needs: given.flatMap((role) => [idOn(contract, 'role', role, 'create'), idOn(contract, 'role', role, 'update')]),
      effects: effectLines(effects, { name, login, notify }),
      ...(blockedBy === undefined ? {} : { blockedBy }),
    },
  )
}
