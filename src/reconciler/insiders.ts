import { addressOf, nestedGroupId } from '../model/address.ts'
import type { Memory } from './memory.ts'
import type { Basis } from './tenant.ts'

/** Ids of the people in a group, directly or by way of a group in it, sorted. */
export type Insiders = (group: string) => readonly string[]

/** By what is declared and by what is live: whoever is in it either way may gain by what the group gains. */
export function insidersOf({ desired, worlds }: Pick<Basis, 'desired' | 'worlds'>): Insiders {
  return through((group) => [
    ...(desired.groups.get(group)?.members.keys() ?? []),
    ...worlds.flatMap(({ matches }) => {
      const members = matches.groups.get(group)?.members ?? 'unknown'
      return members === 'unknown' ? [] : members.map(matches.memberOf)
    }),
  ])
}

/** By what the ledger of a tenant last saw, where nothing can be read. */
export function rememberedInsiders({ members }: Pick<Memory, 'members'>, tenant: string): Insiders {
  const directories = new Set([...members.keys()].map((address) => address.split('/')[1] ?? ''))
  return through((id) =>
    [...directories].flatMap((directory) => [
      ...(members.get(addressOf({ tenant, directory, kind: 'group', id })) ?? []),
    ]),
  )
}

function through(membersOf: (group: string) => readonly string[]): Insiders {
  return (group) => {
    const people = new Set<string>()
    const seen = new Set([group])
    const open = [group]
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      for (const member of membersOf(id)) {
        const nested = groupIn(member)
        if (nested === undefined) people.add(member)
        else if (!seen.has(nested)) {
          seen.add(nested)
          open.push(nested)
        }
      }
    }
    return [...people].filter((id) => !id.startsWith('~')).toSorted()
  }
}

function groupIn(member: string): string | undefined {
  const mark = nestedGroupId('')
  return member.startsWith(mark) ? member.slice(mark.length) : undefined
}
