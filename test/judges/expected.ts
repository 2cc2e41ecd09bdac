import type { Declared, DeclaredPerson } from './workspace.ts'

type Shown = Readonly<Record<string, unknown>>

/** What Graph shows of somebody who is declared so, in the properties that clients show without being asked for others. */
export function shownOf({ name, title, location, phones, upn, email }: DeclaredPerson): Shown {
  return {
    displayName: `${name.first} ${name.last}`,
    givenName: name.first,
    surname: name.last,
    jobTitle: title ?? null,
    officeLocation: location ?? null,
    businessPhones: phones === undefined ? [] : [phones.work],
    mobilePhone: phones?.mobile ?? null,
    ...(upn === undefined ? { mail: email } : { userPrincipalName: upn }),
  }
}

/** Those with an account of the tenant's own, by their sign-in names. */
export function members({ people }: Declared): readonly DeclaredPerson[] {
  return Object.values(people)
    .filter(({ guest = false }) => !guest)
    .toSorted((a, b) => compare(a.upn, b.upn))
}

export function guests({ people }: Declared): readonly DeclaredPerson[] {
  return Object.values(people).filter(({ guest = false }) => guest)
}

/** Groups as they are listed: administrative units are none. */
export function groups(declared: Declared): readonly Shown[] {
  return Object.values(declared.groups)
    .filter(({ kind }) => kind !== 'administrativeUnit')
    .map(({ name, description, kind }) => ({
      displayName: name,
      description: description ?? null,
      groupTypes: kind === 'microsoft365' ? ['Unified'] : [],
      mailEnabled: kind === 'microsoft365',
    }))
    .toSorted((a, b) => compare(a.displayName, b.displayName))
}

/** Names of those who are in a group, sorted as the clients sort them: by code units. */
export function inGroup({ people }: Declared, group: string): readonly string[] {
  return Object.values(people)
    .filter(({ groups }) => groups.includes(group))
    .map(({ name }) => `${name.first} ${name.last}`)
    .toSorted(compare)
}

/** How many units of a licence are given out. */
export function holders({ people }: Declared, licence: string): number {
  return Object.values(people).filter(({ licences = [] }) => licences.includes(licence)).length
}

function compare(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0
}
