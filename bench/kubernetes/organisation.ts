import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'

/** One GitHub organisation as kubernetes/org describes it. */
export interface Organisation {
  readonly name: string
  /** Admins and members, as they spell themselves, each once. */
  readonly handles: readonly string[]
  readonly teams: readonly Team[]
}

/** A team of an organisation; `children` are names of teams nested in it. */
export interface Team {
  readonly name: string
  readonly description: string
  readonly members: readonly string[]
  readonly maintainers: readonly string[]
  readonly children: readonly string[]
  readonly previously: readonly string[]
}

/** Reads all organisations of a day's snapshot. */
export function readOrganisations(snapshot: string): readonly Organisation[] {
  return readdirSync(snapshot, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => readOrganisation(snapshot, name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** A key may stand there with nothing after it. */
interface WrittenTeam {
  readonly description?: string | null
  readonly members?: readonly string[] | null
  readonly maintainers?: readonly string[] | null
  readonly teams?: Readonly<Record<string, WrittenTeam>> | null
  readonly previously?: readonly string[] | null
}

interface WrittenFile {
  readonly admins?: readonly string[]
  readonly members?: readonly string[]
  readonly teams?: Readonly<Record<string, WrittenTeam>>
}

function readOrganisation(snapshot: string, name: string): Organisation {
  const folder = join(snapshot, name)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'))
  const read = files.toSorted().map((file) => load(readFileSync(join(folder, file), 'utf8')) as WrittenFile | null)
  return {
    name,
    handles: read.flatMap((file) => [...(file?.admins ?? []), ...(file?.members ?? [])]),
    teams: read.flatMap((file) => teamsIn(file?.teams)),
  }
}

/** The teams of a map and those nested in them, one list. */
function teamsIn(written: Readonly<Record<string, WrittenTeam>> | null | undefined): Team[] {
  return Object.entries(written ?? {}).flatMap(([name, { description, members, maintainers, teams, previously }]) => [
    {
      name,
      description: (description ?? '').replaceAll(/\s+/g, ' ').trim(),
      members: members ?? [],
      maintainers: maintainers ?? [],
      children: Object.keys(teams ?? {}),
      previously: previously ?? [],
    },
    ...teamsIn(teams),
  ])
}
