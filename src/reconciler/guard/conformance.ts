import type { Finding } from '../../model/plan.ts'
import type { Evidence } from './guard.ts'
import { fewNames, peopleCount } from './words.ts'

interface Differences {
  /** `ana-li (printers)`: groups that people have beyond the template. */
  readonly more: string[]
  /** Groups of the template that people were once to get, and are not in. */
  readonly less: string[]
}

/** What people have beyond their template, and lack of it, where the template only reports it. One finding a template. */
export function conformance({ desired, worlds }: Evidence): readonly Finding[] {
  if (desired.conformance.size === 0) return []
  const extra = new Map<string, string[]>()
  const lacking = new Map<string, string[]>()
  const note = (found: Map<string, string[]>, user: string, group: string): void => {
    found.set(user, [...(found.get(user) ?? []), group])
  }
  for (const [id, group] of desired.groups) {
    const world = worlds.find(({ directory }) => directory.id === group.directory)
    const live = world?.matches.groups.get(id)
    const present =
      world === undefined || live === undefined || live.members === 'unknown'
        ? undefined
        : new Set(live.members.map(world.matches.memberOf))
    const isReported = (member: string): boolean => desired.conformance.get(member)?.effect === 'report'
    for (const [member, { source, onCreate }] of group.members) {
      const given = desired.conformance.get(member)
      if (given === undefined || !isReported(member)) continue
      if (!given.groups.has(id)) {
        // What the group itself says of its members is no matter of a template.
        if (source === desired.people.get(member)?.source) note(extra, member, id)
      } else if (onCreate && present?.has(member) === false && world?.matches.users.has(member) === true)
        note(lacking, member, id)
    }
    // Who is in a group that access made, and is not to be, is told with access.
    const strangers = group.subscription === undefined ? (present ?? []) : []
    for (const member of strangers) if (!group.members.has(member) && isReported(member)) note(extra, member, id)
  }
  const byTemplate = new Map<string, Differences>()
  const collect = (found: ReadonlyMap<string, readonly string[]>, side: keyof Differences): void => {
    for (const [user, groups] of found) {
      const template = desired.conformance.get(user)?.template ?? ''
      const differences = byTemplate.get(template) ?? { more: [], less: [] }
      byTemplate.set(template, differences)
      differences[side].push(`${user} (${groups.toSorted().join(', ')})`)
    }
  }
  collect(extra, 'more')
  collect(lacking, 'less')
  return [...byTemplate].map(([template, { more, less }]) => ({
    slug: 'conformance' as const,
    scope: `${desired.id}/${template}`,
    result: 'warn' as const,
    measured: more.length + less.length,
    limit: 0,
    message: `${[spoken(more, `more than the template ${template} gives`), spoken(less, `not all that the template ${template} gives`)].filter((words) => words !== '').join('; ')}. It is only told; with conformance: enforce whoever no line puts into a group is taken out of it.`,
  }))
}

function spoken(people: readonly string[], what: string): string {
  if (people.length === 0) return ''
  return `${peopleCount(people.length)} ${people.length === 1 ? 'has' : 'have'} ${what}: ${fewNames(people)}`
}
