import type { AccessAccount, AccessGroup, AccessRole, PlatformAccess } from '../../access/access.ts'
import { deciderOf } from '../../access/chain.ts'
import type { EntitySet } from '../../access/entity-set.ts'
import type { Evaluation } from '../../access/evaluate.ts'
import { stepsOf } from '../../access/explain.ts'
import { pathsTo } from '../../access/paths.ts'
import type { World } from '../../access/world.ts'
import type { ReportCatalogue, ReportPlatform, ReportWay } from '../../report/html/data.ts'
import { levelMark } from '../../report/html/level-code.ts'
import type { Asked } from '../inquiry.ts'
import { accessAsked } from '../inquiry.ts'
import type { Book } from './book.ts'

/** Numbers of what stands in other lists, by which accounts name it. */
export interface Numbers {
  readonly role: ReadonlyMap<string, number>
  readonly accessGroup: ReadonlyMap<string, number>
}

/** A platform of a tenant, and how its accounts are read. */
export interface PlatformPart {
  readonly platform: ReportPlatform
  readonly numbers: Numbers
  readonly full: PlatformAccess
  readonly evaluation: Evaluation
}

/** What is written down once for the whole report. */
export interface Shelves {
  readonly book: Book
  /** Strings of levels -> numbers. */
  readonly levels: (marks: string) => number
  readonly catalogue: (full: PlatformAccess) => number
  /** How many entities may still be spelt out as reached by this or that. */
  readonly spend: (entities: number) => boolean
}

/** Access on each platform of a tenant: roles, access groups and entities, and on which ways these are reached. */
export function platformParts(asked: Asked, tenant: number, shelves: Shelves): readonly PlatformPart[] {
  return accessAsked(asked, undefined).map((full) => {
    const evaluation = asked.now(full.platform)
    const { world } = evaluation
    const { book } = shelves
    const entities = [...full.entities.values()]
    const spell = spelling(evaluation, full, shelves)
    const roles = [...full.roles.values()].toSorted(byKind)
    const groups = [...full.groups.values()]
    const isScoped = full.rules.reach?.from === 'roleScope'
    const platform: ReportPlatform = {
      tenant,
      catalogue: shelves.catalogue(full),
      roles: roles.map((role) => ({
        id: role.id,
        name: role.name,
        risk: role.risk,
        ...(role.builtIn ? { builtIn: true as const } : {}),
        ...(role.administrator ? { administrator: true as const } : {}),
        ...(role.privileged ? { privileged: true as const } : {}),
        ...(role.maxAssignees === undefined ? {} : { atMost: role.maxAssignees }),
        levels: shelves.levels(marksOfRole(world, role)),
        ...(isScoped ? { ways: waysOfRole(world, role, spell) } : {}),
        at: book.at(role.source),
      })),
      accessGroups: groups.map((group) => ({
        id: group.id,
        name: group.name,
        selects: selectsInWords(group),
        ...(group.privileged ? { privileged: true as const } : {}),
        reach: group.select.by === 'all' ? -1 : world.reaches.ofGroup(group.id).size,
        ways: waysOfGroup(world, group, spell),
        at: book.at(group.source),
      })),
      entities: entities.map(({ id, name, kind, tags, inside, privileged, source }) => ({
        id,
        name,
        kind: book.word(kind),
        ...(tags.length === 0 ? {} : { tags }),
        ...(inside === undefined ? {} : { inside }),
        ...(privileged ? { privileged: true as const } : {}),
        at: book.at(source),
      })),
    }
    return { platform, numbers: { role: numbered(roles), accessGroup: numbered(groups) }, full, evaluation }
  })
}

/** The permissions of a platform. */
export function cataloguePart(full: PlatformAccess): ReportCatalogue {
  const isScoping = full.rules.reach !== undefined && full.rules.reach.from !== 'none'
  return {
    platform: full.platform,
    name: full.rules.name,
    keys: Object.entries(full.rules.permissions ?? {}).map(([key, { name, risk, scoped = 'everywhere' }]) => ({
      key,
      name,
      risk,
      ...(isScoping && scoped !== 'everywhere' ? { scoped: true as const } : {}),
    })),
  }
}

