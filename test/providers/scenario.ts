import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { array, constantFrom, integer, nat, record, tuple, type Arbitrary } from 'fast-check'

import type { World } from './world.ts'

/** What a workspace declares, in the few words that the promises are about. */
export interface Declared {
  /** Rises with every change, so that no two names are ever the same. */
  readonly serial: number
  readonly departments: Readonly<Record<string, DeclaredDepartment>>
  readonly people: Readonly<Record<string, DeclaredPerson>>
  readonly groups: Readonly<Record<string, DeclaredGroup>>
}
interface DeclaredDepartment {
  readonly name: string
  readonly parent?: string
}
export interface DeclaredPerson {
  readonly employeeId: string
  readonly name: { readonly first: string; readonly last: string }
  readonly username: string
  readonly title: string | null
  readonly department?: string
  readonly manager: string | null
  readonly groups: readonly string[]
  readonly licences?: readonly string[]
  readonly state: 'active' | 'suspended' | 'disabled'
  readonly movedFrom?: string
}
interface DeclaredGroup {
  readonly name: string
  readonly description: string | null
  /** Ids of groups that are members. */
  readonly nested: readonly string[]
}

/** A tenant's life: what is declared first, and after each change. */
export interface Story {
  readonly placement: 'flat' | 'department' | 'departmentPath'
  readonly chapters: readonly Declared[]
}

const odd = [
  'Zoë',
  "O'Brien",
  '小龙',
  'Jean-Luc',
  'de la Cruz',
  'Li, Ana',
  'Иван',
  '"Bob"',
  'a\\b',
  '#first',
  'x=y',
  '<i>',
  'ß',
  'A+B;C',
  '*)(uid=*',
]
const name = constantFrom(...odd, 'Ana', 'Ben', 'Eva')
const groupNames = ['VPN users', 'Sales, EMEA', 'R&D #1', 'Ops \\ Night', 'Ünïcode', '=1+1', 'a/b', '*', '(x)']
const departmentNames = ['Service desk', 'Sales, EMEA', 'F&A', 'Añejo', 'a/b', 'x=y']

type Edit = (before: Declared, roll: readonly number[]) => Declared

/** Every sort of change that people make; numbers say to whom and to what. */
const edits: Readonly<Record<string, Edit>> = {
  hire: (all, [, what = 0]) => person(all, `new-${all.serial}`, someone(all, what, `new.${all.serial}`)),
  leave: (all, [who = 0]) => {
    const id = pick(Object.keys(all.people), who)
    // Somebody stays: an empty declaration is held by a gate of its own.
    return id === undefined || Object.keys(all.people).length < 3 ? all : withoutPerson(all, id)
  },
  retitle: (all, [who = 0, what = 0]) => change(all, who, { title: what % 3 === 0 ? null : `Title ${what % 7}` }),
  rename: (all, [who = 0, what = 0]) =>
    change(all, who, { username: `renamed.${all.serial}`, name: { first: pick(odd, what) ?? '', last: 'New' } }),
  move: (all, [who = 0, what = 0]) => {
    const department = pick(Object.keys(all.departments), what)
    return change(all, who, department === undefined ? {} : { department })
  },
  manage: (all, [who = 0, whom = 0]) => {
    const manager = pick(Object.keys(all.people), whom) ?? null
    const id = pick(Object.keys(all.people), who)
    return change(all, who, {
      manager: id === undefined || manager === null || isAbove(all, id, manager) ? null : manager,
    })
  },
  state: (all, [who = 0, what = 0]) =>
    change(all, who, { state: pick(['active', 'suspended', 'disabled'] as const, what) ?? 'active' }),
  groups: (all, [who = 0, what = 0]) =>
    change(all, who, { groups: Object.keys(all.groups).filter((_, index) => (what >> index) % 2 === 1) }),
  moveId: (all, [who = 0]) => {
    const id = pick(Object.keys(all.people), who)
    const found = id === undefined ? undefined : all.people[id]
    if (id === undefined || found === undefined) return all
    const moved = `moved-${all.serial}`
    return person(withoutPerson(all, id, moved), moved, { movedFrom: id, ...found })
  },
  found: (all, [, what = 0]) => {
    const founded = { name: `${pick(groupNames, what)} ${all.serial}`, description: null, nested: [] }
    return { ...all, groups: { ...all.groups, [`team-${all.serial}`]: founded } }
  },
  dissolve: (all, [which = 0]) => {
    const id = pick(Object.keys(all.groups), which)
    return id === undefined || Object.keys(all.groups).length < 2 ? all : withoutGroup(all, id)
  },
  describe: (all, [which = 0, what = 0]) => group(all, which, { description: what % 3 === 0 ? null : `About ${what}` }),
  renameGroup: (all, [which = 0, what = 0]) =>
    group(all, which, { name: `${pick(groupNames, what)} again ${all.serial}` }),
  nest: (all, [which = 0, what = 0]) => {
    const ids = Object.keys(all.groups)
    const outer = ids[which % Math.max(1, ids.length)] ?? ''
    // Only earlier groups into later ones: a circle is an error of its own.
    return group(all, which, {
      nested: ids.slice(0, ids.indexOf(outer)).filter((_, index) => (what >> index) % 2 === 1),
    })
  },
}

