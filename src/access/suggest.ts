import type { Level } from '../model/level.ts'
import { rankOf } from '../model/level.ts'
import type { AccessAccount, PlatformAccess } from './access.ts'
import { accountKey } from './access.ts'
import type { Evaluation } from './evaluate.ts'
import { evaluate, levelAt } from './evaluate.ts'
import type { Removal } from './suggest-changes.ts'
import { removalsOf, type Hanging } from './suggest-removals.ts'

/** What is asked: how far an account has a permission (without one: anything), on one entity or as a whole. */
export interface Question extends Pick<Hanging, 'key' | 'person' | 'left' | 'own'> {
  readonly account: AccessAccount
  readonly entity?: string | undefined
}

/** Edits that, made together, lower the access; found by evaluating without what they take out. */
export interface Counterfactual {
  readonly edits: readonly Removal[]
  readonly to: Level
  /** Other people whose access to the same is lowered with it, sorted. */
  readonly others: readonly string[]
}

/** What would take access away. */
export interface Suggestion {
  /** Single edits that lower it, those that take most first. */
  readonly single: readonly Counterfactual[]
  /** Where nothing on the ways removes it alone: the smallest sets that do, as far as they are of two or three edits. */
  readonly together: readonly Counterfactual[]
  /** Tags, names and the like that lead to the entity and whose removal alone changes nothing. */
  readonly alone: readonly Removal[]
}

/** So many sets of edits are tried at most. */
const mostTried = 20_000

/** The edits that would remove or lower what somebody has, each proven by evaluating without it. */
export function suggest(evaluation: Evaluation, question: Question): Suggestion {
  const { access } = evaluation
  const around = surroundings(access, question.entity)
  const small = excerpt(access, question.account, around)
  const from = levelIn(small, question)
  if (from === 'none') return { single: [], together: [], alone: [] }
  const removals = unique(removalsOf(access, question.account, { ...question, around }))
  const tried = (edits: readonly Removal[]): Level => levelIn(appliedTo(small, edits), question)
  const lowering = removals
    .map((edit) => ({ edits: [edit], to: tried([edit]) }))
    .filter(({ to }) => rankOf(to) < rankOf(from))
    .toSorted((a, b) => rankOf(a.to) - rankOf(b.to))
  const removing = new Set(lowering.flatMap(({ edits, to }) => (to === 'none' ? edits : [])))
  const left = removals.filter((edit) => edit.part !== 'account' && !removing.has(edit))
  // A permission taken out of a role ends it too, but leads nowhere: the ways are asked about by themselves.
  const isOnWays = ({ part }: Removal): boolean =>
    question.entity === undefined ? part !== 'account' : part === 'selection' || part === 'tag' || part === 'place'
  const together = [...removing].some(isOnWays)
    ? []
    : smallestSets(left, (edits) => tried(edits) === 'none').filter((edits) => isWritable(access, question, edits))
  const withOthers = (one: Omit<Counterfactual, 'others'>): Counterfactual => ({
    ...one,
    others: othersLowered(evaluation, question, one.edits),
  })
  const lowered = new Set(lowering.flatMap(({ edits }) => edits))
  const inSets = new Set(together.flat())
  return {
    single: lowering.map(withOthers),
    together: together.map((edits) => withOthers({ edits, to: 'none' })),
    alone: removals.filter((edit) => inSets.has(edit) && !lowered.has(edit)),
  }
}

/** A selection of nothing, or an account without the roles it must have, would be refused. */
function isWritable(access: PlatformAccess, { account }: Question, edits: readonly Removal[]): boolean {
  const { accounts, groups, roles, rules } = appliedTo(access, edits)
  const after = accounts.get(accountKey(account.subscription, account.user))
  const sort = rules.accountTypes?.[account.type]
  const selects = [...groups.values()].every(({ select }) =>
    select.by === 'tags' ? select.tags.length > 0 : select.by === 'all' || select.names.length > 0,
  )
  const scoped = account.roles.every((id) => {
    const scope = roles.get(id)?.scope
    return scope === undefined || scope.all || scope.chosen.length + scope.accessGroups.length > 0
  })
  return (
    selects &&
    scoped &&
    (after?.roles.length ?? 0) >= (sort?.roles?.min ?? 0) &&
    (after?.accessGroups.length ?? 0) >= (sort?.accessGroups?.min ?? 0)
  )
}

