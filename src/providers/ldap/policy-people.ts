import type { DirectoryOperation } from '../../model/operation.ts'
import type { Outcome } from '../../model/outcome.ts'
import { valuesOf } from '../../model/value.ts'
import { code, expectSuccess, failedWrite, Refusal } from '../../ldap/faults.ts'
import { referenceOf } from '../../ldap/layout.ts'
import { entryAt } from '../../ldap/lookup.ts'
import { protection } from '../../ldap/protect.ts'
import { EntryDecoder } from '../../ldap/wire/answer.ts'
import type { Entry } from '../../ldap/wire/answer.ts'
import { modifyRequest } from '../../ldap/wire/protocol.ts'
import type { Change } from '../../ldap/wire/protocol.ts'
import { entryById } from './by-id.ts'
import type { Standpoint } from './confirm.ts'
import { isOurs, policyAttribute } from './policy-place.ts'
import type { PolicyPlace } from './policy-place.ts'

export type PolicyShift = Extract<DirectoryOperation, { readonly kind: 'policy'; readonly verb: 'grant' | 'revoke' }>

/** Whether an operation is about whom a policy holds for. */
export function isPolicyShift(operation: DirectoryOperation): operation is PolicyShift {
  return operation.kind === 'policy' && (operation.verb === 'grant' || operation.verb === 'revoke')
}

/** Lets people name a policy, or name none: one request for each of them, several of them under way at once. */
export async function applyPolicyShifts(
  shifts: readonly PolicyShift[],
  place: PolicyPlace,
  desk: Standpoint,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  for (let at = 0; at < shifts.length; at += inFlight) {
    const some = shifts.slice(at, at + inFlight)
    outcomes.push(...(await Promise.all(some.map(async (shift) => applyShift(shift, place, desk)))))
  }
  return outcomes
}

const inFlight = 8

async function applyShift(shift: PolicyShift, place: PolicyPlace, desk: Standpoint): Promise<Outcome> {
  try {
    for (let tried = 1; ; tried++) {
      const outcome = await tryShift(shift, place, desk)
      if (outcome !== 'raced') return outcome
      if (tried === tries)
        return { status: 'conflict', detail: `${memberOf(shift)} is being changed by somebody else. Plan again.` }
    }
  } catch (error) {
    if (error instanceof Refusal) return failedWrite(error)
    throw error
  }
}

const tries = 3

/** Looks whom or what they name now, and changes that value and no other: the request fails where it is another by then. */
async function tryShift(shift: PolicyShift, place: PolicyPlace, desk: Standpoint): Promise<Outcome | 'raced'> {
  const policy = policyOf(shift, desk)
  const person = await personOf(shift, desk)
  if (person === undefined || policy === undefined) return absent(shift, person)
  const now = namedBy(person)
  const isNamed = now !== undefined && referenceOf(now) === policy
  if (isNamed === (shift.verb === 'grant')) return { status: 'unchanged' }
  const why = protection(referenceOf(person.dn), desk.terms.settings)
  if (why !== undefined) return { status: 'failed', class: 'forbidden', detail: `${person.dn}: ${why}.` }
  if (shift.verb === 'grant' && now !== undefined && !isOurs(referenceOf(now), shift.tenant, place))
    return {
      status: 'conflict',
      detail: `${person.dn} names the policy ${now} by now, which is not roster's. Plan again.`,
    }
  const changes: readonly Change[] = [
    ...(now === undefined ? [] : [{ action: 'delete', attribute: policyAttribute, values: [now] } as const]),
    ...(shift.verb === 'revoke' ? [] : [{ action: 'add', attribute: policyAttribute, values: [policy] } as const]),
  ]
  const result = await desk.connection.request(modifyRequest(person.dn, changes))
  if (racing.includes(result.code)) return 'raced'
  expectSuccess(result, `changing the password policy of ${person.dn}`)
  return { status: 'applied' }
}

