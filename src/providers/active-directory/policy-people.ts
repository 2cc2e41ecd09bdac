import type { DirectoryOperation } from '../../model/operation.ts'
import type { Outcome } from '../../model/outcome.ts'
import { valuesOf } from '../../model/value.ts'
import { expectSuccess, Refusal } from '../../ldap/faults.ts'
import { modifyRequest } from '../../ldap/wire/protocol.ts'
import type { Change } from '../../ldap/wire/protocol.ts'
import type { Standpoint } from './confirm.ts'
import { guidDn } from './ids.ts'
import { extendedDn } from './members.ts'
import { appliesTo } from './policy-read.ts'
import { policyFailure } from './policy-write.ts'
import type { Target } from './targets.ts'
import { objectAt } from './lookup.ts'

export type PolicyShift = Extract<DirectoryOperation, { readonly kind: 'policy'; readonly verb: 'grant' | 'revoke' }>

/** Whether an operation is about whom a policy holds for. */
export function isPolicyShift(operation: DirectoryOperation): operation is PolicyShift {
  return operation.kind === 'policy' && (operation.verb === 'grant' || operation.verb === 'revoke')
}

interface Wanted {
  readonly shift: PolicyShift
  readonly target: Target
}

type Settled = readonly (readonly [PolicyShift, Outcome])[]

/** Puts people under one policy and takes them out of it, by requests that name nobody else. */
export async function applyPolicyShifts(shifts: readonly PolicyShift[], desk: Standpoint): Promise<readonly Outcome[]> {
  const id = policyOf(shifts[0])
  const policy = desk.targets.object('policy', id)
  if (policy === undefined)
    return shifts.map(() => ({ status: 'conflict', detail: `the password policy ${id} is not there. Plan again.` }))
  const outcomes = new Map<PolicyShift, Outcome>()
  const wanted: Wanted[] = []
  for (const shift of shifts) {
    const target = await targetOf(shift, desk)
    if (target !== undefined) wanted.push({ shift, target })
    else if (shift.verb === 'revoke') outcomes.set(shift, { status: 'unchanged' })
    else outcomes.set(shift, { status: 'conflict', detail: `${shift.after.member} is not there. Plan again.` })
  }
  for (const [shift, outcome] of await settle(policy.immutableId, wanted, desk)) outcomes.set(shift, outcome)
  return shifts.map((shift) => outcomes.get(shift) ?? { status: 'unchanged' })
}

function policyOf(shift: PolicyShift | undefined): string {
  return (shift?.after ?? shift?.before)?.policy ?? ''
}

async function targetOf(shift: PolicyShift, { targets, connection }: Standpoint): Promise<Target | undefined> {
  const known = await targets.target((shift.after ?? shift.before).member, connection)
  const named = shift.before?.reference
  return known ?? (named === undefined ? undefined : targets.atDn(named, connection))
}

/** All at once; where that is refused, whoever is so already is left out, and the others are tried one by one. */
async function settle(policy: string, wanted: readonly Wanted[], desk: Standpoint): Promise<Settled> {
  if (wanted.length === 0) return []
  try {
    await write(policy, wanted, desk)
    return wanted.map(({ shift }) => [shift, { status: 'applied' }])
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const present = await namedBy(policy, desk)
    if (present === undefined)
      return wanted.map(({ shift }) => [shift, { status: 'conflict', detail: 'the policy is gone. Plan again.' }])
    const isDone = ({ shift, target }: Wanted): boolean => present.has(key(target)) === (shift.verb === 'grant')
    const open = wanted.filter((each) => !isDone(each))
    const done = wanted.filter(isDone).map(({ shift }): Settled[number] => [shift, { status: 'unchanged' }])
    if (wanted.length === 1)
      return [...done, ...open.map(({ shift }): Settled[number] => [shift, policyFailure(error, desk)])]
    const rest: Settled[number][] = []
    if (done.length > 0) rest.push(...(await settle(policy, open, desk)))
    else for (const each of open) rest.push(...(await settle(policy, [each], desk)))
    return [...done, ...rest]
  }
}

async function write(policy: string, wanted: readonly Wanted[], { connection }: Standpoint): Promise<void> {
  const part = (verb: PolicyShift['verb'], action: Change['action']): readonly Change[] => {
    const values = wanted.filter(({ shift }) => shift.verb === verb).map(({ target }) => valueOf(target))
    return values.length === 0 ? [] : [{ action, attribute: appliesTo, values }]
  }
  const changes = [...part('grant', 'add'), ...part('revoke', 'delete')]
  expectSuccess(
    await connection.request(modifyRequest(guidDn(policy), changes)),
    `changing whom the password policy ${policyOf(wanted[0]?.shift)} holds for`,
  )
}

/** Whom a policy names; undefined: it is gone. */
async function namedBy(policy: string, { connection }: Standpoint): Promise<ReadonlySet<string> | undefined> {
  const found = await objectAt(connection, guidDn(policy), [appliesTo])
  if (found === undefined) return undefined
  return new Set(valuesOf(found.values[0]).map((value) => extendedDn(value).guid?.toLowerCase() ?? value))
}

function valueOf(target: Target): string {
  return 'guid' in target ? guidDn(target.guid) : target.dn
}

function key(target: Target): string {
  return 'guid' in target ? target.guid.toLowerCase() : target.dn
}

/** Reads back whether a policy names somebody. */
export async function policyNames(shift: PolicyShift, at: Standpoint): Promise<boolean> {
  const policy = at.targets.object('policy', policyOf(shift))
  const target = await targetOf(shift, at)
  if (policy === undefined || target === undefined) return shift.verb === 'revoke'
  const named = { attribute: appliesTo, equals: valueOf(target) }
  const isNamed = (await objectAt(at.connection, guidDn(policy.immutableId), [], named)) !== undefined
  return isNamed === (shift.verb === 'grant')
}
