import type { UnifiedRoleAssignment } from '@microsoft/microsoft-graph-types'
import type { Outcome } from '../../model/outcome.ts'
import { literal, path } from './graph/quote.ts'
import type { GraphRequest } from './graph/request.ts'
import { restOf } from './listing.ts'
import type { Settled, Shift, Wanted } from './members-write.ts'
import { membershipIn, settle } from './members-write.ts'
import { globalAdministrator } from './roles.ts'
import { textIn } from './row.ts'
import type { Body, Row } from './row.ts'
import type { Desk } from './write-desk.ts'
import { ask } from './write-story.ts'
import type { Story } from './write-story.ts'

/** A directory role is held by an assignment that covers the whole directory: https://learn.microsoft.com/graph/api/rbacapplication-post-roleassignments */
const everywhere = '/'

/** Lets people hold a directory role, or no longer. */
export async function* shiftHolders(role: string, wanted: readonly Wanted[], desk: Desk): Story<Settled> {
  const outcomes = new Map<Shift, Outcome>()
  const grants = wanted.filter(({ shift }) => shift.verb === 'grant')
  const answers = grants.length === 0 ? [] : yield grants.map(({ id }) => assign(role, id))
  grants.forEach(({ shift, id }, i) => {
    const outcome = settle(shift, answers[i])
    outcomes.set(shift, outcome)
    if (role === globalAdministrator && outcome.status !== 'failed') desk.keyholders.joined(id)
  })
  // One at a time: who may still go hangs on who went.
  for (const each of wanted.filter(({ shift }) => shift.verb === 'revoke'))
    outcomes.set(each.shift, yield* release(role, each, desk))
  return outcomes
}

function assign(role: string, id: string): GraphRequest {
  const body: Body<UnifiedRoleAssignment> = { roleDefinitionId: role, principalId: id, directoryScopeId: everywhere }
  return { method: 'POST', path: '/roleManagement/directory/roleAssignments', body }
}

async function* release(role: string, { shift, id }: Wanted, desk: Desk): Story {
  const kept = desk.terms.ownIds.has(id) ? ourselves : undefined
  const refusal = kept ?? (role === globalAdministrator ? await desk.keyholders.takeDown(id, role) : undefined)
  const { group, member } = membershipIn(shift)
  if (refusal !== undefined)
    return { status: 'failed', class: 'forbidden', detail: `${member} in ${group}: ${refusal}` }
  const outcome = yield* unassign(role, { shift, id }, desk)
  if (outcome.status === 'failed') desk.keyholders.stays(id, role)
  return outcome
}

const ourselves = 'it is the application that roster itself signs in as.'

async function* unassign(role: string, { shift, id }: Wanted, { graph }: Pick<Desk, 'graph'>): Story {
  const found = yield* ask({
    method: 'GET',
    path: '/roleManagement/directory/roleAssignments',
    query: { $filter: `roleDefinitionId eq ${literal(role)} and principalId eq ${literal(id)}` },
  })
  const rows: readonly Row<UnifiedRoleAssignment>[] = await restOf(found, 'reading who holds a role', graph)
  const held = rows.filter((row) => textIn(row, 'directoryScopeId') === everywhere)
  const ids = held.flatMap((row) => textIn(row, 'id') ?? [])
  if (ids.length === 0) return { status: 'unchanged' }
  const answers = yield ids.map((each) => ({
    method: 'DELETE',
    path: path`/roleManagement/directory/roleAssignments/${each}`,
  }))
  return (
    answers.map((answer) => settle(shift, answer)).find(({ status }) => status === 'failed') ?? { status: 'applied' }
  )
}
