import { domain } from '../servers/samba-configuration.ts'
import { escaped, place } from './seeded-places.ts'
import type { Values } from './seeded-places.ts'

/** A person of the seeded domain. */
export interface SeededPerson {
  readonly login: string
  readonly dn: string
  readonly department: string
  readonly isDisabled: boolean
  readonly values: Values
}

/** Departments, and the units of the same name: what a DN must escape, what YAML must quote. */
export const departments = [
  'Sales',
  'Service desk',
  'Sales, EMEA',
  'R&D: Lab',
  'Legal \\ Tax',
  'Büro "Süd" #3',
  'Продажи',
  '東京支社',
  'C++ & <more>',
  '#Ops',
  '0045',
  'NO',
] as const

const firsts = ['Ana', 'Ben', 'Zoë', 'Иван', '美咲', "D'Arcy", 'José', 'Søren', 'Anne-Marie', 'Nuñez']
const lasts = ['Li', 'Osei', "O'Neil", 'Петров', '山田', 'van der Berg', 'Müller', 'de la Cruz', 'Smith Jr.', 'Łukasz']

/** Texts that YAML would read as something else, or that need quotes. */
const titles = [
  'Clerk',
  'Head of "Everything"',
  '0045',
  'NO',
  'null',
  '~',
  'Lead: second line',
  '# 1 in sales',
  "it's",
  '2026-12-01',
  '6e10',
  '[vacant]',
  '{ acting }',
  '- dash',
  'C:\\Windows',
  'Vice President, EMEA; APAC',
]

/** Number `at` of the people; always the same. */
export function seededPerson(at: number): SeededPerson {
  const number = String(at).padStart(4, '0')
  const first = firsts[at % firsts.length] ?? ''
  const last = `${lasts[(at * 7 + 3) % lasts.length] ?? ''} ${number}`
  const department = departments[at % departments.length] ?? ''
  const login = loginOf(at, number)
  const name = commonNameOf(at, first, last)
  const isDisabled = at % 25 === 4
  const mail = `p.${number}@lab.example`
  const boss = Math.floor(at / 8)
  return {
    login,
    dn: `CN=${escaped(name)},${at % 50 === 4 ? place.leavers : unitOf(department)}`,
    department,
    isDisabled,
    values: {
      objectClass: 'user',
      sAMAccountName: login,
      // 65536: the password never expires. Not a bit of ours.
      userAccountControl: String((isDisabled ? 514 : 512) + (at % 9 === 0 ? 65_536 : 0)),
      givenName: first,
      sn: last,
      displayName: at % 31 === 6 ? `${last} (${department})` : name,
      department,
      userPrincipalName: at % 50 === 7 ? undefined : `p.${number}@${at % 40 === 3 ? 'corp.example' : domain.dns}`,
      mail: at % 11 === 5 ? undefined : mail,
      employeeID: [number, `E-${number}`, undefined][at % 3],
      title: titles[at % titles.length],
      telephoneNumber: at % 2 === 0 ? `0045${number}` : `+31 20 555 ${number}`,
      otherTelephone: ['112', '911'],
      streetAddress: at % 10 === 0 ? 'Long street 1\r\nback yard' : undefined,
      l: at % 4 === 0 ? 'Амстердам' : 'Utrecht',
      c: at % 4 === 0 ? 'NL' : 'NO',
      physicalDeliveryOfficeName: at % 5 === 0 ? 'Room "7", 2nd floor' : undefined,
      manager: at === 0 ? undefined : seededPerson(boss).dn,
      accountExpires: expiryOf(at),
      proxyAddresses:
        at % 6 === 0
          ? [`SMTP:${mail}`, `smtp:also.${number}@lab.example`, `X500:/o=LAB/ou=x/cn=p${number}`, `SIP:${mail}`]
          : undefined,
      description: `Made in 20${10 + (at % 10)}`,
    },
  }
}

export function unitOf(department: string): string {
  return `OU=${escaped(department)},${place.people}`
}

function loginOf(at: number, number: string): string {
  const sorts = [
    `p.${number}`,
    `o'neil ${number}`,
    `zoë_${number}`,
    `UPPER-${number}`,
    `иван${number}`,
    `a$(x)!~${number}`,
  ]
  return sorts[at % sorts.length] ?? number
}

/** CNs have 64 characters at most. */
function commonNameOf(at: number, first: string, last: string): string {
  const sorts = [
    `${last}, ${first}`,
    `${first} ${last}`,
    `#${first} ${last}`,
    `${first} \\ ${last}`,
    `"${first}" ${last}`,
    `${first} + ${last} = <2>; x`,
    `${`${first} ${last} `.padEnd(63, 'long ')}!`,
  ]
  return sorts[at % sorts.length] ?? last
}

/** The end of a day in Berlin, the middle of one, a day that is over, never in both spellings, or nothing. */
function expiryOf(at: number): string | undefined {
  const moments: Readonly<Record<number, string>> = {
    8: fileTime('2031-01-01T00:00:00+01:00'),
    28: fileTime('2031-06-15T12:34:56Z'),
    48: fileTime('2020-01-01T00:00:00+01:00'),
    68: '0',
    88: '9223372036854775807',
  }
  return moments[at % 100]
}

function fileTime(moment: string): string {
  return String((BigInt(Date.parse(moment)) + 11_644_473_600_000n) * 10_000n)
}
