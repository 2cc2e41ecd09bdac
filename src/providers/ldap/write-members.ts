import type { DirectoryOperation } from '../../model/operation.ts'
import type { Outcome } from '../../model/outcome.ts'
import { valuesOf } from '../../model/value.ts'
import type { Desk } from './desk.ts'
import { code, expectSuccess, failedWrite, Refusal } from '../../ldap/faults.ts'
import { referenceOf } from '../../ldap/layout.ts'
import { entryById } from './by-id.ts'
import { entryAt } from '../../ldap/lookup.ts'
import { protection } from '../../ldap/protect.ts'
import { modifyRequest } from '../../ldap/wire/protocol.ts'
import type { Change } from '../../ldap/wire/protocol.ts'

type Shift = Extract<DirectoryOperation, { readonly kind: 'membership' }>

/** Which groups hold the placeholder, as far as this run knows. */
export class Placeholders {
  private readonly known = new Map<string, boolean>()
  get(group: string): boolean | undefined {
    return this.known.get(group)
  }
  note(group: string, holds: boolean): void {
    this.known.set(group, holds)
  }
}

interface Wanted {
  readonly shift: Shift
  /** The member as the group writes it. */
  readonly value: string
  readonly reference: string
}

interface Group {
  readonly id: string
  dn: string
}

/** Lets people into a group and out of it, in one request that names nobody else. */
export async function applyMembers(shifts: readonly Shift[], desk: Desk): Promise<readonly Outcome[]> {
  const name = (shifts[0]?.after ?? shifts[0]?.before)?.group ?? ''
  const where = desk.targets.object('group', name)
  if (where === undefined)
    return shifts.map(() => ({ status: 'conflict', detail: `the group ${name} is not there. Plan again.` }))
  const why = protection(where.reference, desk.terms.settings)
  if (why !== undefined)
    return shifts.map(() => ({ status: 'failed', class: 'forbidden', detail: `${where.reference}: ${why}.` }))
  const group: Group = { id: where.immutableId, dn: where.reference }
  const outcomes = new Map<Shift, Outcome>()
  const wanted: Wanted[] = []
  for (const shift of shifts) {
    const found = await memberOf(shift, desk)
    if ('status' in found) outcomes.set(shift, found)
    else wanted.push(found)
  }
  for (const [shift, outcome] of await settle(group, wanted, desk)) outcomes.set(shift, outcome)
  return shifts.map((shift) => outcomes.get(shift) ?? { status: 'unchanged' })
}

async function memberOf(shift: Shift, desk: Desk): Promise<Wanted | Outcome> {
  const { member } = shift.after ?? shift.before
  if (member.startsWith('group:') && desk.style.attribute === 'memberUid') {
    return {
      status: 'failed',
      class: 'invalid',
      detail: `a posixGroup holds usernames and no groups: ${member} cannot be its member. Use groupOfNames.`,
    }
  }
  const named = shift.before?.reference
  const reference =
    named === undefined ? await desk.targets.reference(member, desk.connection) : desk.targets.now(named)
  const value = reference === undefined ? undefined : await desk.style.valueFor(reference, desk.connection)
  if (reference === undefined || value === undefined) {
    // Out of the group it is as good as out of the directory.
    return shift.verb === 'revoke'
      ? { status: 'unchanged' }
      : { status: 'conflict', detail: `${member} has no entry here. Plan again.` }
  }
  return { shift, value, reference }
}

type Settled = Iterable<readonly [Shift, Outcome]>

/** All at once; where that fails, what is so already is left out; where it still fails, one by one. */
async function settle(group: Group, wanted: readonly Wanted[], desk: Desk): Promise<Settled> {
  if (wanted.length === 0) return []
  try {
    await write(group, wanted, desk)
    return wanted.map(({ shift }) => [shift, { status: 'applied' }] as const)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (error.result.code === code.noSuchObject) return relocate(group, wanted, desk)
    const isPartly = error.result.code === code.valueExists || error.result.code === code.noSuchAttribute
    if (isPartly) return settleRest(group, wanted, desk)
    if (wanted.length === 1) return wanted.map(({ shift }) => [shift, failedWrite(error)] as const)
    return oneByOne(group, wanted, desk)
  }
}

async function oneByOne(group: Group, wanted: readonly Wanted[], desk: Desk): Promise<Settled> {
  const settled: (readonly [Shift, Outcome])[] = []
  for (const each of wanted) settled.push(...(await settle(group, [each], desk)))
  return settled
}

