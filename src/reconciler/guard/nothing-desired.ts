import type { Finding } from '../../model/plan.ts'
import type { Evidence } from './guard.ts'

/** Nothing is declared for a directory in which roster manages something: never meant, so never lifted. */
export function nothingDesired({ desired, worlds, memory }: Evidence): readonly Finding[] {
  return worlds.flatMap(({ directory }) => {
    const prefix = `${desired.id}/${directory.id}/`
    const wanted =
      [...desired.people.values()].some((person) => person.directories.includes(directory.id)) ||
      [...desired.groups.values()].some((group) => group.directory === directory.id)
    const managed = [...memory.objects.keys()].filter((address) => address.startsWith(prefix)).length
    if (wanted || managed === 0) return []
    const message = `nobody and nothing is declared for ${desired.id}/${directory.id}, where ${managed} objects are managed. Bring the files back; to give a directory up, remove it from tenant.yaml.`
    return [
      {
        slug: 'nothingDesired',
        scope: `${desired.id}/${directory.id}`,
        result: 'block' as const,
        measured: managed,
        limit: 0,
        message,
      },
    ]
  })
}