/** Random tenants and their changes. */
export function stories(limits: { readonly people: number; readonly chapters: number }): Arbitrary<Story> {
  const roll = array(nat(63), { minLength: 2, maxLength: 2 })
  const turn = tuple(constantFrom(...Object.keys(edits)), roll)
  return record({
    placement: constantFrom('flat' as const, 'department' as const, 'departmentPath' as const),
    departments: integer({ min: 0, max: 3 }),
    groups: integer({ min: 1, max: 4 }),
    people: array(record({ first: name, last: name, roll: nat(255) }), {
      minLength: 2,
      maxLength: limits.people,
    }),
    turns: array(array(turn, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: limits.chapters }),
  }).map(({ placement, departments, groups, people, turns }) => {
    let declared = opening(departments, groups, people)
    const chapters = [declared]
    for (const chapter of turns) {
      declared = chapter.reduce(
        (all, [what, how]) => ({ ...(edits[what]?.(all, how) ?? all), serial: all.serial + 1 }),
        settled(declared),
      )
      chapters.push(declared)
    }
    return { placement, chapters }
  })
}

function opening(
  departments: number,
  groups: number,
  people: readonly { readonly first: string; readonly last: string; readonly roll: number }[],
): Declared {
  let all: Declared = {
    serial: 100,
    departments: Object.fromEntries(
      Array.from({ length: departments }, (_, n) => [
        `dep-${n}`,
        { name: departmentNames[n] ?? '', ...(n > 0 ? { parent: `dep-${n - 1}` } : {}) },
      ]),
    ),
    groups: Object.fromEntries(
      Array.from({ length: groups }, (_, n) => [
        `group-${n}`,
        {
          name: groupNames[n] ?? '',
          description: n % 2 === 0 ? `The ${n}.` : null,
          nested: n > 1 ? [`group-${n - 1}`] : [],
        },
      ]),
    ),
    people: {},
  }
  for (const [index, { first, last, roll }] of people.entries()) {
    all = person(all, `p-${index}`, { ...someone(all, roll, `user.${index}`), name: { first, last } })
  }
  return all
}

function someone(all: Declared, roll: number, username: string): DeclaredPerson {
  const department = pick(Object.keys(all.departments), roll)
  return {
    employeeId: username.replace(/\D/g, '').padStart(5, '0'),
    name: { first: pick(odd, roll) ?? '', last: pick(odd, roll >> 2) ?? '' },
    username,
    title: roll % 4 === 0 ? null : `Title ${roll % 5}`,
    ...(department === undefined ? {} : { department }),
    manager: roll % 2 === 0 ? null : (pick(Object.keys(all.people), roll) ?? null),
    groups: Object.keys(all.groups).filter((_, index) => (roll >> index) % 2 === 1),
    state: 'active',
  }
}

function pick<T>(from: readonly T[], at: number): T | undefined {
  return from[at % Math.max(1, from.length)]
}

function person(all: Declared, id: string, is: DeclaredPerson): Declared {
  return { ...all, people: { ...all.people, [id]: is } }
}

function change(all: Declared, who: number, what: Partial<DeclaredPerson>): Declared {
  const id = pick(Object.keys(all.people), who)
  const found = id === undefined ? undefined : all.people[id]
  return id === undefined || found === undefined ? all : person(all, id, { ...found, ...what })
}

function group(all: Declared, which: number, what: Partial<DeclaredGroup>): Declared {
  const id = pick(Object.keys(all.groups), which)
  const found = id === undefined ? undefined : all.groups[id]
  return id === undefined || found === undefined
    ? all
    : { ...all, groups: { ...all.groups, [id]: { ...found, ...what } } }
}

/** Without one person; those who had them as manager get the successor, or none. */
function withoutPerson(all: Declared, gone: string, successor: string | null = null): Declared {
  const others = Object.entries(all.people).filter(([id]) => id !== gone)
  return {
    ...all,
    people: Object.fromEntries(
      others.map(([id, is]) => [id, is.manager === gone ? { ...is, manager: successor } : is]),
    ),
  }
}

