import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { byId, maintainersName, personId, teamId } from './ids.ts'
import type { Organisation, Team } from './organisation.ts'

/** A person who is called otherwise from now on. */
export interface Renaming {
  readonly organisation: string
  readonly handle: string
  readonly newHandle: string
}

export interface Wishes {
  /** YAML of the organisation's one directory, without its id, indented by four. */
  readonly directory: (organisation: string) => string
  readonly renamings?: readonly Renaming[]
}

/** Writes a workspace with one tenant for each organisation. */
export function writeOrganisations(root: string, organisations: readonly Organisation[], wishes: Wishes): void {
  mkdirSync(root, { recursive: true })
  const approvers = 'approvers:\n  stewards: { forge: ["@kubernetes/owners"] }\n'
  writeFileSync(join(root, 'roster.yaml'), `version: 1\norganisation: Kubernetes\ntimezone: UTC\n${approvers}`)
  for (const organisation of organisations) writeOrganisation(root, organisation, wishes)
}

function writeOrganisation(root: string, organisation: Organisation, { directory, renamings = [] }: Wishes): void {
  const folder = join(root, 'tenants', organisation.name)
  mkdirSync(folder, { recursive: true })
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)
  write('tenant.yaml', `name: ${quoted(organisation.name)}\ndirectories:\n  github:\n${directory(organisation.name)}\n`)
  const renamed = new Map(
    renamings
      .filter((renaming) => renaming.organisation === organisation.name)
      .map(({ handle, newHandle }) => [personId(handle), newHandle]),
  )
  const people = [...byId(organisation.handles, personId)].map(([id, handle]) =>
    personLines(id, handle, renamed.get(id)),
  )
  for (let at = 0; at < people.length; at += 100)
    write(`users.${String(at / 100).padStart(2, '0')}.yaml`, people.slice(at, at + 100).join(''))
  const idOf = (handle: string): string => personId(renamed.get(personId(handle)) ?? handle)
  const groups = groupsOf(organisation)
  if (groups.length > 0) write('groups.yaml', groups.map((group) => groupLines(group, idOf)).join(''))
}

/** Everybody has a surname in a directory; of people known by a handle alone, that is the handle. */
function personLines(id: string, handle: string, newHandle: string | undefined): string {
  const now = newHandle ?? handle
  const moved = newHandle === undefined ? '' : `  movedFrom: ${quoted(id)}\n`
  return `${quoted(personId(now))}:\n${moved}  name: { last: ${quoted(now)} }\n  username: ${quoted(now)}\n`
}

interface Group extends Pick<Team, 'name' | 'description' | 'members' | 'previously'> {
  /** Names of the groups in it. */
  readonly groups: readonly string[]
}

/** A group for each team, and one for its maintainers, who are in the team too. */
function groupsOf(organisation: Organisation): readonly Group[] {
  const groups = organisation.teams.flatMap((team): Group[] => {
    const { name, description, members, maintainers, children, previously } = team
    if (maintainers.length === 0) return [{ name, description, members, previously, groups: children }]
    const second = maintainersName(team, organisation)
    return [
      { name, description, members, previously, groups: [...children, second] },
      { name: second, description: `Maintainers of ${name}`, members: maintainers, previously: [], groups: [] },
    ]
  })
  return [...byId(groups, ({ name }) => teamId(name)).values()]
}

function groupLines(
  { name, description, members, previously, groups }: Group,
  idOf: (handle: string) => string,
): string {
  const list = (ids: readonly string[]): string => `[${[...new Set(ids)].map(quoted).join(', ')}]`
  return [
    ...(previously.length === 0 ? [] : [`# previously: ${previously.join(', ')}`]),
    `${quoted(teamId(name))}:`,
    `  name: ${quoted(name)}`,
    ...(description === '' ? [] : [`  description: ${quoted(description)}`]),
    '  members:',
    `    users: ${list(members.map(idOf))}`,
    `    groups: ${list(groups.map(teamId))}`,
    '',
  ].join('\n')
}

/** Text in double quotes: a handle of digits would else be read as a number. */
function quoted(text: string): string {
  return JSON.stringify(text)
}
