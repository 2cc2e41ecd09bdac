import type { DirectoryOperation } from '../../model/operation.ts'
import type { Outcome } from '../../model/outcome.ts'
import { valuesOf } from '../../model/value.ts'
import { code, expectSuccess, Refusal } from '../../ldap/faults.ts'
import { modifyRequest } from '../../ldap/wire/protocol.ts'
import type { Change, Filter } from '../../ldap/wire/protocol.ts'
import { adFailedWrite } from './faults.ts'
import { guidBytes, guidDn, ridOf } from './ids.ts'
import type { Target } from './targets.ts'
import { protection } from '../../ldap/protect.ts'
import type { Desk } from './write-desk.ts'
import { objectAt, objectsBelow } from './lookup.ts'

type Shift = Extract<DirectoryOperation, { readonly kind: 'membership' }>

interface Wanted {
  readonly shift: Shift
  readonly target: Target
}

interface Group {
  readonly guid: string
  /** Only for people to read. */
  readonly name: string
}

type Settled = readonly (readonly [Shift, Outcome])[]

/** How many members one modify names: beyond about 1,500 a domain controller refuses it. */
export const memberBatch = 500

/** Lets members into a group and out of it by requests that name nobody else. The group is never read: it may have any number of them. */
export async function applyMembers(shifts: readonly Shift[], desk: Desk): Promise<readonly Outcome[]> {
  const name = (shifts[0]?.after ?? shifts[0]?.before)?.group ?? ''
  const where = desk.targets.object('group', name)
  if (where === undefined)
    return shifts.map(() => ({ status: 'conflict', detail: `the group ${name} is not there. Plan again.` }))
  const why = protection(where.reference, desk.terms.settings)
  if (why !== undefined)
    return shifts.map(() => ({ status: 'failed', class: 'forbidden', detail: `${where.reference}: ${why}.` }))
  const group: Group = { guid: where.immutableId, name: where.reference }
  const outcomes = new Map<Shift, Outcome>()
  const wanted: Wanted[] = []
  for (const shift of shifts) {
    const target = await memberOf(shift, desk)
    if (target === undefined) outcomes.set(shift, absent(shift))
    else wanted.push({ shift, target })
  }
  for (let from = 0; from < wanted.length; from += memberBatch) {
    const part = await settle(group, wanted.slice(from, from + memberBatch), desk)
    for (const [shift, outcome] of part) outcomes.set(shift, outcome)
  }
  return shifts.map((shift) => outcomes.get(shift) ?? { status: 'unchanged' })
}

async function memberOf(shift: Shift, { targets, connection }: Desk): Promise<Target | undefined> {
  const { member } = shift.after ?? shift.before
  const known = await targets.target(member, connection)
  const named = shift.before?.reference
  return known ?? (named === undefined ? undefined : targets.atDn(named, connection))
}

/** Out of the directory is out of the group. */
function absent(shift: Shift): Outcome {
  if (shift.verb === 'revoke') return { status: 'unchanged' }
  return { status: 'conflict', detail: `${shift.after.member} is not there. Plan again.` }
}

/** All at once. Where that is refused, those that are so already are left out, and the rest is tried in halves: one stays no other. */
async function settle(group: Group, wanted: readonly Wanted[], desk: Desk): Promise<Settled> {
  try {
    await write(group, wanted, desk)
    return wanted.map(({ shift }) => [shift, { status: 'applied' }])
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const [one, ...others] = wanted
    if (one !== undefined && others.length === 0) return [[one.shift, await settleOne(group, one, error, desk)]]
    const outcome = adFailedWrite(error)
    const isOfAll = outcome.status === 'failed' && outcome.class !== 'invalid'
    if (isOfAll) return wanted.map(({ shift }) => [shift, outcome])
    return settleRest(group, wanted, desk)
  }
}

async function settleRest(group: Group, wanted: readonly Wanted[], desk: Desk): Promise<Settled> {
  const guids = wanted.flatMap(({ target }) => ('guid' in target ? [target.guid] : []))
  const present = await presentAmong(group.guid, guids, desk)
  const isDone = ({ shift, target }: Wanted): boolean =>
    'guid' in target && (shift.verb === 'grant') === present.has(target.guid)
  const done = wanted.filter(isDone).map(({ shift }): Settled[number] => [shift, { status: 'unchanged' }])
  const open = wanted.filter((each) => !isDone(each))
  if (open.length === 0) return done
  if (done.length > 0) return [...done, ...(await settle(group, open, desk))]
  const half = Math.ceil(open.length / 2)
  return [...(await settle(group, open.slice(0, half), desk)), ...(await settle(group, open.slice(half), desk))]
}

