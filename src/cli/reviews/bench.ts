import { teamIn } from '../../approval/rights.ts'
import type { Forge } from '../../forge/forge.ts'
import type { Workspace } from '../../generated/roster.ts'
import type { Person } from '../../model/desired.ts'
import { valuesOf } from '../../model/value.ts'
import type { Bench, FilledSheet } from '../../reviews/decisions.ts'
import { isSamePerson } from '../../reviews/reviewers.ts'
import { askedOf, type Asked, type Reading } from '../inquiry.ts'

/** Who people are: by the addresses they commit with, and by their logins. */
export interface Court extends Bench {
  /** `<tenant>/<user>` of an address; undefined: nobody's, or more than one's. */
  readonly personOf: (email: string) => string | undefined
}

/** Opens the court of a tenant. Bodies of approvers whose teams cannot be read have no members. */
export async function courtOf(
  { desired, documents }: Asked,
  reading: Reading,
  bodies: readonly string[],
  forge: () => Promise<Forge | undefined>,
): Promise<Court> {
  const { approvers = {}, forgeAccounts = {} } = documents.roster.spec
  const accounts = Object.entries(forgeAccounts).map(([login, person]) => [login.toLowerCase(), person] as const)
  const people = addressesOf(desired.id, desired.people, accounts, reading)
  const members = new Map<string, ReadonlySet<string> | undefined>()
  for (const body of bodies)
    for (const team of teamsOf(approvers, body)) members.set(team, await (await forge())?.membersOf(team))
  const loginsOf = (person: string): readonly string[] =>
    accounts.flatMap(([login, whose]) => (whose === person ? [login] : []))
  return {
    personOf: (email) => people.get(email.toLowerCase()) ?? byLogin(email, accounts),
    isSelf: (person, user) => {
      const [tenant = '', id = ''] = person.split('/')
      return tenant === desired.id && isSamePerson(id, user, desired.people)
    },
    mayNot: ({ person }, filled) => {
      if (filled.is !== 'approvers') return ofPerson(person, filled, desired)
      return ofBody(loginsOf(person), { written: approvers[filled.reviewer]?.forge ?? [], members, filled })
    },
  }
}

function ofPerson(
  person: string,
  { reviewer }: FilledSheet,
  { id, people }: Pick<Asked['desired'], 'id' | 'people'>,
): string | undefined {
  const [tenant = '', user = ''] = person.split('/')
  return tenant === id && isSamePerson(user, reviewer, people) ? undefined : `is not ${reviewer}, whose review this is`
}

interface Body {
  readonly written: readonly string[]
  readonly members: ReadonlyMap<string, ReadonlySet<string> | undefined>
  readonly filled: FilledSheet
}

function ofBody(logins: readonly string[], { written, members, filled }: Body): string | undefined {
  const isIn = written.some((one) => {
    const name = one.toLowerCase().replace(/^@/, '')
    return logins.some((login) => name === login || members.get(name)?.has(login) === true)
  })
  if (isIn) return undefined
  const unread = [...members].filter(([, found]) => found === undefined).map(([team]) => `@${team}`)
  const doubt = unread.length === 0 ? '' : `; who is in ${unread.join(', ')} could not be read`
  return `is none of ${filled.reviewer}${doubt}`
}

function teamsOf(approvers: NonNullable<Workspace['approvers']>, body: string): readonly string[] {
  const written = approvers[body]?.forge ?? []
  return written.flatMap((one) => teamIn(one) ?? [])
}

/** Address -> person, for the tenant and for all whose people have logins; an address of two is nobody's. */
function addressesOf(
  tenant: string,
  people: ReadonlyMap<string, Person>,
  accounts: readonly (readonly [string, string])[],
  reading: Reading,
): ReadonlyMap<string, string | undefined> {
  const found = new Map<string, string | undefined>()
  const add = (id: string, all: ReadonlyMap<string, Person>): void => {
    for (const { id: user, values } of all.values())
      for (const email of valuesOf(values['email'])) {
        const key = email.toLowerCase()
        const known = found.get(key)
        const isOther = found.has(key) && !isSameOf(known, `${id}/${user}`, all)
        found.set(key, isOther ? undefined : (known ?? `${id}/${user}`))
      }
  }
  add(tenant, people)
  const others = new Set(accounts.map(([, person]) => person.split('/')[0] ?? ''))
  for (const other of [...others].toSorted()) {
    if (other === tenant || !reading.files.tenants.some(({ id }) => id === other)) continue
    const asked = askedOf(reading, other)
    if ('desired' in asked) add(other, asked.desired.people)
  }
  return found
}

function isSameOf(known: string | undefined, other: string, people: ReadonlyMap<string, Person>): boolean {
  const [a, b] = [known?.split('/') ?? [], other.split('/')]
  return a[0] === b[0] && isSamePerson(a[1] ?? '', b[1] ?? '', people)
}

/** The address that GitHub gives whoever keeps their own to themselves. */
function byLogin(email: string, accounts: readonly (readonly [string, string])[]): string | undefined {
  const login = /^(?:\d+\+)?([a-z0-9-]+)@users\.noreply\.github\.com$/i.exec(email)?.[1]?.toLowerCase()
  return login === undefined ? undefined : accounts.find(([each]) => each === login)?.[1]
}
