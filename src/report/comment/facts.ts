import { grouped } from '../../model/grouped.ts'
import type { Operation } from '../../model/operation.ts'
import type { AccessGroupChange, Plan } from '../../model/plan.ts'
import { accessOutlineOf } from '../access.ts'
import { signs, type Line, type Sign } from '../line.ts'
import type { Outline } from '../outline.ts'
import type { SectionName } from '../sections.ts'

/** Where a reviewer looks for something. The first two are never left out. */
export type Sort = 'privileged' | 'lost' | 'gained' | 'changed'

/** The sorts in the order they are read. */
export const sorts: readonly Sort[] = ['privileged', 'lost', 'gained', 'changed']

/** One line that a reviewer reads, and of which tenant. */
export interface Fact {
  readonly tenant: string
  readonly sort: Sort
  readonly line: Line
  /** Where access changes, if that is several things. */
  readonly entities: readonly string[]
}

/** Everything a plan would change, a line each, as people read it: by sort, then access before operations, then by tenant. */
export function factsOf(outline: Outline): readonly Fact[] {
  const access = outline.plan.access.groups.map(accessFact)
  const operations = outline.tenants.flatMap(({ tenant: { tenant }, sections }) =>
    sections.flatMap(({ name, lines }) =>
      lines.map((line): Fact => ({ tenant, sort: sortOfLine(name, line), line, entities: [] })),
    ),
  )
  const bySort = grouped([...access, ...operations], ({ sort }) => sort)
  return sorts.flatMap((sort) => bySort.get(sort) ?? [])
}

/** Whether something is never left out of a comment, however short it has to be. */
export function mustStay({ sort }: Pick<Fact, 'sort'>): boolean {
  return sort === 'privileged' || sort === 'lost'
}

/** The sort of an operation, as it stands by itself. */
export function sortOf(operation: Operation, kind: Plan['kind']): Sort {
  const sign = signOf(operation, kind)
  if (operation.escalation || isRisky(operation.risk, sign)) return 'privileged'
  if (sign === '-') return 'lost'
  const isObject = operation.kind === 'group' || operation.kind === 'organizationalUnit' || operation.kind === 'policy'
  const isCovered = operation.verb === 'grant' || operation.verb === 'revoke'
  return sign === '+' && (!isObject || isCovered) ? 'gained' : 'changed'
}

/** The sign of an operation; in a drift report what was found, not what would mend it. */
export function signOf({ verb }: Pick<Operation, 'verb'>, kind: Plan['kind']): Sign {
  const sign = signs[verb]
  if (kind !== 'drift' || sign === '~') return sign
  return sign === '+' ? '-' : '+'
}

/** The sort of a change of access. */
export function sortOfAccess({ privileged, change }: Pick<AccessGroupChange, 'privileged' | 'change'>): Sort {
  return privileged ? 'privileged' : change
}

function isRisky(risk: Operation['risk'], sign: Sign): boolean {
  return risk === 'lockout' || (risk === 'high' && sign === '~')
}

function sortOfLine(section: SectionName, { sign, risk }: Line): Sort {
  if (section === 'privileged' || isRisky(risk, sign)) return 'privileged'
  if (sign === '-') return 'lost'
  return sign === '+' && section !== 'objects' ? 'gained' : 'changed'
}

function accessFact(group: AccessGroupChange): Fact {
  const { tenant, entities, platform } = group
  const [line] = accessOutlineOf([group], true).lines
  const shown: Line = line ?? noLine
  return {
    tenant,
    sort: sortOfAccess(group),
    line: { ...shown, technical: `on ${platform}` },
    entities: entities === 'everywhere' || entities.length < 2 ? [] : entities,
  }
}

const noLine: Line = {
  sign: '~',
  words: '',
  technical: '',
  place: '',
  why: '',
  risk: 'low',
  notes: [],
  changes: [],
  names: [],
}
