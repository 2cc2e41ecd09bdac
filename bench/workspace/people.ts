/** A made-up person: twelve attributes, five groups. */
export interface BenchPerson {
  readonly id: string
  readonly first: string
  readonly last: string
  readonly email: string
  readonly title: string
  readonly department: string
  readonly manager: string | undefined
  readonly employeeId: string
  readonly location: string
  readonly city: string
  readonly postalCode: string
  readonly work: string
  readonly mobile: string
  readonly groups: readonly string[]
}

/** A made-up tenant. The same numbers give the same tenant on every machine. */
export interface BenchTenant {
  readonly id: string
  readonly domain: string
  readonly people: readonly BenchPerson[]
  readonly groups: readonly string[]
}

/** Departments of every tenant: id -> name. */
export const departments: ReadonlyMap<string, string> = new Map([
  ['service-desk', 'Service desk'],
  ['finance', 'Finance'],
  ['operations', 'Operations'],
  ['engineering', 'Engineering'],
  ['sales', 'Sales'],
  ['legal', 'Legal'],
  ['people', 'People and culture'],
  ['field', 'Field service'],
])

const firstNames =
  'Ana Ben Chloé Dmitri Eva Farid Grace Hiroshi Ines Jamal Katarzyna Liam Mei Nadia Omar Priya Quentin Rosa Søren Tomás Uma Viktor Wanjiru Xenia Yusuf Zoë'.split(
    ' ',
  )
const lastNames =
  "Li Osei Nguyễn Vos Berg O'Brien Kovács Santos Müller Haddad Ivanova Smith Okafor Tanaka Rossi García Dubois Jansen Nowak Silva Kaya Cohen Larsen Mwangi Petrov Quist".split(
    ' ',
  )
const titles = [
  'Senior field technician',
  'Accountant, receivables',
  'Team lead, second line',
  'Consultant, public sector',
  'Software developer',
  'Key account manager',
  'Legal counsel',
]
const cities = ['Amsterdam', 'Nairobi', 'São Paulo', 'Kraków', 'Osaka', 'Lyon', 'Boston']

/** Gives numbers from 0 up to `below` in an order that depends on the seed alone (mulberry32). */
export function dice(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** The n-th tenant, with so many people and groups. */
export function benchTenant(
  number: number,
  size: { readonly people: number; readonly groups: number },
  seed = 42,
): BenchTenant {
  const throwDice = dice(seed * 1_000_003 + number)
  const id = `t${String(number).padStart(4, '0')}`
  const domain = `${id}.example`
  const areas = [...departments.keys()]
  const groups = Array.from({ length: size.groups }, (_, index) => groupName(index, areas))
  const ids: string[] = []
  const people = Array.from({ length: size.people }, (_, index) => {
    const person = onePerson({ index, domain, groups, ids, throwDice })
    ids.push(person.id)
    return person
  })
  return { id, domain, people, groups }
}

interface Making {
  readonly index: number
  readonly domain: string
  readonly groups: readonly string[]
  /** Of those made before. */
  readonly ids: readonly string[]
  readonly throwDice: (below: number) => number
}

function onePerson({ index, domain, groups, ids, throwDice }: Making): BenchPerson {
  const pick = (list: readonly string[]): string => list[throwDice(list.length)] ?? ''
  const digits = (count: number): string => String(throwDice(10 ** count)).padStart(count, '0')
  const [first, last] = [pick(firstNames), pick(lastNames)]
  const id = `${ascii(first)}-${ascii(last)}-${String(index).padStart(5, '0')}`
  return {
    id,
    first,
    last,
    email: `${id.replaceAll('-', '.')}@${domain}`,
    title: pick(titles),
    department: pick([...departments.keys()]),
    // The first ten report to nobody; everybody else to somebody before them, so that no circle can arise.
    manager: index < 10 ? undefined : ids[throwDice(Math.max(1, Math.floor(index / 10)))],
    employeeId: String(100_000 + index),
    location: `Building ${1 + throwDice(9)}, floor ${1 + throwDice(20)}`,
    city: pick(cities),
    postalCode: `0${digits(4)}`,
    work: `+3120${digits(7)}`,
    mobile: `+316${digits(8)}`,
    groups: distinct(5, groups.length, throwDice).map((at) => groups[at] ?? ''),
  }
}

function groupName(index: number, areas: readonly string[]): string {
  return `${areas[index % areas.length]}-collaboration-${String(index).padStart(3, '0')}`
}

/** A name as an id may hold it. */
function ascii(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll('ø', 'o')
    .replaceAll(/[^A-Za-z]/g, '')
    .toLowerCase()
}

/** So many different numbers below a limit. */
function distinct(count: number, below: number, throwDice: (below: number) => number): number[] {
  const chosen = new Set<number>()
  while (chosen.size < Math.min(count, below)) chosen.add(throwDice(below))
  return [...chosen].toSorted((a, b) => a - b)
}
