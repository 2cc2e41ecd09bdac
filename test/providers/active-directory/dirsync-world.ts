import * as fc from 'fast-check'
import type { Observed } from '../../../src/model/observed.ts'
import type { Samba } from '../../servers/samba.ts'
import { account, entry } from './read-domain.ts'
import type { Seen, Unit } from './read-domain.ts'

let seeds = 0

/** People, groups and units to begin with, some of them outside what is read. */
export function seed(server: Samba, unit: Unit): void {
  const mark = `seed-${process.pid}-${++seeds}`
  const [desk, sales] = [`OU=Desk,${unit.people}`, `OU=Sales,${unit.people}`]
  const places = [unit.people, desk, sales, unit.dn]
  const people = Array.from({ length: 12 }, (_, at) => `CN=P${at}\\, x,${places[at % 4]}`)
  const groups = Array.from({ length: 4 }, (_, at) => `CN=G${at},${unit.groups}`)
  server.tool(
    'ldapadd',
    [],
    [
      ...[desk, sales, `OU=Inner,${unit.groups}`].map((dn) => entry(dn, { objectClass: 'organizationalUnit' })),
      ...people.map((dn, at) => entry(dn, account(`${mark}-${at}`, { title: `T${at}` }))),
      entry(`CN=Card,${unit.people}`, { objectClass: 'contact' }),
      ...groups.map((dn, at) =>
        entry(dn, {
          objectClass: 'group',
          sAMAccountName: `${mark}-g${at}`,
          member: [...people.slice(at * 2, at * 2 + 5), ...groups.slice(0, at), `CN=Card,${unit.people}`],
          managedBy: people[at] ?? '',
        }),
      ),
    ].join('\n'),
  )
}

const whats = [
  'createUser',
  'createGroup',
  'createUnit',
  'title',
  'titleGone',
  'state',
  'manager',
  'rename',
  'move',
  'moveOut',
  'moveIn',
  'remove',
  'join',
  'joinContact',
  'leave',
  'nobody',
  'describe',
  'renameUnit',
  'moveUnit',
  'removeUnit',
  'renameBase',
  'card',
] as const

export interface Command {
  readonly what: (typeof whats)[number]
  readonly pick: number
  readonly other: number
}

export const commands: fc.Arbitrary<Command> = fc.record({
  what: fc.constantFrom(...whats),
  pick: fc.nat(1000),
  other: fc.nat(1000),
})

let made = 0
let done = 0

/** How many changes the server has made. */
export const changesMade = (): number => done

/** Changes something about what a reading showed. What cannot be done any more, as on what is gone meanwhile, is left. */
export function changeAtRandom(server: Samba, unit: Unit, seen: Seen, { what, pick, other }: Command): void {
  const of = (kind: Observed['kind']): readonly Observed[] => seen.all.filter((each) => each.kind === kind)
  const one = (list: readonly Observed[], index: number): string => byGuid(list[index % Math.max(1, list.length)])
  const [users, groups, units] = [of('user'), of('group'), of('organizationalUnit')]
  const [user, group, place] = [one(users, pick), one(groups, pick), one(units, other)]
  const name = `N${++made}`
  const attempt = (tool: string, argv: readonly string[], input = ''): void => {
    try {
      server.tool(tool, argv, input)
    } catch {
      // It is gone, or so already, or in the way of another.
      return
    }
    done++
  }
  const modify = (dn: string, ...lines: readonly string[]): void =>
    attempt('ldapmodify', [], [`dn: ${dn}`, 'changetype: modify', ...lines, ''].join('\n'))
  const rename = (dn: string, rdn: string, to?: string): void =>
    attempt('ldapmodrdn', ['-r', ...(to === undefined ? [] : ['-s', to]), dn, rdn])
  const login = `rnd-${process.pid}-${name}`
  switch (what) {
    case 'createUser':
      return attempt(
        'ldapadd',
        [],
        entry(`CN=${name}\\, y,${pick % 2 === 0 ? unit.people : place}`, account(login, { title: 'new' })),
      )
    case 'createGroup':
      return attempt(
        'ldapadd',
        [],
        entry(`CN=${name},${unit.groups}`, { objectClass: 'group', sAMAccountName: login, member: [user] }),
      )
    case 'createUnit':
      return attempt(
        'ldapadd',
        [],
        entry(`OU=${name},${pick % 2 === 0 ? unit.people : place}`, { objectClass: 'organizationalUnit' }),
      )
    case 'title':
      return modify(user, 'replace: title', `title: ${name}`)
    case 'titleGone':
      return modify(user, 'delete: title')
    case 'state':
      return modify(user, 'replace: userAccountControl', `userAccountControl: ${pick % 3 === 0 ? 514 : 512}`)
    case 'manager':
      return modify(user, 'replace: manager', ...(other % 3 === 0 ? [] : [`manager: ${one(users, other)}`]))
    case 'rename':
      return rename(pick % 2 === 0 ? user : group, `CN=${name}`)
    case 'move':
      return rename(user, `CN=${name}`, place)
    case 'moveOut':
      return rename(pick % 3 === 0 ? group : user, `CN=out-${name}`, unit.dn)
    case 'moveIn':
      return rename(`CN=P3\\, x,${unit.dn}`, `CN=P3\\, x`, unit.people)
    case 'remove':
      return attempt('ldapdelete', [pick % 3 === 0 ? group : user])
    case 'join':
      return modify(group, 'add: member', `member: ${other % 4 === 0 ? one(groups, other) : one(users, other)}`)
    case 'joinContact':
      return modify(group, 'add: member', `member: CN=Card,${unit.people}`)
    case 'leave':
      return modify(group, 'delete: member', `member: ${one(users, other)}`)
    case 'nobody':
      return modify(group, 'delete: member')
    case 'describe':
      return modify(group, 'replace: description', `description: ${name}`)
    case 'renameUnit':
      return rename(place, `OU=${name}`)
    case 'moveUnit':
      return rename(place, `OU=${name}`, one(units, pick))
    case 'removeUnit':
      return attempt('ldapdelete', ['-e', '!1.2.840.113556.1.4.805', place])
    case 'renameBase':
      // What lies between the base that is read and the domain: back again, so that the base is there.
      rename(unit.dn, `OU=${name}-x`)
      return rename(`OU=${name}-x,${server.baseDn}`, unit.dn.slice(0, unit.dn.indexOf(',')))
    case 'card':
      return modify(`CN=Card,${unit.people}`, 'replace: title', `title: ${name}`)
  }
}

/** Right whatever it is called by now; nothing has this name where there is no such object. */
function byGuid(object: Observed | undefined): string {
  return object === undefined ? 'CN=nothing' : `<GUID=${object.immutableId}>`
}
