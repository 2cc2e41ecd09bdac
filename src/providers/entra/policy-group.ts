import type { Group } from '@microsoft/microsoft-graph-types'
import { failedWrite } from './faults.ts'
import { path } from './graph/quote.ts'
import { groupOfUniqueName } from './look-up.ts'
import { policyGroupName } from './policy-names.ts'
import { textIn } from './row.ts'
import type { Body } from './row.ts'
import { objectIn } from './write-answer.ts'
import type { Desk } from './write-desk.ts'
import { ask } from './write-story.ts'
import type { Story } from './write-story.ts'
import type { Outcome } from '../../model/outcome.ts'

/** The group of a policy, which is made where there is none. Asked for twice, there is one: https://learn.microsoft.com/graph/api/group-upsert */
export async function* groupFor(
  policy: string,
  desk: Desk,
): Story<{ readonly id: string } | { readonly failed: Outcome }> {
  const unique = policyGroupName(policy)
  const answer = yield* ask({
    method: 'PATCH',
    path: path`/groups(uniqueName='${unique}')`,
    headers: { Prefer: 'create-if-missing' },
    body: groupBody(policy, unique),
  })
  if (answer.outcome !== 'done') return { failed: failedWrite(answer, `making the group of ${policy}`) }
  const id = textIn(objectIn(answer), 'id') ?? textIn(yield* groupOfUniqueName(unique, desk), 'id')
  if (id !== undefined) return { id: id.toLowerCase() }
  return { failed: { status: 'failed', class: 'retryable', detail: `the group of ${policy} is not to be seen yet` } }
}

function groupBody(policy: string, unique: string): Body<Group> {
  return {
    displayName: policy,
    description: 'Whoever is in it comes under the Conditional Access policy of the same name. roster keeps both.',
    mailNickname: unique,
    mailEnabled: false,
    securityEnabled: true,
    groupTypes: [],
  }
}

/** The same, where it is there. */
export async function* existingGroup(policy: string): Story<{ readonly id: string } | { readonly failed: Outcome }> {
  const unique = path`/groups(uniqueName='${policyGroupName(policy)}')`
  const id = textIn(objectIn(yield* ask({ method: 'GET', path: unique, query: { $select: 'id' } })), 'id')
  if (id !== undefined) return { id: id.toLowerCase() }
  return { failed: { status: 'conflict', detail: `the group of ${policy} is not there` } }
}
