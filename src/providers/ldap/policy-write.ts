import { parseAddress } from '../../model/address.ts'
import type { DirectoryOperation } from '../../model/operation.ts'
import type { Outcome } from '../../model/outcome.ts'
import type { Attributes, WishedAttributes } from '../../model/value.ts'
import { valuesOf } from '../../model/value.ts'
import { below, newRdn } from '../../ldap/dn.ts'
import { code, expectSuccess, failedWrite, Refusal } from '../../ldap/faults.ts'
import { addRequest, deleteRequest, modifyRequest } from '../../ldap/wire/protocol.ts'
import type { Change } from '../../ldap/wire/protocol.ts'
import type { Standpoint } from './confirm.ts'
import { takeEverybodyOut } from './policy-people.ts'
import type { PolicyPlace } from './policy-place.ts'
import { policyAt, policyById } from './policy-read.ts'
import type { FoundPolicy } from './policy-read.ts'
import { defaultOf } from './policy-values.ts'

export type OnPolicy = Extract<DirectoryOperation, { readonly kind: 'policy' }>
type PolicyItself = Extract<OnPolicy, { readonly verb: 'create' | 'update' | 'delete' }>

/** Makes, changes or removes a policy. Looks first whether it is so already; what it was read as is the precondition. */
export async function changePolicy(operation: PolicyItself, place: PolicyPlace, desk: Standpoint): Promise<Outcome> {
  try {
    switch (operation.verb) {
      case 'create':
        return await create(operation, place, desk)
      case 'update':
        return await update(operation, place, desk)
      case 'delete':
        return await remove(operation, place, desk)
    }
  } catch (error) {
    if (error instanceof Refusal) return failedWrite(error)
    throw error
  }
}

async function create(
  { after: { name, attributes } }: PolicyItself & { readonly verb: 'create' },
  place: PolicyPlace,
  { connection, targets }: Standpoint,
): Promise<Outcome> {
  const dn = below(newRdn('cn', name), place.container)
  const before = await policyAt(connection, dn, place)
  const asIs = (found: FoundPolicy): Outcome =>
    holds(found, attributes)
      ? { status: 'unchanged', locator: targets.created(found.immutableId, found.reference) }
      : taken(dn)
  if (before !== undefined) return asIs(before)
  const content = Object.entries(attributes).flatMap(([key, value]) => stated(key, value))
  const result = await connection.request(
    addRequest(dn, [['objectClass', place.classes], ['cn', [name]], ['pwdAttribute', ['userPassword']], ...content]),
  )
  const made = await policyAt(connection, dn, place)
  if (result.code === code.alreadyExists) return made === undefined ? taken(dn) : asIs(made)
  expectSuccess(result, `creating the policy ${dn}`)
  return made === undefined
    ? { status: 'accepted' }
    : { status: 'applied', locator: targets.created(made.immutableId, made.reference) }
}

function taken(dn: string): Outcome {
  const detail = `${dn} is there already and says something else, or is not shown to roster's accounts. Rename or delete it, or give the account of credentials.write the right to read it; then plan again.`
  return { status: 'conflict', detail }
}

async function update(
  operation: PolicyItself & { readonly verb: 'update' },
  place: PolicyPlace,
  desk: Standpoint,
): Promise<Outcome> {
  const { before, after } = operation
  const found = await livePolicy(operation, place, desk)
  if (found === undefined) return gone
  if (holds(found, after.attributes)) return { status: 'unchanged' }
  if (!holds(found, before.attributes)) return moved(found)
  const changes = Object.entries(after.attributes).flatMap(([name, value]) => swapped(found, name, value))
  const result = await desk.connection.request(modifyRequest(found.dn, changes))
  if (!racing.includes(result.code)) {
    expectSuccess(result, `changing the policy ${found.dn}`)
    return { status: 'applied' }
  }
  const now = await livePolicy(operation, place, desk)
  if (now === undefined) return gone
  if (holds(now, after.attributes)) return { status: 'unchanged' }
  if (holds(now, before.attributes)) expectSuccess(result, `changing the policy ${found.dn}`)
  return moved(now)
}

/** Codes that say that somebody wrote between the look and the write; the last one, that a field would have two values. */
const racing: readonly number[] = [code.noSuchAttribute, code.valueExists, code.noSuchObject, code.constraintViolation]

/** Takes out the value that was found and puts in the wished one, in one request: it fails where somebody changed it meanwhile. */
function swapped({ raw }: FoundPolicy, attribute: string, value: WishedAttributes[string]): readonly Change[] {
  const old = raw.get(attribute)
  const fresh = stated(attribute, value).flatMap(([, values]) => values)
  if (old !== undefined && fresh.includes(old)) return []
  return [
    ...(old === undefined ? [] : [{ action: 'delete', attribute, values: [old] } as const]),
    ...(fresh.length === 0 ? [] : [{ action: 'add', attribute, values: fresh } as const]),
  ]
}

/** What stands for itself where it is not said is left unsaid. */
function stated(name: string, value: WishedAttributes[string] | undefined): readonly (readonly [string, string[]])[] {
  const [text] = valuesOf(value)
  return text === undefined || text === defaultOf(name) ? [] : [[name, [text]]]
}

/** Whoever names a policy that is gone is held to nothing: everybody is taken out of it first. */
async function remove(
  operation: PolicyItself & { readonly verb: 'delete' },
  place: PolicyPlace,
  desk: Standpoint,
): Promise<Outcome> {
  const found = await livePolicy(operation, place, desk)
  if (found === undefined) return { status: 'unchanged' }
  const refusal = await takeEverybodyOut(found.reference, place, desk)
  if (refusal !== undefined) return refusal
  const result = await desk.connection.request(deleteRequest(found.dn))
  if (result.code === code.noSuchObject) return { status: 'unchanged' }
  expectSuccess(result, `deleting the policy ${found.dn}`)
  return { status: 'applied' }
}

const gone: Outcome = { status: 'conflict', detail: 'the policy is gone, or hidden from this account. Plan again.' }

function moved({ dn }: FoundPolicy): Outcome {
  return { status: 'conflict', detail: `${dn} was changed by somebody else since it was read. Plan again.` }
}

async function livePolicy(
  operation: PolicyItself & { readonly verb: 'update' | 'delete' },
  place: PolicyPlace,
  { connection, targets }: Standpoint,
): Promise<FoundPolicy | undefined> {
  const id = operation.before.immutableId
  const hint = targets.object('policy', parseAddress(operation.address).id)?.reference
  return policyById(connection, { id, hint }, place)
}

function holds({ attributes }: FoundPolicy, wished: WishedAttributes | Attributes): boolean {
  return Object.entries(wished).every(
    ([name, value]) => (attributes[name] ?? defaultOf(name)) === (valuesOf(value)[0] ?? defaultOf(name)),
  )
}

/** Reads back whether a policy is as an operation asks. */
export async function policyStands(operation: PolicyItself, place: PolicyPlace, at: Standpoint): Promise<boolean> {
  switch (operation.verb) {
    case 'create': {
      const { name, attributes } = operation.after
      const found = await policyAt(at.connection, below(newRdn('cn', name), place.container), place)
      return found !== undefined && holds(found, attributes)
    }
    case 'update': {
      const found = await livePolicy(operation, place, at)
      return found !== undefined && holds(found, operation.after.attributes)
    }
    case 'delete':
      return (await livePolicy(operation, place, at)) === undefined
  }
}