/** Somebody renamed or moved the group since it was read: it is still the same group. */
async function relocate(group: Group, wanted: readonly Wanted[], desk: Desk): Promise<Settled> {
  const { base } = desk.terms.settings
  const entry = await entryById(desk.connection, { id: group.id, hint: undefined, base }, [])
  if (entry === undefined || entry.dn === group.dn) {
    return wanted.map(
      ({ shift }) => [shift, { status: 'conflict', detail: `${group.dn}: the group is gone. Plan again.` }] as const,
    )
  }
  desk.targets.moved(group.id, group.dn, referenceOf(entry.dn))
  return settle({ ...group, dn: entry.dn }, wanted, desk)
}

/** Some are in, or out, already: reads who is in, and writes only what is left. */
async function settleRest(group: Group, wanted: readonly Wanted[], desk: Desk): Promise<Settled> {
  // Somebody may be in under a name that this run has just given them.
  await desk.targets.settled()
  const present = await membersOf(group, desk)
  desk.placeholders.note(
    group.id,
    present.some((value) => referenceOf(value) === desk.terms.settings.placeholder),
  )
  const key = (value: string): string =>
    desk.style.attribute === 'memberUid' ? value : desk.targets.now(referenceOf(value))
  const spelled = new Map(
    present.map((value) => [
      key(desk.style.attribute === 'memberUid' ? value : value.replace(/#'[01]*'B$/, '')),
      value,
    ]),
  )
  const isOpen = ({ shift, value }: Wanted): boolean => (shift.verb === 'grant') !== spelled.has(key(value))
  const open = wanted.filter(isOpen).map((each) => ({
    ...each,
    value: each.shift.verb === 'revoke' ? (spelled.get(key(each.value)) ?? each.value) : each.value,
  }))
  const done = wanted.filter((each) => !isOpen(each)).map(({ shift }) => [shift, { status: 'unchanged' }] as const)
  if (open.length === 0) return done
  if (open.length === wanted.length && wanted.length > 1) return oneByOne(group, open, desk)
  try {
    await write(group, open, desk)
    return [...done, ...open.map(({ shift }) => [shift, { status: 'applied' }] as const)]
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return [...done, ...open.map(({ shift }) => [shift, failedWrite(error)] as const)]
  }
}

async function membersOf({ dn }: Group, desk: Desk): Promise<readonly string[]> {
  const entry = await entryAt(desk.connection, dn, [desk.style.attribute])
  return valuesOf(entry?.values[0])
}

/** One modify. A class that demands a member gets the placeholder when the last one leaves, and loses it when the first one comes. */
async function write(group: Group, wanted: readonly Wanted[], desk: Desk): Promise<void> {
  const { attribute } = desk.style
  const values = (verb: 'grant' | 'revoke'): string[] =>
    wanted.filter(({ shift }) => shift.verb === verb).map(({ value }) => value)
  const [grants, revokes] = [values('grant'), values('revoke')]
  const holds = grants.length > 0 && (await holdsPlaceholder(group, desk))
  const part = (action: Change['action'], list: readonly string[]): readonly Change[] =>
    list.length === 0 ? [] : [{ action, attribute, values: list }]
  const changes = [
    ...part('add', grants),
    ...part('delete', holds ? [desk.terms.settings.placeholder, ...revokes] : revokes),
  ]
  const doing = `changing the members of ${group.dn}`
  const result = await desk.connection.request(modifyRequest(group.dn, changes))
  const isLast = result.code === code.objectClassViolation && attribute !== 'memberUid' && revokes.length > 0
  if (!isLast) {
    expectSuccess(result, doing)
    if (holds) desk.placeholders.note(group.id, false)
    return
  }
  const placeholder = part('add', [desk.terms.settings.placeholder])
  expectSuccess(await desk.connection.request(modifyRequest(group.dn, [...placeholder, ...changes])), doing)
  desk.placeholders.note(group.id, true)
}

async function holdsPlaceholder(group: Group, desk: Desk): Promise<boolean> {
  const { attribute } = desk.style
  if (attribute === 'memberUid') return false
  const known = desk.placeholders.get(group.id)
  if (known !== undefined) return known
  const entry = await entryAt(desk.connection, group.dn, [], { attribute, equals: desk.terms.settings.placeholder })
  desk.placeholders.note(group.id, entry !== undefined)
  return entry !== undefined
}
