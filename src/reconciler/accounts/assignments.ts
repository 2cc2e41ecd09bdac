import type { AccessAccount } from '../../access/access.ts'
import { membershipId } from '../../model/address.ts'
import type { Risk } from '../../model/operation.ts'
import type { Finding } from '../../model/plan.ts'
import type { AccountDifference, Contract, PlatformDraft } from './contract.ts'
import { isWeighty, nameOf, placeOf, rememberedOn, roleName, typeRules } from './contract.ts'
import type { Awaited } from './draft.ts'
import { idOn, platformDraft, routeReason } from './draft.ts'
import { secondFactor, unknownFactor } from './second-factor.ts'
import { spokenAge } from './spoken.ts'

/** An account whose roles are compared, and how far it has come. */
export interface Bearer {
  readonly account: AccessAccount
  /** Roles that it has, or will have once it is made. */
  readonly live: readonly string[]
  /** What has to happen before a role can be given; not there: nothing. */
  readonly awaits?: Awaited
  /** Ids of operations that come before. */
  readonly needs: readonly string[]
}

/** Roles that are given and taken: one that takes the place of another is one operation, so nobody is without any in between. */
export function assignments(contract: Contract, bearer: Bearer): AccountDifference {
  const { account, live } = bearer
  const missing = account.roles.filter((role) => !live.includes(role))
  const extra = live.filter((role) => !account.roles.includes(role))
  const single = typeRules(contract.subscription.rules, account.type).roles?.max === 1
  const replaced = single && missing.length === 1 ? extra[0] : undefined
  const granted = missing.map((role) => granting(contract, bearer, { role, replaced }))
  const after = granted.map(({ operation }) => operation.id)
  const revoked = extra
    .filter((role) => role !== replaced)
    .map((role) => revoking(contract, account, { role, needs: [...bearer.needs, ...after] }))
  return {
    operations: [...granted.map(({ operation }) => operation), ...revoked],
    later: [],
    findings: granted.flatMap(({ findings }) => findings),
  }
}

interface Exchange {
  readonly role: string
  readonly replaced: string | undefined
}

function granting(
  contract: Contract,
  { account, awaits, needs }: Bearer,
  { role, replaced }: Exchange,
): { readonly operation: PlatformDraft; readonly findings: readonly Finding[] } {
  const { user, type } = account
  const candidate = { user, type, role }
  const factor = awaits === undefined ? secondFactor(contract, candidate) : 'notAsked'
  const waitingFor = awaits ?? (factor === 'lacking' ? 'mfa' : undefined)
  const definition = contract.access.roles.get(role)
  const before = replaced === undefined ? null : { user, role: replaced }
  const instead = replaced === undefined ? '' : ` instead of ${roleName(contract, replaced)}`
  const operation = platformDraft(
    contract,
    membershipId(role, user),
    { kind: 'roleAssignment', verb: 'grant', before, after: { user, role } },
    {
      summary: `${nameOf(contract, user)} gets the role ${roleName(contract, role)} on ${placeOf(contract)}${instead}${waitingWords(contract, user, waitingFor)}`,
      ...routeReason(account.route, account.from !== undefined),
      source: account.source,
      risk: riskOf(definition?.risk),
      escalation: isWeighty(definition),
      needs: [...needs, idOn(contract, 'role', role, 'create'), idOn(contract, 'role', role, 'update')],
      ...(waitingFor === undefined ? {} : { waitingFor }),
    },
  )
  return { operation, findings: factor === 'unknown' ? unknownFactor(contract, candidate) : [] }
}

function revoking(
  contract: Contract,
  account: AccessAccount,
  { role, needs }: { readonly role: string; readonly needs: readonly string[] },
): PlatformDraft {
  const { user } = account
  return platformDraft(
    contract,
    membershipId(role, user),
    { kind: 'roleAssignment', verb: 'revoke', before: { user, role }, after: null },
    {
      summary: `${nameOf(contract, user)} no longer has the role ${roleName(contract, role)} on ${placeOf(contract)}`,
      reason: 'undeclared',
      derived: account.route !== 'own',
      source: account.source,
      needs,
    },
  )
}

function waitingWords(contract: Contract, user: string, waitingFor: Awaited | undefined): string {
  const since = rememberedOn(contract, user)?.account.invitedAt
  const age = since === undefined ? '' : ` (invited ${spokenAge(since, contract.asOf)})`
  switch (waitingFor) {
    case undefined:
    case 'manual':
      return ''
    case 'firstLogin':
      return `, once they have signed in for the first time${age}`
    case 'verification':
      return `, once their address is verified${age}`
    case 'mfa':
      return ', once they have set up a second factor'
  }
}

function riskOf(risk: 'basic' | 'elevated' | 'critical' | undefined): Risk {
  switch (risk) {
    case 'critical':
      return 'high'
    case 'elevated':
      return 'medium'
    case 'basic':
    case undefined:
      return 'low'
  }
}
