import type { Address } from '../model/address.ts'
import { nestedGroupId, parseAddress } from '../model/address.ts'
import { membershipOf } from '../model/operation.ts'
import { isDone } from '../model/outcome.ts'
import type { Memberships } from './memberships.ts'
import { membershipsOf } from './memberships.ts'
import { isGone, type Moment } from './replay.ts'
import { rowOfOperation } from './of-objects.ts'
import type { DraftRow, Scene, Teller } from './scene.ts'
import type { TimelineCause } from './timeline-row.ts'

/** Groups that somebody came into and went out of, also because a group did that they were in. */
export function tellMemberships(scene: Scene): Teller {
  let known: Memberships = new Map()
  /** The last way in which the person left a directory, in the run that is under way. */
  let leaving: DraftRow | undefined
  const told = (moment: Moment): readonly DraftRow[] => {
    const { entry, operation, memory, seq } = moment
    if (entry.type === 'run') leaving = undefined
    const own = ownRow(scene, moment)
    if (
      operation?.kind === 'user' &&
      scene.isSubject(parseAddress(operation.address).id, seq) &&
      isGone(operation.verb)
    )
      leaving = rowOfOperation(scene, { ...moment, operation, status: 'applied' })
    if (!mayMove(scene, moment, known)) return []
    const before = known
    const [newest = ''] = scene.namesAt(seq)
    known = membershipsOf(memory, scene.namesAt(seq))
    const rows = differences(before, known).flatMap(({ group, through, stands }): readonly DraftRow[] => {
      if (own !== undefined && own.group === group) return []
      const membership = { group, member: newest, stands }
      return [{ ...causeless(scene, moment, { group, through, stands, leaving, member: newest }), membership }]
    })
    if (own === undefined) return rows
    return [{ ...own.row, membership: { group: own.group, member: newest, stands: known.has(own.group) } }, ...rows]
  }
  return { told }
}

/** The row of an operation on the person's own membership. */
function ownRow(
  scene: Scene,
  { entry, operation, seq, at }: Moment,
): { readonly row: DraftRow; readonly group: Address } | undefined {
  if (entry.type !== 'outcome' || operation?.kind !== 'membership' || !isDone(entry.status)) return undefined
  const { group, member } = membershipOf(operation)
  if (!scene.isSubject(member, seq)) return undefined
  const address = `${operation.tenant}/${operation.directory}/group/${group}`
  return { row: rowOfOperation(scene, { seq, at, operation, status: entry.status }), group: address }
}

/** Whether a record can change what somebody is in: everything else is passed over. */
function mayMove(scene: Scene, { entry, operation, seq }: Moment, known: Memberships): boolean {
  const concerns = (member: string): boolean =>
    scene.isSubject(member, seq) || [...known.keys()].some((group) => nestedGroupId(parseAddress(group).id) === member)
  if (entry.type === 'members') return [...entry.added, ...entry.removed].some(concerns)
  if (entry.type === 'released') return known.has(entry.address)
  if (entry.type !== 'outcome' || operation === undefined || !isDone(entry.status)) return false
  if (operation.kind === 'membership') return concerns(membershipOf(operation).member)
  if (operation.kind === 'group') return known.has(operation.address) || known.has(operation.previousAddress ?? '')
  return (
    operation.kind === 'user' &&
    operation.previousAddress !== undefined &&
    scene.isSubject(parseAddress(operation.address).id, seq)
  )
}

interface Difference {
  readonly group: Address
  readonly through: Address | undefined
  readonly stands: boolean
}

function differences(before: Memberships, now: Memberships): readonly Difference[] {
  const come = [...now].filter(([group]) => !before.has(group))
  const gone = [...before].filter(([group]) => !now.has(group))
  return [
    ...come.map(([group, through]) => ({ group, through, stands: true })),
    ...gone.map(([group, through]) => ({ group, through, stands: false })),
  ].toSorted((a, b) => (a.group < b.group ? -1 : 1))
}

interface Change extends Difference {
  readonly member: string
  readonly leaving: DraftRow | undefined
}

/** A change that no operation on the membership itself brought about. */
function causeless(
  scene: Scene,
  { entry, operation, seq, at }: Moment,
  { group, through, stands, leaving, member }: Change,
): DraftRow {
  const name = parseAddress(group).id
  const way = through === undefined ? '' : ` through ${parseAddress(through).id}`
  const plain = { at, seq, proof: { state: 'verified', at } as const, decision: scene.decisions.at(seq) }
  if (operation !== undefined) {
    const row = rowOfOperation(scene, { seq, at, operation, status: 'applied' })
    const isOfGroup = operation.kind === 'group'
    const what = stands
      ? `${member} is in ${name}${way}`
      : `${member} is not in ${name} any more${isOfGroup ? '' : way}`
    return { ...row, what: `${what}: ${operation.summary}`, cause: isOfGroup ? row.cause : 'group' }
  }
  if (!stands && leaving !== undefined)
    return { ...leaving, at, seq, what: `${member} left ${name} with the account`, proof: plain.proof }
  if (entry.type === 'released') return { ...plain, what: `${name} is not managed any more`, cause: 'released' }
  const what = stands ? `${member} was found in ${name}${way}` : `${member} was found to be no longer in ${name}`
  return { ...plain, what, cause: causeOfSight(scene, seq, group) }
}

/** What is found at the first apply of a directory was there before; what is found later somebody did. */
function causeOfSight({ decisions }: Scene, seq: number, group: Address): TimelineCause {
  return decisions.isFirst(seq, parseAddress(group).directory) ? 'adoption' : 'outside'
}

/** Who came into a group and went out of it. */
export function tellMembers(scene: Scene): Teller {
  const told = (moment: Moment): readonly DraftRow[] => {
    const { entry, operation, memory, seq, at } = moment
    const isOurs = (address: Address): boolean => scene.isSubject(parseAddress(address).id, seq)
    if (entry.type === 'outcome' && operation?.kind === 'membership' && isDone(entry.status)) {
      const { group, member } = membershipOf(operation)
      const address = `${operation.tenant}/${operation.directory}/group/${group}`
      if (!isOurs(address)) return []
      const stands = memory.members.get(address)?.has(member) === true
      return [
        {
          ...rowOfOperation(scene, { seq, at, operation, status: entry.status }),
          membership: { group: address, member, stands },
        },
      ]
    }
    if (entry.type !== 'members' || parseAddress(entry.group).kind !== 'group' || !isOurs(entry.group)) return []
    const { group } = entry
    const cause = causeOfSight(scene, seq, group)
    const row = { at, seq, cause, decision: scene.decisions.at(seq), proof: { state: 'verified', at } as const }
    const id = parseAddress(group).id
    return [
      ...entry.added.map((member) => ({
        ...row,
        what: `${member} was found in ${id}`,
        membership: { group, member, stands: true },
      })),
      ...entry.removed.map((member) => ({
        ...row,
        what: `${member} was found to be no longer in ${id}`,
        membership: { group, member, stands: false },
      })),
    ]
  }
  return { told }
}
