import type { AccessAccount } from '../../access/access.ts'
import { accountKey } from '../../access/access.ts'
import { standingOf } from '../../access/answers-users.ts'
import type { Person, Source } from '../../model/desired.ts'
import type { At, ReportAccount, ReportGroup, ReportPerson } from '../../report/html/data.ts'
import type { Asked } from '../inquiry.ts'
import type { Book } from './book.ts'
import { marksOfAccount, type PlatformPart, type Shelves } from './platforms.ts'

/** What of a tenant the accounts and memberships of people are read from. */
export interface Ground {
  readonly asked: Asked
  readonly tenant: number
  readonly shelves: Shelves
  /** Number of the first of `platforms` and of the tenant's groups in the lists of the report. */
  readonly platforms: readonly PlatformPart[]
  readonly firstPlatform: number
  readonly firstGroup: number
}

/** The people of a tenant: names and places in the organisation only, no numbers and no addresses of theirs. */
export function peoplePart(ground: Ground): readonly ReportPerson[] {
  const accounts = accountsByPerson(ground)
  const groups = groupsByPerson(ground)
  const { book } = ground.shelves
  return [...ground.asked.desired.people.values()].map((person) => {
    const own = accounts.get(person.id)
    const inside = groups.get(person.id)
    return {
      tenant: ground.tenant,
      id: person.id,
      name: textOf(person, 'displayName') ?? person.id,
      ...worded(book, 'title', textOf(person, 'title')),
      ...worded(book, 'department', person.departmentPath.join(' › ')),
      ...(person.state === 'active' ? {} : { state: person.state }),
      ...(person.stateReason === 'declared' ? {} : { because: person.stateReason }),
      ...(person.starts === undefined ? {} : { starts: person.starts }),
      ...(person.ends === undefined ? {} : { ends: person.ends }),
      at: book.at(person.source),
      ...(inside === undefined ? {} : { groups: inside }),
      ...(own === undefined ? {} : { accounts: own }),
    }
  })
}

/** The groups of a tenant's directories. */
export function groupsPart({ asked: { desired }, tenant, shelves }: Ground): readonly ReportGroup[] {
  return [...desired.groups.values()].map((group) => {
    const nested = [...group.members.keys()].flatMap((member) => (member.startsWith('group:') ? [member.slice(6)] : []))
    return {
      tenant,
      id: group.id,
      name: group.name,
      directory: group.directory,
      sort: group.groupKind,
      ...(group.privileged ? { privileged: true as const } : {}),
      ...(typeof group.owner === 'string' ? { owner: group.owner } : {}),
      ...(nested.length === 0 ? {} : { nested }),
      at: shelves.book.at(group.source),
    }
  })
}

function textOf({ values }: Person, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

function worded(
  book: Book,
  name: 'title' | 'department',
  text: string | undefined,
): Partial<Record<typeof name, number>> {
  return text === undefined || text === '' ? {} : { [name]: book.word(text) }
}

function groupsByPerson(ground: Ground): ReadonlyMap<string, NonNullable<ReportPerson['groups']>> {
  const { book } = ground.shelves
  const { people } = ground.asked.desired
  const found = new Map<string, (readonly [group: number, why: number, at?: At])[]>()
  for (const [offset, { members }] of [...ground.asked.desired.groups.values()].entries()) {
    for (const [member, { route, source, gives }] of members) {
      if (member.startsWith('group:')) continue
      const list = found.get(member) ?? []
      found.set(member, list)
      const via = source.via.filter((each) => each !== 'select').map((each) => each.replace(':', ' '))
      const why = route === 'access' && gives !== undefined ? gives : [routeWords[route], ...via].join(', ')
      const named = [ground.firstGroup + offset, book.word(why)] as const
      list.push(isSame(source, people.get(member)?.source) ? named : [...named, book.at(source)])
    }
  }
  return found
}

const routeWords = {
  own: 'named by a line',
  template: 'template',
  select: 'selection of the group',
  department: 'department',
  application: 'application',
  access: 'access on a platform',
} as const

function accountsByPerson(ground: Ground): ReadonlyMap<string, readonly ReportAccount[]> {
  const found = new Map<string, ReportAccount[]>()
  for (const [offset, part] of ground.platforms.entries()) {
    for (const account of part.full.accounts.values()) {
      const list = found.get(account.user) ?? []
      found.set(account.user, list)
      list.push(accountPart(ground, part, { account, platform: ground.firstPlatform + offset }))
    }
  }
  return found
}

function accountPart(
  { asked: { asOf, desired }, shelves: { book, levels } }: Ground,
  { evaluation, numbers }: PlatformPart,
  { account, platform }: { readonly account: AccessAccount; readonly platform: number },
): ReportAccount {
  const { subscription, roles, accessGroups, from, until, overrides, route, source } = account
  const key = accountKey(subscription, account.user)
  const marks = marksOfAccount(evaluation, key)
  const reached = evaluation.reach(key)
  const state = standingOf(account, asOf)
  const inGroups = numbersOf(accessGroups, numbers.accessGroup)
  return {
    platform,
    contract: book.word(subscription),
    ...(state === 'active' ? {} : { state }),
    roles: numbersOf(roles, numbers.role),
    ...(inGroups.length === 0 ? {} : { accessGroups: inGroups }),
    ...(marks === undefined ? {} : { levels: levels(marks) }),
    reach: reached === 'all' ? -1 : reached.size,
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...(overrides.length === 0
      ? {}
      : {
          overrides: overrides.map(({ key: permission, level, reason, until: end, source: line }) => ({
            key: permission,
            level,
            reason,
            ...(end === undefined ? {} : { until: end }),
            at: book.at(line),
          })),
        }),
    ...(route === 'own' ? {} : { route: book.word(route) }),
    ...(isSame(source, desired.people.get(account.user)?.source) ? {} : { at: book.at(source) }),
  }
}

function numbersOf(ids: readonly string[], known: ReadonlyMap<string, number>): readonly number[] {
  return ids.flatMap((id) => {
    const number = known.get(id)
    return number === undefined ? [] : [number]
  })
}

function isSame(one: Spot, other: Spot | undefined): boolean {
  return one.file === other?.file && one.line === other.line
}

type Spot = Pick<Source, 'file' | 'line'>
