import { domain } from '../servers/samba-configuration.ts'
import { departments, seededPerson, unitOf } from './seeded-people.ts'
import type { SeededPerson } from './seeded-people.ts'
import { added, escaped, place, replaced } from './seeded-places.ts'

/** How many there are of each. */
export const population = { people: 2000, partners: 500, contacts: 3500, everybody: 6000 } as const

/** Groups that are declared, whatever they are called. */
export const groupNames = [
  ...departments.map((name) => `Team ${name}`),
  'All of us',
  'Düsseldorf, "alt" \\ neu',
  '#vpn + <wlan>; x',
  'CON',
  'aux',
  'Empty',
  'Outer',
  'Middle',
  'Inner',
  'Chicken',
  'Egg',
  'News',
  'Local',
  'Everything',
  'Far away',
] as const

/** LDIF of a domain as they grow over twenty years, and who its people are. Always the same. */
export function seededDomain(): { readonly ldif: string; readonly people: readonly SeededPerson[] } {
  const people = Array.from({ length: population.people }, (_, at) => seededPerson(at))
  const records = [
    replaced(`CN=Partitions,CN=Configuration,${domain.baseDn}`, { uPNSuffixes: 'corp.example' }),
    ...[...Object.values(place), ...departments.map(unitOf)].map((dn) =>
      added(dn, { objectClass: 'organizationalUnit' }),
    ),
    ...people.map(({ dn, values }) => added(dn, values)),
    ...strangers(),
    ...groups(people),
    ...oddities(people),
  ]
  return { ldif: records.join('\n'), people }
}

const partner = (at: number): string => `CN=Partner ${at},${place.partners}`
const contact = (at: number): string => `CN=Contact ${at},${place.partners}`

/** Whatever is no account of a person, or lies elsewhere. */
function strangers(): readonly string[] {
  return [
    ...Array.from({ length: population.partners }, (_, at) =>
      added(partner(at), { objectClass: 'user', sAMAccountName: `partner${at}`, userAccountControl: '512' }),
    ),
    ...Array.from({ length: population.contacts }, (_, at) => added(contact(at), { objectClass: 'contact' })),
    ...Array.from({ length: 20 }, (_, at) =>
      added(`CN=Friend ${at},${place.people}`, { objectClass: 'contact', mail: `friend${at}@elsewhere.example` }),
    ),
    ...Array.from({ length: 20 }, (_, at) =>
      added(`CN=PC${at},${unitOf('Sales')}`, {
        objectClass: 'computer',
        sAMAccountName: `PC${at}$`,
        userAccountControl: '4096',
      }),
    ),
  ]
}

function groups(people: readonly SeededPerson[]): readonly string[] {
  const dn = (name: string): string => `CN=${escaped(name)},${place.groups}`
  const group = (name: string, member: readonly string[], own: Readonly<Record<string, string>> = {}): string =>
    added(dn(name), {
      objectClass: 'group',
      sAMAccountName: `g-${name.replaceAll(/[^\p{L}0-9]/gu, '')}`,
      member,
      ...own,
    })
  const dns = people.map((person) => person.dn)
  const others = [
    ...Array.from({ length: population.partners }, (_, at) => partner(at)),
    ...Array.from({ length: population.contacts }, (_, at) => contact(at)),
  ]
  return [
    ...departments.map((name) =>
      group(
        `Team ${name}`,
        people.filter(({ department }) => department === name).map((person) => person.dn),
      ),
    ),
    group('All of us', [...dns, ...others], { groupType: '-2147483640' }),
    group('Düsseldorf, "alt" \\ neu', dns.slice(0, 40), { description: 'C:\\share; "old", new\r\nsecond line' }),
    group('#vpn + <wlan>; x', [...dns.slice(30, 60), `CN=PC0,${unitOf('Sales')}`]),
    group('CON', dns.slice(0, 3)),
    group('aux', dns.slice(3, 6)),
    group('Empty', []),
    group('Inner', dns.slice(100, 110)),
    group('Middle', [dn('Inner'), ...dns.slice(110, 115)]),
    group('Outer', [dn('Middle'), dn('Team Sales'), partner(0)]),
    group('Chicken', []),
    group('Egg', [dn('Chicken')]),
    group('Everything', [dn('Outer'), `CN=Domain Users,CN=Users,${domain.baseDn}`], { groupType: '-2147483640' }),
    group('Local', [dn('All of us')], { groupType: '-2147483644' }),
    // A universal distribution group.
    group('News', [...dns.slice(0, 20), contact(0)], { groupType: '8', mail: 'news@lab.example' }),
    added(`CN=Far away,${place.mail}`, { objectClass: 'group', sAMAccountName: 'far', member: dns.slice(0, 3) }),
    group('Guarded', [dns[12] ?? ''], { adminCount: '1' }),
  ]
}

/** What comes about when many hands work on one directory for long. */
function oddities(people: readonly SeededPerson[]): readonly string[] {
  const [at = ''] = people.map(({ dn }) => dn)
  const dnOf = (index: number): string => people[index]?.dn ?? at
  const into = (group: string, member: string): string =>
    `dn: ${group}\nchangetype: modify\nadd: member\nmember:: ${Buffer.from(member).toString('base64')}\n`
  return [
    // They report to themselves, to one another, to somebody outside.
    replaced(dnOf(1), { manager: dnOf(1) }),
    replaced(dnOf(2), { manager: dnOf(3) }),
    replaced(dnOf(3), { manager: dnOf(2) }),
    replaced(dnOf(5), { manager: partner(7) }),
    into(`CN=Chicken,${place.groups}`, `CN=Egg,${place.groups}`),
    // Administrators, whom AdminSDHolder watches over.
    into(`CN=Domain Admins,CN=Users,${domain.baseDn}`, dnOf(10)),
    into(`CN=Account Operators,CN=Builtin,${domain.baseDn}`, dnOf(11)),
    replaced(dnOf(10), { adminCount: '1' }),
    replaced(dnOf(11), { adminCount: '1' }),
  ]
}
