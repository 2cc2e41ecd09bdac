import { grouped } from '../../model/grouped.ts'
import type { Operation } from '../../model/operation.ts'
import type { AccessGroupChange, Plan } from '../../model/plan.ts'
import { causeWords } from '../access.ts'
import { count } from '../count.ts'
import { causeOf, deeds, foldedWords, nouns } from '../fold.ts'
import type { Sign } from '../line.ts'
import { whomOf } from '../sections.ts'
import { mustStay, signOf, sortOf, sortOfAccess, sorts, type Sort } from './facts.ts'

/** Many changes of many tenants in one line that counts them. */
export interface Folded {
  readonly sort: Sort
  readonly sign: Sign
  readonly words: string
  /** How many operations, or changes of access, it stands for. */
  readonly number: number
  readonly tenants: ReadonlySet<string>
  /** Whom it is about: ids, with the tenant before them where it is several. */
  readonly people: readonly string[]
}

/** How much is told apart: each cause, or only what becomes of what. */
export type Apart = 'byCause' | 'byKind'

/** What must not be left out of a plan, in as few lines as its causes, or its kinds, need. Most first within each sort. */
export function foldedAcross(plan: Plan, apart: Apart): readonly Folded[] {
  const all = [...foldedAccess(plan, apart), ...foldedOperations(plan, apart)].filter(mustStay)
  return all.toSorted((a, b) => sorts.indexOf(a.sort) - sorts.indexOf(b.sort) || b.number - a.number)
}

function foldedOperations({ operations, kind }: Plan, apart: Apart): readonly Folded[] {
  const together = grouped(operations, (operation) => {
    const cause = apart === 'byCause' ? causeOf(operation, false) : `${operation.kind}\n${operation.verb}`
    return `${sortOf(operation, kind)}\n${cause}`
  })
  return [...together.values()].flatMap((ones) => {
    const [first] = ones
    if (first === undefined) return []
    const words = apart === 'byKind' ? kindWords(first, ones.length) : causeInWords(first, ones.length)
    const who = peopleOf(ones.map((one) => ({ tenant: one.tenant, users: [whomOf(one)] })))
    return [{ sort: sortOf(first, kind), sign: signOf(first, kind), words, number: ones.length, ...who }]
  })
}

function causeInWords(first: Operation, number: number): string {
  return number === 1 ? first.summary : foldedWords(first, number, false)
}

/** «5,000 memberships taken out». */
function kindWords({ kind, verb }: Operation, number: number): string {
  return `${count(number, kind === 'membership' ? 'membership' : nouns[kind])} ${deeds[verb]}`
}

function foldedAccess({ access }: Plan, apart: Apart): readonly Folded[] {
  const together = grouped(access.groups, (group) => {
    const { platform, cause, levels } = group
    const what = apart === 'byCause' ? [platform, cause, ...Object.keys(levels).sort()] : []
    return [sortOfAccess(group), group.change, ...what].join('\n')
  })
  return [...together.values()].flatMap((groups) => {
    const [first] = groups
    if (first === undefined) return []
    return [
      {
        sort: sortOfAccess(first),
        sign: first.change === 'gained' ? '+' : '-',
        words: groups.length === 1 ? first.summary : accessInWords(groups, first, apart),
        number: groups.length,
        ...peopleOf(groups),
      },
    ]
  })
}

function peopleOf(ones: readonly Pick<AccessGroupChange, 'tenant' | 'users'>[]): Pick<Folded, 'tenants' | 'people'> {
  const tenants = new Set(ones.map(({ tenant }) => tenant))
  const people = ones.flatMap(({ tenant, users }) =>
    tenants.size === 1 ? users : users.map((user) => `${tenant}/${user}`),
  )
  return { tenants, people: [...new Set(people)].sort() }
}

/** «400 people lose access on desk, 3 permissions (a tag)»: a person of one tenant is one person, however often they lose something. */
function accessInWords(groups: readonly AccessGroupChange[], first: AccessGroupChange, apart: Apart): string {
  const people = peopleOf(groups).people.length
  const does = first.change === 'gained' ? (people === 1 ? 'gains' : 'gain') : people === 1 ? 'loses' : 'lose'
  const what = `${count(people, 'person')} ${does} access in ${count(groups.length, 'change')}`
  if (apart === 'byKind') return what
  const keys = Object.keys(first.levels)
  const key = keys.length === 1 ? (keys[0] ?? '') : count(keys.length, 'permission')
  return `${what} on ${first.platform}: ${key} (${causeWords[first.cause]})`
}
