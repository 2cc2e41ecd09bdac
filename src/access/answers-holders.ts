import type { Level } from '../model/level.ts'
import { rankOf } from '../model/level.ts'
import type { AccessAccount } from './access.ts'
import { accountKey } from './access.ts'
import { reachedBy } from './answers-users.ts'
import type { Evaluation } from './evaluate.ts'
import { stepsOf, type Step } from './explain.ts'
import type { Saying } from './provenance.ts'
import { provenance } from './provenance.ts'

/** Somebody who has a permission, and because of what. */
export interface Holder {
  readonly user: string
  readonly platform: string
  readonly subscription: string
  readonly level: Level
  /** How many entities they have it on; not there: it holds whatever the entity, or one entity was asked about. */
  readonly reach?: 'all' | number
  /** What decides the level. */
  readonly decider?: Saying
  /** The first way on which the entity is reached. */
  readonly way?: readonly Step[]
  readonly until?: string
}

/** Who is asked for: a permission, on an entity or as a whole, at least at a level. */
export interface HoldersQuestion {
  readonly key: string
  readonly entity?: string | undefined
  readonly atLeast?: Level | undefined
}

/** Everybody who has a permission, by person. */
export function holdersOf(evaluation: Evaluation, { key, entity, atLeast }: HoldersQuestion): readonly Holder[] {
  const { access } = evaluation
  const scoped = (access.rules.permissions?.[key]?.scoped ?? 'everywhere') !== 'everywhere'
  return [...access.accounts]
    .flatMap(([id, account]): readonly Holder[] => {
      const level = evaluation.level(id, key, entity)
      if (level === 'none' || (atLeast !== undefined && rankOf(level) < rankOf(atLeast))) return []
      const reached = scoped && entity === undefined ? reachedBy(evaluation, account) : undefined
      if (reached !== undefined && !reached.all && reached.count === 0) return []
      return [
        holderOf(evaluation, account, { key, entity, level, reach: reached?.all === true ? 'all' : reached?.count }),
      ]
    })
    .toSorted((a, b) => (a.user < b.user ? -1 : a.user > b.user ? 1 : a.subscription < b.subscription ? -1 : 1))
}

interface Had {
  readonly key: string
  readonly entity: string | undefined
  readonly level: Level
  readonly reach: 'all' | number | undefined
}

function holderOf(evaluation: Evaluation, account: AccessAccount, { key, entity, level, reach }: Had): Holder {
  const { user, subscription, until } = account
  const { decider, paths } = provenance(evaluation, accountKey(subscription, user), key, entity)
  const way = paths.slice(0, 1).map((path) => stepsOf(evaluation, account, path))[0]
  return {
    user,
    platform: evaluation.access.platform,
    subscription,
    level,
    ...(reach === undefined ? {} : { reach }),
    ...(decider === undefined ? {} : { decider }),
    ...(way === undefined ? {} : { way }),
    ...(until === undefined ? {} : { until }),
  }
}
