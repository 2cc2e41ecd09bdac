import type { Level } from '../model/level.ts'
import { rankOf } from '../model/level.ts'
import type { AccessAccount } from './access.ts'
import type { Evaluation } from './evaluate.ts'
import { levelAt } from './evaluate.ts'
import type { Position } from './position.ts'
import type { Cut } from './provenance.ts'
import { below, rulesOf } from './source.ts'

interface Question {
  readonly key: string
  readonly value: Level
  readonly position: Position
}

/** Everything that holds a permission below what the layers say, the lowest first. */
export function cutsOf(evaluation: Evaluation, account: AccessAccount, question: Question): readonly Cut[] {
  const { key, value, position } = question
  const cuts = [
    ...askedFor(evaluation, account, key),
    ...ofRules(evaluation, key),
    ...ofPlace(evaluation, account, question),
  ]
  const isForced = position.roles.some((role) => forcedIn(evaluation, role, key))
  return cuts
    .filter(({ by, to }) => rankOf(to) < rankOf(value) && (!isForced || by === 'leftOut' || by === 'stakeholders'))
    .toSorted((a, b) => rankOf(a.to) - rankOf(b.to))
}

function forcedIn({ access }: Evaluation, role: string, key: string): boolean {
  return access.roles.get(role)?.builtIn === true && access.rules.builtInRoles?.[role]?.forced?.[key] !== undefined
}

function askedFor({ access }: Evaluation, { subscription }: AccessAccount, key: string): readonly Cut[] {
  const guards = access.guards.filter(
    (guard) => guard.keys.includes(key) && (guard.subscription ?? subscription) === subscription,
  )
  return [
    ...guards.map(({ source, keys }): Cut => ({ by: 'guard', to: 'none', source: below(source, keys.indexOf(key)) })),
    ...access.ceilings.flatMap(({ permissions, source }): readonly Cut[] => {
      const to = permissions[key]
      return to === undefined ? [] : [{ by: 'ceiling', to, source: below(source, key) }]
    }),
  ]
}

function ofRules({ access }: Evaluation, key: string): readonly Cut[] {
  const to = access.rules.permissions?.[key]?.atMost
  return to === undefined ? [] : [{ by: 'atMost', to, source: rulesOf(access.platform, 'permissions', key, 'atMost') }]
}

function ofPlace({ access, world }: Evaluation, account: AccessAccount, { key, position }: Question): readonly Cut[] {
  const { platform, rules } = access
  const { catalogue } = world
  const category = key.slice(0, key.indexOf('/'))
  const left: readonly Cut[] =
    position.where === 'leftOut'
      ? [
          {
            by: 'leftOut',
            to: rules.categories[category]?.whenExcluded ?? 'none',
            source: rulesOf(platform, 'categories', category, 'whenExcluded'),
          },
        ]
      : []
  const marked = catalogue.keys[catalogue.stakeholders]
  const isSeen = position.isStakeholder && (position.where === 'inReach' || position.where === 'leftOut')
  if (!isSeen || marked === undefined || marked === key) return left
  const shown = levelAt(world.chains.of(account, position.roles).levels[catalogue.stakeholders])
  const isDone = catalogue.isDone[catalogue.column.get(key) ?? -1] === true
  const to = isDone ? (rankOf(shown) >= rankOf('view') ? 'allow' : 'none') : shown
  return [...left, { by: 'stakeholders', to, source: rulesOf(platform, 'permissions', marked) }]
}
