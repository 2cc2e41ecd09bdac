import type { Evaluation } from '../../access/evaluate.ts'
import type { Hop } from '../../access/paths.ts'
import type { Provenance, Saying } from '../../access/provenance.ts'
import { provenance } from '../../access/provenance.ts'
import type { DesiredTest } from '../../language/compile/desired-platforms.ts'
import type { Level } from '../../model/level.ts'
import { rankOf } from '../../model/level.ts'
import type { Finding } from '../../model/plan.ts'
import type { Evidence } from './guard.ts'
import { placeIn } from './words.ts'

/** What tests.yaml says must be true of somebody's access; one that is not holds the tenant, in a plan and before an apply. */
export function accessTests({ desired, access }: Evidence): readonly Finding[] {
  const evaluations = new Map(access.map(({ platform, evaluation }) => [platform, evaluation]))
  return desired.tests.flatMap((test): readonly Finding[] => {
    const evaluation = evaluations.get(test.platform)
    const answer = evaluation === undefined ? nothingAtAll : answerOf(evaluation, test)
    if (holds(test, answer.level)) return []
    const { how, level } = test.expects
    const where = test.entity === undefined ? '' : ` on ${test.entity}`
    const expected = how === 'is' ? level : how === 'atMost' ? `at most ${level}` : `at least ${level}`
    const said = `${test.id} (${placeIn(test.source)}): ${test.user} has ${answer.level} for ${test.permission}${where} on ${test.platform}; expected ${expected}.`
    const message = `${said}${answer.why === '' ? '' : ` ${answer.why}.`} Take back what changes it, or change the test.`
    return [{ slug: 'access-test-failed', scope: desired.id, result: 'block', message }]
  })
}

interface Answer {
  readonly level: Level
  readonly why: string
}

const nothingAtAll: Answer = { level: 'none', why: '' }

/** The best that any account of the person gives, and why. */
function answerOf(evaluation: Evaluation, { user, permission, entity }: DesiredTest): Answer {
  let best: { readonly level: Level; readonly account: string } | undefined
  for (const [account, each] of evaluation.access.accounts) {
    if (each.user !== user) continue
    const level = evaluation.level(account, permission, entity)
    if (best === undefined || rankOf(level) > rankOf(best.level)) best = { level, account }
  }
  if (best === undefined) return { level: 'none', why: `${user} has no account there` }
  return { level: best.level, why: whyOf(evaluation, best.account, permission, entity) }
}

/** Who decides, what cuts it, and how the entity is reached: in words, with the lines. */
function whyOf(evaluation: Evaluation, account: string, key: string, entity: string | undefined): string {
  const found = provenance(evaluation, account, key, entity)
  const { decider, cuts, where, paths, level } = found
  const decides = decider === undefined ? 'nobody says anything about it' : sayingWords(decider)
  const [cut] = cuts.filter(({ to }) => to === level && to !== found.value)
  const held = cut === undefined ? '' : `, held to ${cut.to} by ${cutWords[cut.by]} (${placeIn(cut.source)})`
  const out = where === 'outOfReach' ? ', and it is out of their reach' : ''
  const ways = paths.length === 0 ? '' : `, reached through ${paths.map(wayWords).join(', and through ')}`
  return `${decides}${held}${out}${ways}`
}

const cutWords: Readonly<Record<Provenance['cuts'][number]['by'], string>> = {
  guard: 'a guard',
  ceiling: 'a ceiling',
  atMost: 'the platform',
  stakeholders: 'the rule for stakeholders',
  leftOut: 'a scope that leaves it out',
}

const layerWords: Readonly<Record<Saying['layer'], string>> = {
  base: 'the defaults',
  roles: 'the role',
  department: 'the department',
  override: 'an override',
  forced: 'the platform',
}

const hopWords: Readonly<Record<Hop['kind'], string>> = {
  account: 'the account on',
  role: 'the role',
  administrator: 'the administrator role',
  everything: 'everything in',
  accessGroup: 'the access group',
  scope: 'the scope of',
  except: 'left out by',
  tag: 'the tag',
  name: 'the name',
  all: 'all of',
  container: 'inside',
  link: 'the link to',
}

function sayingWords({ layer, name, level, source }: Saying): string {
  return `${layerWords[layer]}${name === undefined || layer === 'forced' ? '' : ` ${name}`} says ${level ?? 'nothing'} (${placeIn(source)})`
}

function wayWords(hops: Provenance['paths'][number]): string {
  const steps = hops.map(
    ({ kind, id, source }) => `${hopWords[kind]}${hopWords[kind] === '' ? '' : ' '}${id} (${placeIn(source)})`,
  )
  return steps.join(' > ')
}

function holds({ expects }: DesiredTest, level: Level): boolean {
  switch (expects.how) {
    case 'is':
      return level === expects.level
    case 'atMost':
      return rankOf(level) <= rankOf(expects.level)
    case 'atLeast':
      return rankOf(level) >= rankOf(expects.level)
  }
}
