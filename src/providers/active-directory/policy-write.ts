import type { DirectoryOperation } from '../../model/operation.ts'
import type { Outcome } from '../../model/outcome.ts'
import type { Attributes, WishedAttributes } from '../../model/value.ts'
import { valuesOf } from '../../model/value.ts'
import { below, newRdn } from '../../ldap/dn.ts'
import { code, expectSuccess, Refusal } from '../../ldap/faults.ts'
import { referenceOf } from '../../ldap/layout.ts'
import { addRequest, deleteRequest, modifyRequest } from '../../ldap/wire/protocol.ts'
import type { Change } from '../../ldap/wire/protocol.ts'
import { adFailedWrite } from './faults.ts'
import { guidDn } from './ids.ts'
import { policyContainer, policyValues, readAttributes } from './policy-read.ts'
import type { Standpoint } from './confirm.ts'
import type { Found } from './lookup.ts'
import { objectAt } from './lookup.ts'

type OnPolicy = Extract<DirectoryOperation, { readonly kind: 'policy' }>
export type PolicyItself = Extract<OnPolicy, { readonly verb: 'create' | 'update' | 'delete' }>

/** Makes, changes or removes a policy. Looks first whether it is so already; what it was read as is the precondition. */
export async function changePolicy(operation: PolicyItself, desk: Standpoint): Promise<Outcome> {
  try {
    switch (operation.verb) {
      case 'create':
        return await create(operation, desk)
      case 'update':
        return await update(operation, desk)
      case 'delete':
        return await remove(operation, desk)
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return policyFailure(error, desk)
  }
}

/** What a refusal comes to. Of a missing right it is said which one. */
export function policyFailure(error: Refusal, { terms }: Pick<Standpoint, 'terms'>): Outcome {
  const outcome = adFailedWrite(error)
  if (outcome.status !== 'failed' || outcome.class !== 'forbidden') return outcome
  const right = `The account of credentials.write may not do this: give it Create and Delete of msDS-PasswordSettings objects, and Write on them, in ${policyContainer(terms.domain.root)} (by default only Domain Admins have it).`
  return { ...outcome, detail: `${error.doing}: ${error.result.text || 'refused'} (${error.result.code}). ${right}` }
}

async function create(
  { after: { name, attributes } }: PolicyItself & { readonly verb: 'create' },
  desk: Standpoint,
): Promise<Outcome> {
  const dn = below(newRdn('CN', name), policyContainer(desk.terms.domain.root))
  const before = await policyAt(dn, desk)
  if (before !== undefined) return holds(before, attributes) ? { status: 'unchanged', ...locatorOf(before) } : taken(dn)
  const content = Object.entries(attributes).map(([key, value]) => [key, valuesOf(value)] as const)
  const result = await desk.connection.request(
    addRequest(dn, [['objectClass', ['msDS-PasswordSettings']], ['cn', [name]], ...content]),
  )
  if (result.code === code.alreadyExists) {
    const now = await policyAt(dn, desk)
    return now !== undefined && holds(now, attributes) ? { status: 'unchanged', ...locatorOf(now) } : taken(dn)
  }
  expectSuccess(result, `creating the policy ${dn}`)
  const made = await policyAt(dn, desk)
  return { status: 'applied', ...(made === undefined ? {} : locatorOf(made)) }
}

function taken(dn: string): Outcome {
  const detail = `${dn} is there already and says something else, or is not shown to roster's accounts. Rename or delete it, or give credentials.read the right to read it; then plan again.`
  return { status: 'conflict', detail }
}

async function update(
  { before, after }: PolicyItself & { readonly verb: 'update' },
  desk: Standpoint,
): Promise<Outcome> {
  const dn = guidDn(before.immutableId)
  const found = await policyAt(dn, desk)
  if (found === undefined) return gone
  if (holds(found, after.attributes)) return { status: 'unchanged' }
  if (!holds(found, before.attributes)) return moved(found)
  const changes = Object.entries(after.attributes).flatMap(([attribute, value]) =>
    swap(attribute, valuesOf(before.attributes[attribute]), valuesOf(value)),
  )
  const result = await desk.connection.request(modifyRequest(dn, changes))
  if (result.code === code.noSuchAttribute || result.code === code.valueExists) {
    const now = await policyAt(dn, desk)
    if (now === undefined) return gone
    return holds(now, after.attributes) ? { status: 'unchanged' } : moved(now)
  }
  expectSuccess(result, `changing the policy ${found.dn}`)
  return { status: 'applied' }
}

/** Takes out what was read and puts in what is wished, in one request: it fails where somebody changed it meanwhile. */
function swap(attribute: string, old: readonly string[], fresh: readonly string[]): readonly Change[] {
  const part = (action: Change['action'], values: readonly string[]): readonly Change[] =>
    values.length === 0 ? [] : [{ action, attribute, values }]
  return [...part('delete', old), ...part('add', fresh)]
}

async function remove({ before }: PolicyItself & { readonly verb: 'delete' }, desk: Standpoint): Promise<Outcome> {
  const dn = guidDn(before.immutableId)
  const found = await policyAt(dn, desk)
  if (found === undefined) return { status: 'unchanged' }
  const result = await desk.connection.request(deleteRequest(dn))
  if (result.code === code.noSuchObject) return { status: 'unchanged' }
  expectSuccess(result, `deleting the policy ${found.dn}`)
  return { status: 'applied' }
}

const gone: Outcome = { status: 'conflict', detail: 'the policy is gone, or hidden from this account. Plan again.' }

function moved({ dn }: Found): Outcome {
  return { status: 'conflict', detail: `${dn} was changed by somebody else since it was read. Plan again.` }
}

function locatorOf({ guid, dn }: Found): { readonly locator: { immutableId: string; reference: string } } {
  return { locator: { immutableId: guid, reference: referenceOf(dn) } }
}

async function policyAt(dn: string, { connection }: Standpoint): Promise<Found | undefined> {
  return objectAt(connection, dn, readAttributes.slice(0, -1))
}

function holds(found: Found, wished: WishedAttributes | Attributes): boolean {
  const values = policyValues(found) ?? {}
  return Object.entries(wished).every(([name, value]) => valuesOf(values[name]).join() === valuesOf(value).join())
}

/** Reads back whether a policy is as an operation asks. */
export async function policyStands(operation: PolicyItself, at: Standpoint): Promise<boolean> {
  switch (operation.verb) {
    case 'create': {
      const { name, attributes } = operation.after
      const found = await policyAt(below(newRdn('CN', name), policyContainer(at.terms.domain.root)), at)
      return found !== undefined && holds(found, attributes)
    }
    case 'update': {
      const found = await policyAt(guidDn(operation.before.immutableId), at)
      return found !== undefined && holds(found, operation.after.attributes)
    }
    case 'delete':
      return (await policyAt(guidDn(operation.before.immutableId), at)) === undefined
  }
}