/** What an account has of each permission: where it holds on what is reached, at its best there. */
export function marksOfAccount({ world }: Evaluation, account: string): string | undefined {
  const alike = world.alike(account)
  if (alike.account === undefined) return undefined
  const { scoping } = world.catalogue
  const best = scoping.some((each) => each !== 'everywhere') ? alike.best() : undefined
  const { levels, deciders } = alike.chain
  let marks = ''
  for (const [column, each] of scoping.entries()) {
    const rank = (each === 'everywhere' ? levels[column] : best?.[column]) ?? 0
    marks += levelMark(rank, deciderOf(deciders[column] ?? 0).layer)
  }
  return marks
}

function marksOfRole({ chains }: World, { id }: AccessRole): string {
  return [...chains.ofRole(id)].map((rank) => levelMark(Math.max(0, rank), rank < 0 ? 'nobody' : 'roles')).join('')
}

/** What the product brings along comes first. */
function byKind(a: AccessRole, b: AccessRole): number {
  return Number(b.builtIn) - Number(a.builtIn) || (a.id < b.id ? -1 : 1)
}

function numbered(all: readonly { readonly id: string }[]): ReadonlyMap<string, number> {
  return new Map(all.map(({ id }, number) => [id, number]))
}

type Spell = (account: AccessAccount, reached: readonly EntitySet[], steps: number) => readonly ReportWay[]

/** Entities by the way on which they are reached; the first steps, which are the same for all, are left out. */
function spelling(evaluation: Evaluation, full: PlatformAccess, { spend }: Shelves): Spell {
  const { world } = evaluation
  const { ids } = world.graph.numbers
  const numbers = numbered([...full.entities.values()])
  return (account, reached, skipped) => {
    const all = new Set<number>()
    for (const set of reached) set.each((entity) => all.add(entity))
    if (!spend(all.size)) return [{ words: 'too many to be spelt out here', count: all.size }]
    const ways = new Map<string, number[]>()
    for (const entity of all) {
      const id = ids[entity] ?? ''
      const paths = pathsTo(world, account, id, false).filter((path) => path.at(-1)?.kind !== 'except')
      for (const path of paths) {
        const words = stepsOf(evaluation, account, path)
          .slice(skipped)
          .filter(({ kind }) => kind !== 'selection')
          .map((step) => (step.kind === 'name' || step.kind === 'scope' ? 'named' : step.words))
          .join(', ')
        const list = ways.get(words) ?? []
        ways.set(words, list)
        list.push(numbers.get(id) ?? 0)
      }
    }
    return [...ways].map(([words, entities]) => ({ words, count: entities.length, entities }))
  }
}

function waysOfGroup(world: World, group: AccessGroup, spell: Spell): readonly ReportWay[] {
  if (group.select.by === 'all') return []
  const account = madeUp({ accessGroups: [group.id] })
  const { access } = world
  // A role that runs the platform reaches everything, and hides what the group by itself selects.
  const from = access.rules.reach?.from
  return from === 'accessGroup' ? spell(account, [world.reaches.ofGroup(group.id)], 2) : []
}

function waysOfRole(world: World, role: AccessRole, spell: Spell): readonly ReportWay[] {
  const [part] = world.reaches.parts({ roles: [role.id], accessGroups: [] })
  if (part === undefined) return []
  if (part.reach.all && !part.reach.leaves) return [{ words: 'everything, what is made later included', count: -1 }]
  return spell(madeUp({ roles: [role.id] }), part.reach.reached, 2)
}

function madeUp(some: Partial<AccessAccount>): AccessAccount {
  return {
    user: '',
    subscription: '',
    type: '',
    state: 'active',
    roles: [],
    accessGroups: [],
    overrides: [],
    route: 'own',
    source: { file: '', line: 0, via: [] },
    ...some,
  }
}

function selectsInWords({ select }: AccessGroup): string {
  switch (select.by) {
    case 'all':
      return 'everything'
    case 'names':
      return 'by names'
    case 'tags':
      return `${select.match === 'all' ? 'all of the tags' : 'any of the tags'} ${select.tags.join(', ')}`
  }
}
