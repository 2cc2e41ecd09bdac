import type { Finding } from '../../model/plan.ts'
import { lingering } from '../access/lingering.ts'
import type { Evidence } from './guard.ts'
import { fewNames, peopleCount } from './words.ts'

/** People who are not to have something any more, and keep it since nothing takes them out of the group that passes it on. */
export function accessLingers({ desired, worlds, memory, operations }: Evidence): readonly Finding[] {
  const coming = operations.filter(({ status }) => status !== 'blocked')
  const addresses = (verbs: readonly string[]): ReadonlySet<string> =>
    new Set(coming.flatMap(({ verb, address }) => (verbs.includes(verb) ? [address] : [])))
  const departures = { revoked: addresses(['revoke']), disabled: addresses(['disable', 'delete']) }
  const byGroup = new Map<string, { directory: string; group: string; subscription: string; users: string[] }>()
  for (const { directory, group, subscription, user } of lingering(desired, worlds, memory, departures)) {
    const known = byGroup.get(`${directory}\n${group}`) ?? { directory, group, subscription, users: [] }
    byGroup.set(`${directory}\n${group}`, { ...known, users: [...known.users, user] })
  }
  return [...byGroup.values()].map(({ directory, group, subscription, users }) => {
    const message = `${peopleCount(users.length)} ${users.length === 1 ? 'keeps' : 'keep'} access on ${subscription} that nobody asks for any more, and ${users.length === 1 ? 'is' : 'are'} still in the group ${group} of ${directory}: ${fewNames(users)}. Roster does not take them out. Take them out there, or declare the access again.`
    const scope = `${desired.id}/${directory}/group/${group}`
    return { slug: 'access-lingers', scope, result: 'warn' as const, measured: users.length, message }
  })
}