function withoutGroup(all: Declared, gone: string): Declared {
  const groups = Object.entries(all.groups).filter(([id]) => id !== gone)
  const without = (ids: readonly string[]): readonly string[] => ids.filter((id) => id !== gone)
  return {
    ...all,
    groups: Object.fromEntries(groups.map(([id, is]) => [id, { ...is, nested: without(is.nested) }])),
    people: Object.fromEntries(
      Object.entries(all.people).map(([id, is]) => [id, { ...is, groups: without(is.groups) }]),
    ),
  }
}

/** Is this person the manager, or above the manager? */
function isAbove(all: Declared, id: string, manager: string): boolean {
  for (
    let above: string | null | undefined = manager;
    above !== null && above !== undefined;
    above = all.people[above]?.manager
  ) {
    if (above === id) return true
  }
  return false
}

/** What stays of a chapter when the next begins: an id that moved has moved. */
function settled(all: Declared): Declared {
  return {
    ...all,
    people: Object.fromEntries(Object.entries(all.people).map(([id, is]) => [id, unmoved(is)])),
  }
}

/** A person whose move is over. */
export function unmoved(person: DeclaredPerson): DeclaredPerson {
  const { movedFrom, ...rest } = person
  return movedFrom === undefined ? person : rest
}

/** The id of the one licence that the stories know. */
const licenceId = 'office'

/** The same chapter, in which so many people at most are to have a licence: whom the roll says. */
export function licensed(chapter: Declared, units: number, roll: number): Declared {
  const lucky = new Set(
    Object.keys(chapter.people)
      .toSorted((a, b) => luck(a, roll) - luck(b, roll) || (a < b ? -1 : 1))
      .slice(0, units),
  )
  const people = Object.entries(chapter.people).map(([id, is]) =>
    lucky.has(id) ? ([id, { ...is, licences: [licenceId] }] as const) : ([id, is] as const),
  )
  return { ...chapter, people: Object.fromEntries(people) }
}

function luck(id: string, roll: number): number {
  let hash = roll | 1
  for (const letter of id) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16777619)
  return hash >>> 0
}

/** Writes a workspace that declares this. JSON is YAML, and spares the suite a writer of its own. */
export function writeWorkspace(
  root: string,
  declared: Declared,
  { settings, lends }: Pick<World, 'settings' | 'lends'>,
  now: Date,
): void {
  const tenant = join(root, 'tenants', 'acme')
  rmSync(join(root, 'tenants'), { recursive: true, force: true })
  mkdirSync(tenant, { recursive: true })
  const write = (path: string, content: object): void =>
    writeFileSync(path, `${JSON.stringify(content, undefined, 2)}\n`)
  write(join(root, 'roster.yaml'), {
    version: 1,
    organisation: 'Acme',
    approvers: { leads: { forge: ['@acme/leads'] } },
  })
  write(join(tenant, 'tenant.yaml'), {
    name: 'Acme',
    domains: ['acme.example'],
    ...(lends?.country === undefined ? {} : { defaults: { attributes: { address: { country: lends.country } } } }),
    directories: { hq: settings },
    ...(lends === undefined ? {} : { licences: { [licenceId]: { directory: 'hq', sku: lends.sku } } }),
  })
  if (Object.keys(declared.departments).length > 0) write(join(tenant, 'departments.yaml'), declared.departments)
  write(
    join(tenant, 'groups.yaml'),
    Object.fromEntries(Object.entries(declared.groups).map(([id, is]) => [id, groupSpec(is)])),
  )
  write(join(tenant, 'users.yaml'), declared.people)
  write(join(tenant, 'acknowledgements.yaml'), acknowledgements(now))
}

function groupSpec({ name: called, description, nested }: DeclaredGroup): object {
  return { name: called, description, members: { ownership: 'exclusive', groups: nested } }
}

/** The stories are about promises, not about gates: whatever they remove is acknowledged. */
function acknowledgements(now: Date): object {
  const expires = new Date(now.getTime() + 24 * 3_600_000).toISOString()
  const lift = (gate: string): object => ({
    gate,
    max: 1000,
    reason: 'the story asks for it',
    approver: 'leads',
    expires,
  })
  return {
    people: lift('usersRemoved'),
    members: lift('groupMembersRemoved'),
    memberships: lift('membershipsRemoved'),
    returns: lift('disabledElsewhere'),
  }
}
