import { grouped } from '../../model/grouped.ts'
import type { ObservedGroup, ObservedUser } from '../../model/observed.ts'
import type { DirectoryOperation } from '../../model/operation.ts'
import { isRunOnce } from '../../model/operation.ts'
import { isSo, pointedBy } from '../already.ts'
import type { EntityOperation } from '../already.ts'
import type { WriteContext } from '../provider.ts'
import { entraDialect } from './dialect.ts'
import { literal } from './graph/quote.ts'
import type { Graph, GraphRequest } from './graph/request.ts'
import { places } from './group-kind.ts'
import { assignmentIn, holds, licencesOf, personIn } from './licences-write.ts'
import type { LicenceShift } from './licences-write.ts'
import { foundIn, fullPage, restOf } from './listing.ts'
import type { Shift } from './members-write.ts'
import { membershipIn } from './members-write.ts'
import { isPolicyShift, shiftsStand } from './policy-people.ts'
import type { PolicyShift } from './policy-people.ts'
import { policyStands } from './policy-write.ts'
import type { Terms } from './terms.ts'
import { textIn } from './row.ts'
import { targetOf } from './write-desk.ts'
import { LicenceNames } from './write-licence-names.ts'
import { liveEntity, locating } from './write-look.ts'
import { askAt, groupPath } from './write-place.ts'
import type { GroupPlace } from './write-place.ts'
import { ask, tellAll } from './write-story.ts'
import type { Story } from './write-story.ts'

/** What it takes to hold an operation against what is there. */
export interface Standpoint {
  readonly graph: Graph
  readonly terms: Terms
  readonly locate: WriteContext['locate']
}

type Looking = Standpoint & { readonly licences: LicenceNames }

/** Reads back whether what these operations ask for is the case now, in their order. Throws DirectoryFault. */
export async function confirmed(
  operations: readonly DirectoryOperation[],
  at: Standpoint,
): Promise<readonly boolean[]> {
  const looking = { ...at, licences: new LicenceNames(at.graph) }
  const shifts = grouped(operations.filter(isShift), (shift) => membershipIn(shift).group)
  const underPolicies = grouped(operations.filter(isPolicyShift), (shift) => (shift.after ?? shift.before).policy)
  const others = operations.filter((operation): operation is Alone => !isShift(operation) && !isPolicyShift(operation))
  const [areMembers, areUnder, areDone] = await Promise.all([
    tellAll(
      [...shifts.values()].map((each) => areSettled(each, looking)),
      at.graph,
    ),
    tellAll(
      [...underPolicies.values()].map((each) => shiftsStand(each, at)),
      at.graph,
    ),
    tellAll(
      others.map((operation) => isDone(operation, looking)),
      at.graph,
    ),
  ])
  const done = new Map<DirectoryOperation, boolean>([
    ...areMembers.flatMap((each) => [...each]),
    ...[...underPolicies.values()].flatMap((each, i) =>
      each.map((shift, n) => [shift, areUnder[i]?.[n] ?? false] as const),
    ),
    ...others.map((operation, i) => [operation, areDone[i] ?? false] as const),
  ])
  return operations.map((operation) => done.get(operation) ?? false)
}

function isShift(operation: DirectoryOperation): operation is Shift {
  return operation.kind === 'membership'
}

type Alone = Exclude<DirectoryOperation, Shift | PolicyShift>

async function* isDone(operation: Alone, at: Looking): Story<boolean> {
  switch (operation.kind) {
    case 'organizationalUnit':
      return false
    case 'policy':
      return yield* policyStands(operation, at)
    case 'licence':
      return yield* isLent(operation, at)
    case 'user':
    case 'group': {
      const live = yield* liveEntity(operation, at)
      if (isRunOnce(operation)) return live !== undefined
      if (operation.verb === 'restore')
        return live?.kind === 'user' && (live.state === 'disabled') === (operation.after.state === 'disabled')
      const pointed = await pointedBy(operation, locating(operation, at))
      return isSo(asNamed(operation, live), live, pointed, entraDialect(at.terms))
    }
  }
}

/** Entra ID names guests as it likes. */
function asNamed(operation: EntityOperation, live: ObservedUser | ObservedGroup | undefined): EntityOperation {
  const isGuest = operation.kind === 'user' && operation.verb === 'create' && operation.after.invites !== undefined
  if (!isGuest || live?.kind !== 'user') return operation
  return { ...operation, after: { ...operation.after, username: live.username } }
}

async function* isLent(shift: LicenceShift, at: Looking): Story<boolean> {
  const person = personIn(shift, at)
  const account = person === undefined ? undefined : foundIn(yield* ask(licencesOf(person)), 'reading an account')
  const sku = await at.licences.sku(assignmentIn(shift).sku)
  const hasIt = account !== undefined && sku !== undefined && holds(shift, account, sku)
  return hasIt === (shift.verb === 'grant')
}

/** Of all memberships of one group at once. */
async function* areSettled(shifts: readonly Shift[], at: Looking): Story<readonly (readonly [Shift, boolean])[]> {
  const [first] = shifts
  const group = first === undefined ? undefined : targetOf(first, `group:${membershipIn(first).group}`, at)
  const members = group === undefined ? new Set<string>() : yield* membersOf(group, at)
  return shifts.map((shift) => {
    const { member } = membershipIn(shift)
    const id = targetOf(shift, member, at) ?? shift.before?.reference
    return [shift, (id !== undefined && members.has(id)) === (shift.verb === 'grant')] as const
  })
}

async function* membersOf(group: string, at: Looking): Story<ReadonlySet<string>> {
  const { answer } = yield* askAt(group, (place) => directMembersOf(place, group))
  const isGone = answer.outcome === 'refused' && answer.status === 404
  const rows = isGone ? [] : await restOf(answer, 'reading members', at.graph)
  return new Set(rows.flatMap((row) => (textIn(row, 'principalId') ?? textIn(row, 'id'))?.toLowerCase() ?? []))
}

function directMembersOf(place: GroupPlace, group: string): GraphRequest {
  if (place === places.roles) return holdersOf(group)
  const query = { $select: 'id', $top: String(fullPage) }
  return { method: 'GET', path: `${groupPath(place, group)}/members`, query }
}

function holdersOf(role: string): GraphRequest {
  const $filter = `roleDefinitionId eq ${literal(role)} and directoryScopeId eq '/'`
  return { method: 'GET', path: '/roleManagement/directory/roleAssignments', query: { $filter } }
}
