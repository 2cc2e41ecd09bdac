import type { Evaluation } from '../../access/evaluate.ts'
import type { Finding } from '../../model/plan.ts'
import type { Evidence } from './guard.ts'
import { fewNames, peopleCount } from './words.ts'

/** People whose role would let them see something, and who reach nothing: most often the access group was forgotten. */
export function noDataAccess({ desired, access }: Evidence): readonly Finding[] {
  return access.flatMap(({ platform, evaluation }): readonly Finding[] => {
    const people = new Set<string>()
    for (const [key, { user, state, roles }] of evaluation.access.accounts)
      if (state === 'active' && roles.length > 0 && reachesNothing(evaluation, key)) people.add(user)
    if (people.size === 0) return []
    const message = `${peopleCount(people.size)} on ${platform} ${people.size === 1 ? 'has' : 'have'} a role and no data access, since nothing is in their reach: ${fewNames([...people])}. Give them an access group or a scope that chooses something.`
    return [
      {
        slug: 'no-data-access',
        scope: `${desired.id}/${platform}`,
        result: 'warn',
        measured: people.size,
        limit: 0,
        message,
      },
    ]
  })
}

function reachesNothing(evaluation: Evaluation, account: string): boolean {
  const { permissions = {}, reach } = evaluation.access.rules
  if (reach === undefined || reach.from === 'none') return false
  const reached = evaluation.reach(account)
  if (reached === 'all' || reached.size > 0) return false
  return evaluation.keys.some(
    (key) =>
      permissions[key]?.scoped !== undefined &&
      permissions[key].scoped !== 'everywhere' &&
      evaluation.value(account, key) !== 'none',
  )
}