/** The entity, what it lies in, what it is linked with and what those lie in: nothing else bears on who reaches it. */
function surroundings({ entities }: PlatformAccess, entity: string | undefined): ReadonlySet<string> {
  if (entity === undefined) return new Set()
  const links = entities.get(entity)?.links.map(({ to }) => to) ?? []
  const back = [...entities.values()].filter((one) => one.links.some(({ to }) => to === entity)).map(({ id }) => id)
  return new Set([entity, ...links, ...back].flatMap((id) => [...upwards(entities, id)]))
}

function* upwards(entities: PlatformAccess['entities'], from: string): Iterable<string> {
  const seen = new Set<string>()
  for (let id: string | undefined = from; id !== undefined && !seen.has(id); id = entities.get(id)?.inside) {
    seen.add(id)
    if (entities.has(id)) yield id
  }
}

/** The same access with one account and few entities: it gives the same answer, and evaluating it costs next to nothing. */
function excerpt(access: PlatformAccess, account: AccessAccount, around: ReadonlySet<string>): PlatformAccess {
  const known = (ids: readonly string[]): readonly string[] => ids.filter((id) => around.has(id))
  const entities = new Map([...access.entities].filter(([id]) => around.has(id)))
  const groups = new Map(
    [...access.groups].map(([id, group]) => {
      const { select } = group
      return [id, select.by === 'names' ? { ...group, select: { ...select, names: known(select.names) } } : group]
    }),
  )
  const roles = new Map(
    [...access.roles].map(([id, role]) => {
      const { scope } = role
      if (scope === undefined) return [id, role]
      return [id, { ...role, scope: { ...scope, chosen: known(scope.chosen), except: known(scope.except) } }]
    }),
  )
  const accounts = new Map([[accountKey(account.subscription, account.user), account]])
  return { ...access, accounts, entities, groups, roles }
}

function appliedTo(access: PlatformAccess, edits: readonly Removal[]): PlatformAccess {
  return edits.reduce((changed, { from }) => from(changed), access)
}

function levelIn(access: PlatformAccess, question: Question): Level {
  const { subscription, user } = question.account
  return levelOf(evaluate(access), accountKey(subscription, user), question)
}

/** The level of what is asked; of whatever somebody has on an entity, the highest. */
function levelOf(evaluation: Evaluation, account: string, { key, entity }: Question): Level {
  if (key !== undefined) return evaluation.level(account, key, entity)
  const scoped = evaluation.keys.filter((one) => isScoped(evaluation.access, one))
  const ranks = scoped.map((one) => rankOf(evaluation.level(account, one, entity)))
  return levelAt(Math.max(0, ...ranks))
}

function isScoped({ rules }: PlatformAccess, key: string): boolean {
  return (rules.permissions?.[key]?.scoped ?? 'everywhere') !== 'everywhere'
}

/** Sets of two, or else of three, of which no smaller one does. */
function smallestSets(
  removals: readonly Removal[],
  removes: (edits: readonly Removal[]) => boolean,
): readonly (readonly Removal[])[] {
  let left = mostTried
  for (const size of [2, 3]) {
    const found: (readonly Removal[])[] = []
    for (const edits of setsOf(removals, size)) {
      if (left-- === 0) return found
      if (removes(edits)) found.push(edits)
    }
    if (found.length > 0) return found
  }
  return []
}

function* setsOf<T>(all: readonly T[], size: number, from = 0): Iterable<readonly T[]> {
  if (size === 0) return yield []
  for (let at = from; at < all.length; at++) {
    const first = all[at]
    if (first === undefined) continue
    for (const rest of setsOf(all, size - 1, at + 1)) yield [first, ...rest]
  }
}

/** Whom else an edit would lower. */
function othersLowered(evaluation: Evaluation, question: Question, edits: readonly Removal[]): readonly string[] {
  const { account } = question
  const ownPart = edits.every(
    ({ source }) => source.file === account.source.file && source.line === account.source.line,
  )
  if (ownPart && account.route === 'own') return []
  const after = evaluate(appliedTo(evaluation.access, edits))
  const lowered = new Set<string>()
  for (const [id, { user }] of evaluation.access.accounts) {
    if (user === account.user || !after.access.accounts.has(id)) continue
    if (rankOf(levelOf(after, id, question)) < rankOf(levelOf(evaluation, id, question))) lowered.add(user)
  }
  return [...lowered].toSorted()
}

function unique(removals: readonly Removal[]): readonly Removal[] {
  return [...new Map(removals.map((removal) => [removal.what, removal])).values()]
}