async function write(group: Group, wanted: readonly Wanted[], { connection }: Desk): Promise<void> {
  const part = (verb: Shift['verb'], action: Change['action']): readonly Change[] => {
    const values = wanted.filter(({ shift }) => shift.verb === verb).map(({ target }) => memberValue(target))
    return values.length === 0 ? [] : [{ action, attribute: 'member', values }]
  }
  const changes = [...part('grant', 'add'), ...part('revoke', 'delete')]
  expectSuccess(
    await connection.request(modifyRequest(guidDn(group.guid), changes)),
    `changing the members of ${group.name}`,
  )
}

/** A member as it is sent: by GUID, so that a renaming under way makes no difference. */
function memberValue(target: Target): string {
  return 'guid' in target ? guidDn(target.guid) : target.dn
}

const few = 100

/**
 * Who of these is a member, asked of them and not of the group: it may have any number. Whoever shows no group at all may only hide
 * them from this account, as in domains where few may read `memberOf`; then the group is asked.
 */
export async function presentAmong(
  group: string,
  guids: readonly string[],
  at: Pick<Desk, 'connection' | 'terms'>,
): Promise<ReadonlySet<string>> {
  const present = new Set<string>()
  for (let from = 0; from < guids.length; from += few) {
    const those = guids.slice(from, from + few)
    for (const guid of await among(those, isIn(group), at)) present.add(guid)
    const others = those.filter((guid) => !present.has(guid))
    const open = others.length === 0 ? new Set<string>() : await among(others, { present: 'memberOf' }, at)
    for (const guid of await listedAmong(
      group,
      others.filter((each) => !open.has(each)),
      at,
    ))
      present.add(guid)
  }
  return present
}

/** Those of these objects that a filter lets through. */
async function among(
  guids: readonly string[],
  filter: Filter,
  { connection, terms }: Pick<Desk, 'connection' | 'terms'>,
): Promise<ReadonlySet<string>> {
  const those = { or: guids.map((guid) => ({ attribute: 'objectGUID', equals: guidBytes(guid) })) }
  const found = await objectsBelow(connection, terms.domain.root, { and: [filter, those] })
  return new Set(found.map(({ guid }) => guid))
}

/** Those of these that the group itself lists: usually none, which takes one question. */
async function listedAmong(
  group: string,
  guids: readonly string[],
  at: Pick<Desk, 'connection' | 'terms'>,
): Promise<readonly string[]> {
  if (guids.length === 0) return []
  const anyOf = { or: guids.map((guid) => ({ attribute: 'member', equals: guidDn(guid) })) }
  if ((await objectAt(at.connection, guidDn(group), [], anyOf)) === undefined) return []
  if (guids.length === 1) return guids
  const half = Math.ceil(guids.length / 2)
  return [...(await listedAmong(group, guids.slice(0, half), at)), ...(await listedAmong(group, guids.slice(half), at))]
}

function isIn(group: string): Filter {
  return { attribute: 'memberOf', equals: guidDn(group) }
}

/** What the refusal of one member comes to: looks how it stands now. */
async function settleOne(group: Group, { shift, target }: Wanted, error: Refusal, desk: Desk): Promise<Outcome> {
  const { connection } = desk
  if ((await objectAt(connection, guidDn(group.guid))) === undefined)
    return { status: 'conflict', detail: `${group.name}: the group is gone. Plan again.` }
  const standing = await standingOf(group.guid, target, desk)
  if (shift.verb === 'grant') {
    if (standing !== 'out' || alreadyIn.includes(error.result.code)) return { status: 'unchanged' }
    if ('guid' in target && (await objectAt(connection, guidDn(target.guid))) === undefined) return absent(shift)
    return adFailedWrite(error)
  }
  switch (standing) {
    case 'out':
      return { status: 'unchanged' }
    case 'primary':
      return { status: 'failed', class: 'invalid', detail: `${group.name}: ${primary}` }
    case 'in':
      return adFailedWrite(error)
  }
}

/** Adding one value can meet these codes for one reason only, even where the members may not be read. */
const alreadyIn: readonly number[] = [code.valueExists, code.alreadyExists]

const primary =
  'it is the primary group of this account, which nobody can be taken out of. Give the account another primary group first.'

/** How an object stands in a group. Whoever has it as primary group is in it without being among its members. */
export async function standingOf(
  group: string,
  target: Target,
  at: Pick<Desk, 'connection' | 'terms'>,
): Promise<'in' | 'primary' | 'out'> {
  const { connection } = at
  if (!('guid' in target)) {
    const named = { attribute: 'member', equals: target.dn }
    return (await objectAt(connection, guidDn(group), [], named)) === undefined ? 'out' : 'in'
  }
  if ((await presentAmong(group, [target.guid], at)).has(target.guid)) return 'in'
  const [member, held] = await Promise.all([
    objectAt(connection, guidDn(target.guid), ['primaryGroupID']),
    objectAt(connection, guidDn(group), ['objectSid']),
  ])
  const [own] = valuesOf(member?.values[0])
  return own !== undefined && own === ridOf(valuesOf(held?.values[0])[0]) ? 'primary' : 'out'
}
