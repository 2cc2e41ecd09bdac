import type { Declared, DeclaredPerson } from './scenario.ts'
import type { Picture, PicturedGroup, PicturedPerson } from './world.ts'

/**
 * What is live and should not be, or is not and should: worked out from what is declared, without any of roster's own code.
 * Nothing: the directory is as it was asked for.
 */
export function differences(declared: Declared, picture: Picture): readonly string[] {
  return [...ofPeople(declared, picture), ...ofGroups(declared, picture), ...ofLicences(declared, picture)]
}

function ofPeople({ people }: Declared, picture: Picture): readonly string[] {
  const names = picture.people.map(({ username }) => username.toLowerCase())
  const twice = names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name} is there twice`)
  const declared = new Map(Object.values(people).map((person) => [person.username, person]))
  const strangers = picture.people
    .filter(({ enabled, username }) => enabled && declared.get(username)?.state !== 'active')
    .map(({ username }) => `${username} can sign in and should not`)
  const wrong = [...declared.values()]
    .filter(({ state }) => state === 'active')
    .flatMap((person) => ofPerson(person, people, picture.people))
  return [...twice, ...strangers, ...wrong]
}

function ofPerson(
  person: DeclaredPerson,
  people: Declared['people'],
  live: readonly PicturedPerson[],
): readonly string[] {
  const found = live.find(({ username }) => username === person.username)
  if (found === undefined) return [`${person.username} is missing`]
  const manager = person.manager === null ? undefined : people[person.manager]
  const wrong = [
    ...(found.enabled ? [] : ['cannot sign in']),
    ...((person.title ?? undefined) === found.title ? [] : [`has the title ${found.title}`]),
    // Of somebody without an account, nobody can be the subordinate.
    ...(manager?.state === 'active' || manager === undefined
      ? found.manager === manager?.username
        ? []
        : [`has the manager ${found.manager}`]
      : []),
  ]
  return wrong.map((what) => `${person.username} ${what}`)
}

function ofGroups(declared: Declared, picture: Picture): readonly string[] {
  const live = new Map(picture.groups.map((group) => [group.name, group]))
  const names = new Set(Object.values(declared.groups).map(({ name }) => name))
  const extra = [...live.keys()].filter((name) => !names.has(name)).map((name) => `the group ${name} should be gone`)
  const twice = picture.groups.length === live.size ? [] : ['two groups have one name']
  const wrong = Object.keys(declared.groups).flatMap((id) => ofGroup(declared, id, live))
  return [...twice, ...extra, ...wrong]
}

function ofGroup(declared: Declared, id: string, live: ReadonlyMap<string, PicturedGroup>): readonly string[] {
  const group = declared.groups[id]
  const found = live.get(group?.name ?? '')
  if (group === undefined || found === undefined) return [`the group ${group?.name} is missing`]
  const people = Object.values(declared.people)
  const due = [
    ...people.filter(({ groups, state }) => state === 'active' && groups.includes(id)).map(({ username }) => username),
    ...group.nested.map((inner) => `group:${declared.groups[inner]?.name}`),
  ]
  // Suspended people keep the memberships they have, and come into none.
  const allowed = people
    .filter(({ groups, state }) => state === 'suspended' && groups.includes(id))
    .map(({ username }) => username)
  return [
    ...((group.description ?? undefined) === found.description
      ? []
      : [`${group.name} is described as ${found.description}`]),
    ...due.filter((member) => !found.members.includes(member)).map((member) => `${member} is not in ${group.name}`),
    ...found.members
      .filter((member) => !due.includes(member) && !allowed.includes(member))
      .map((member) => `${member} is in ${group.name} and should not be`),
  ]
}

/** Who has a licence. Suspended people keep the one they have, and get none. */
function ofLicences({ people }: Declared, picture: Picture): readonly string[] {
  const declared = new Map(Object.values(people).map((person) => [person.username, person]))
  return picture.people.flatMap(({ username, licences }): readonly string[] => {
    if (licences === undefined) return []
    const person = declared.get(username)
    const isAsked = (person?.licences ?? []).length > 0
    const has = licences.length > 0
    if (isAsked && person?.state === 'active') return has ? [] : [`${username} has no licence`]
    return has && !(isAsked && person?.state === 'suspended') ? [`${username} has a licence and should not`] : []
  })
}
