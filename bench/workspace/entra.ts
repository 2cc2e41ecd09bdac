import { createHash } from 'node:crypto'
import type { Entity, GraphState } from '../../test/emulators/graph/state.ts'
import type { BenchPerson, BenchTenant } from './people.ts'
import { benchTenant, departments } from './people.ts'
import { membersOf } from './members.ts'

/** Who can always come in, in the tenant's first domain. */
export const emergency = 'breakglass'

/** Where everybody works: licences need to know. */
export const country = 'NL'

/** People in groups as they are in large tenants: three groups of a fifth of all each, the others small; twenty people in one on average. */
export function cloudTenant(size: { readonly people: number; readonly groups: number }): BenchTenant {
  const tenant = benchTenant(0, size)
  const [large, small] = [tenant.groups.slice(0, 3), tenant.groups.slice(3)]
  const one = (index: number): readonly string[] => small.slice(index % small.length, (index % small.length) + 1)
  const groupsOf = (index: number): readonly string[] => [
    ...large.filter((_, at) => index % 5 === at),
    ...one(index),
    ...(index % 5 < 2 ? one(index * 7 + 1) : []),
  ]
  const people = tenant.people.map((person, index) => ({ ...person, groups: [...new Set(groupsOf(index))] }))
  return { ...tenant, people }
}

/** The tenant before the last so many of its people and groups came. */
export function before(
  tenant: BenchTenant,
  arrivals: { readonly people: number; readonly groups: number },
): BenchTenant {
  const groups = tenant.groups.slice(0, tenant.groups.length - arrivals.groups)
  const there = new Set(groups)
  const people = tenant.people
    .slice(0, tenant.people.length - arrivals.people)
    .map((person) => ({ ...person, groups: person.groups.filter((group) => there.has(group)) }))
  return { ...tenant, people, groups }
}

/** Puts people and groups into the emulator, just as the tenant's YAML asks for them. */
export function fillTenant(state: GraphState, tenant: BenchTenant): void {
  for (const person of tenant.people) {
    const id = idOf(person.id)
    state.users.set(id, userOf(person))
    if (person.manager !== undefined) state.managers.set(id, idOf(person.manager))
  }
  for (const [group, members] of membersOf(tenant)) {
    state.groups.set(idOf(group), groupOf(group))
    state.members.set(idOf(group), new Set(members.map(idOf)))
  }
}

/** Puts in a Global Administrator whom nobody uses. */
export function addEmergency(state: GraphState): void {
  const id = idOf(emergency)
  const named = { userPrincipalName: `${emergency}@${state.initialDomain}`, displayName: 'Emergency' }
  state.users.set(id, { ...common, ...named, id, mailNickname: emergency })
  const assignment = { id: idOf('assignment'), principalId: id, roleDefinitionId: globalAdministrator }
  state.roleAssignments.set(assignment.id, { ...assignment, directoryScopeId: '/' })
}

/** https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference#global-administrator */
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10'

const common = {
  accountEnabled: true,
  userType: 'Member',
  createdDateTime: '2024-01-01T00:00:00Z',
  assignedLicenses: [],
} as const

function userOf(person: BenchPerson): Entity {
  return {
    ...common,
    id: idOf(person.id),
    userPrincipalName: `${person.id}@${person.email.split('@')[1]}`,
    mailNickname: person.id,
    displayName: `${person.first} ${person.last}`,
    givenName: person.first,
    surname: person.last,
    mail: person.email,
    jobTitle: person.title,
    department: departments.get(person.department),
    employeeId: person.employeeId,
    officeLocation: person.location,
    city: person.city,
    postalCode: person.postalCode,
    country,
    usageLocation: country,
    businessPhones: [person.work],
    mobilePhone: person.mobile,
  }
}

function groupOf(name: string): Entity {
  return {
    id: idOf(name),
    displayName: name,
    description: `The team of ${name}`,
    mailNickname: name,
    mailEnabled: false,
    securityEnabled: true,
    groupTypes: [],
    createdDateTime: common.createdDateTime,
  }
}

/** The object id of somebody or something: the same each time. */
export function idOf(name: string): string {
  const digits = createHash('sha256').update(name).digest('hex')
  return [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ]
    .map(([from, to]) => digits.slice(from, to))
    .join('-')
}
