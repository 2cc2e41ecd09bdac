import type { Level } from '../model/level.ts'
import type { AccessAccount, AccessSource, Selector } from './access.ts'
import { accountKey } from './access.ts'
import type { Evaluation } from './evaluate.ts'
import type { Hop } from './paths.ts'
import type { Provenance, Saying } from './provenance.ts'
import { provenance } from './provenance.ts'
import { below } from './source.ts'
import type { Question, Suggestion } from './suggest.ts'
import { suggest } from './suggest.ts'

/** A step on a way, in plain words. */
export interface Step {
  readonly kind: Hop['kind'] | 'selection'
  readonly words: string
  readonly source: AccessSource
}

/** Why an account has a permission, or has it not, and what would take it away. */
export interface Explanation extends Omit<Provenance, 'paths' | 'account'> {
  readonly account: AccessAccount
  /** Every way on which the entity is reached, independent of one another. */
  readonly paths: readonly (readonly Step[])[]
  readonly suggestion: Suggestion
}

/** Everything that bears on one permission of one account. */
export function explain(evaluation: Evaluation, question: Question & { readonly key: string }): Explanation {
  const { account, key, entity } = question
  const found = provenance(evaluation, accountKey(account.subscription, account.user), key, entity)
  const paths = found.paths.map((path) => stepsOf(evaluation, account, path))
  return { ...found, account, paths, suggestion: suggest(evaluation, question) }
}

/** The ways on which an account reaches an entity, whatever it has there. */
export function waysTo(evaluation: Evaluation, account: AccessAccount, entity: string): Explanation['paths'] {
  const key = evaluation.keys.find((one) => evaluation.access.rules.permissions?.[one]?.scoped === 'reach')
  if (key === undefined) return []
  const { paths } = provenance(evaluation, accountKey(account.subscription, account.user), key, entity)
  return paths.map((path) => stepsOf(evaluation, account, path))
}

/** One permission of somebody, and what decides it. */
export interface Had {
  readonly key: string
  readonly level: Level
  readonly decider?: Saying
}

/** Every permission that somebody has, on an entity or as a whole, with what decides it. */
export function everything(evaluation: Evaluation, account: AccessAccount, entity?: string): readonly Had[] {
  const id = accountKey(account.subscription, account.user)
  const { permissions } = evaluation.access.rules
  return evaluation.keys.flatMap((key) => {
    const level = evaluation.level(id, key, entity)
    const isElsewhere = entity !== undefined && (permissions?.[key]?.scoped ?? 'everywhere') === 'everywhere'
    if (level === 'none' || isElsewhere) return []
    const { decider } = provenance(evaluation, id, key, entity)
    return [{ key, level, ...(decider === undefined ? {} : { decider }) }]
  })
}

/** A hop into an access group leads on through what the group selects, which is written elsewhere. */
export function stepsOf(evaluation: Evaluation, account: AccessAccount, path: readonly Hop[]): readonly Step[] {
  return path.flatMap((hop): readonly Step[] => {
    const { kind, id, source } = hop
    const step: Step = { kind, words: wordsOf(hop, account), source }
    const group = kind === 'accessGroup' ? evaluation.access.groups.get(id) : undefined
    if (group === undefined || group.select.by === 'all') return [step]
    return [step, { kind: 'selection', words: selectionInWords(group.select), source: below(group.source, 'select') }]
  })
}

function selectionInWords(select: Selector): string {
  switch (select.by) {
    case 'all':
      return 'selects everything'
    case 'names':
      return 'selects by names'
    case 'tags':
      return `selects ${select.match === 'all' ? 'what bears all of' : 'what bears any of'} ${select.tags.join(', ')}`
  }
}

function wordsOf({ kind, id }: Hop, { user }: AccessAccount): string {
  switch (kind) {
    case 'account':
      return `${user} on ${id}`
    case 'role':
      return `role ${id}`
    case 'administrator':
      return `role ${id}, which reaches everything`
    case 'everything':
      return `role ${id} has no scope and grants everything`
    case 'accessGroup':
      return `access group ${id}`
    case 'scope':
      return `scope names ${id}`
    case 'except':
      return `scope leaves out ${id}`
    case 'tag':
      return `tag ${id}`
    case 'name':
      return `names ${id}`
    case 'all':
      return `all of ${id}`
    case 'container':
      return `${id} lies inside`
    case 'link':
      return `link to ${id}`
  }
}