/** Codes that say that somebody wrote, or renamed, between the look and the write. */
const racing: readonly number[] = [code.noSuchAttribute, code.valueExists, code.noSuchObject]

/** Whoever is gone, or a policy that is gone, holds for nobody any more. */
function absent(shift: PolicyShift, person: Entry | undefined): Outcome {
  if (shift.verb === 'revoke') return { status: 'unchanged' }
  const what = person === undefined ? shift.after.member : `the password policy ${shift.after.policy}`
  return { status: 'conflict', detail: `${what} is not there. Plan again.` }
}

function memberOf(shift: PolicyShift): string {
  return (shift.after ?? shift.before).member
}

/** Canonical DN of the policy. */
function policyOf(shift: PolicyShift, { targets }: Standpoint): string | undefined {
  return targets.object('policy', (shift.after ?? shift.before).policy)?.reference
}

async function personOf(shift: PolicyShift, { targets, connection, terms }: Standpoint): Promise<Entry | undefined> {
  const member = memberOf(shift)
  const known = targets.object('user', member)
  if (known !== undefined) {
    const { base } = terms.settings
    return entryById(connection, { id: known.immutableId, hint: known.reference, base }, [policyAttribute])
  }
  const named = shift.before?.reference
  const dn = named === undefined ? await targets.reference(member, connection) : targets.now(named)
  return dn === undefined ? undefined : entryAt(connection, dn, [policyAttribute])
}

function namedBy({ values }: Entry): string | undefined {
  return valuesOf(values[0])[0]
}

/** Reads back whether somebody names a policy. */
export async function policyNames(shift: PolicyShift, at: Standpoint): Promise<boolean> {
  const policy = policyOf(shift, at)
  const person = await personOf(shift, at)
  const now = person === undefined ? undefined : namedBy(person)
  const isNamed = now !== undefined && policy !== undefined && referenceOf(now) === policy
  return isNamed === (shift.verb === 'grant')
}

/** Lets nobody in the tree name this policy any more. Undefined: it is so; else who still does, and why. */
export async function takeEverybodyOut(
  policy: string,
  place: PolicyPlace,
  desk: Standpoint,
): Promise<Outcome | undefined> {
  const { connection, terms } = desk
  for (let last = ''; ;) {
    const people = await someWhoName(policy, place, desk)
    if (people.length === 0) return undefined
    const guarded = people.find(({ dn }) => protection(referenceOf(dn), terms.settings) !== undefined)
    if (guarded !== undefined)
      return {
        status: 'failed',
        class: 'forbidden',
        detail: `${guarded.dn} names ${policy} and is protected: without it nothing would be asked of their password. Take ${policyAttribute} off it by hand, and run again.`,
      }
    const still = people.map(({ dn }) => dn).join('\n')
    if (still === last)
      return {
        status: 'failed',
        class: 'retryable',
        detail: `searching ${place.tree}: the same people are found to name ${policy} after they were taken out. Run again.`,
      }
    last = still
    await Promise.all(people.map(async (person) => leave(person, connection)))
  }
}

async function leave(person: Entry, connection: Standpoint['connection']): Promise<void> {
  const values = valuesOf(person.values[0])
  const result = await connection.request(
    modifyRequest(person.dn, [{ action: 'delete', attribute: policyAttribute, values }]),
  )
  if (!racing.includes(result.code)) expectSuccess(result, `changing the password policy of ${person.dn}`)
}

const pageSize = 200

/** The first page of them: an account that may not list everybody may list some. */
async function someWhoName(
  policy: string,
  { tree }: PolicyPlace,
  { connection }: Standpoint,
): Promise<readonly Entry[]> {
  const attributes = [policyAttribute]
  const filter = { attribute: policyAttribute, equals: policy }
  const search = { base: tree, scope: 'sub', filter, attributes } as const
  const page = await connection.searchPage(search, pageSize, Buffer.alloc(0), new EntryDecoder(attributes))
  expectSuccess(page.result, `searching ${tree}`)
  return page.entries
}
