import type { Cut, Saying } from '../access/provenance.ts'
import type { Step } from '../access/explain.ts'
import type { Removal } from '../access/suggest-changes.ts'
import { exit } from '../model/exit-code.ts'
import type { Level } from '../model/level.ts'
import type { AccessPlace } from '../model/plan.ts'
import type { Answer, AnswerStyle } from './answer.ts'
import { count, some } from './count.ts'
import { momentForPeople } from './days.ts'
import { decidedBy } from './timeline.ts'
import type { Decision } from '../history/timeline-row.ts'
import type { Ink } from './ink.ts'
import { layerName, type LayerName } from './layer-name.ts'
import { padded } from './printable.ts'
import { placeText } from './place.ts'
import { sheetColumns } from './table.ts'

type Placed<T> = Omit<T, 'source'> & { readonly place: AccessPlace }
type Way = readonly Placed<Step>[]

/** Edits that, made together, lower what somebody has. */
interface ToldEdits {
  readonly edits: readonly (Pick<Removal, 'what' | 'part'> & { readonly place: AccessPlace })[]
  readonly to: Level
  /** Other people who lose something with it. */
  readonly others: readonly string[]
}

/** What would take access away; each edit was proven by evaluating without what it takes out. */
export interface ToldSuggestion {
  readonly single: readonly ToldEdits[]
  /** Where nothing on the ways removes it alone: the smallest sets that do. */
  readonly together: readonly ToldEdits[]
  /** What leads to the entity, and changes nothing when it is taken out alone. */
  readonly alone: ToldEdits['edits']
}

/** Why an account has a permission, or has it not. */
export interface ToldExplanation {
  readonly platform: string
  readonly subscription: string
  readonly key: string
  readonly entity?: string
  readonly level: Level
  /** What the layers come to, before guard and ceilings. */
  readonly value: Level
  readonly where: string
  readonly layers: readonly Placed<Saying>[]
  readonly cuts: readonly Placed<Cut>[]
  readonly paths: readonly Way[]
  readonly suggestion: ToldSuggestion
  /** Since when it has been in effect; null: it is not. Not there: nobody knows. */
  readonly since?: ToldSince | null
  /** The same of each way. */
  readonly pathsSince?: readonly (ToldSince | null)[]
}

/** Since when something has been in effect, and who decided it. */
export type ToldSince = Decision & { readonly at: string }

/** Everything an account has, on an entity or as a whole. */
export interface ToldAccount {
  readonly platform: string
  readonly subscription: string
  readonly place: AccessPlace
  readonly keys: readonly {
    readonly key: string
    readonly level: Level
    readonly by?: LayerName
    readonly place?: AccessPlace
  }[]
  readonly paths?: readonly Way[]
  readonly suggestion?: ToldSuggestion
  readonly since?: ToldSince | null
  readonly pathsSince?: readonly (ToldSince | null)[]
}

interface About {
  /** The answer says itself where it comes from. */
  readonly isSided?: true
  readonly tenant: string
  readonly user: string
  readonly key?: string
  readonly entity?: string
}

/** Why somebody has what they have. */
export function explanationAnswer(
  about: About,
  found: { readonly explanations: readonly ToldExplanation[] } | { readonly accounts: readonly ToldAccount[] },
): Answer {
  const { isSided: _, ...question } = about
  return {
    exitCode: exit.done,
    document: { kind: 'explanation', source: 'declared', ...question, ...found },
    table: {
      columns: sheetColumns([
        'user',
        'platform',
        'subscription',
        'key',
        'entity',
        'level',
        'what',
        'says',
        'decides',
        'file',
        'line',
      ]),
      rows:
        'accounts' in found
          ? found.accounts.flatMap((one) => rowsOfAccount(about, one))
          : found.explanations.flatMap((one) => rowsOf(about, one)),
    },
    text: (style) =>
      'accounts' in found
        ? paintAll(
            about,
            found.accounts.map((one) => paintAccount(about, one, style)),
            style.ink,
          )
        : paintAll(
            about,
            found.explanations.map((one) => paintOne(about, one, style)),
            style.ink,
          ),
  }
}

function rowsOf({ user }: About, one: ToldExplanation): readonly (readonly string[])[] {
  const start = [user, one.platform, one.subscription, one.key, one.entity ?? '', one.level]
  const place = ({ file, line }: AccessPlace): readonly string[] => [file, String(line)]
  return [
    ...one.layers.map((layer) => [
      ...start,
      layerName(layer),
      layer.level ?? '',
      layer.decides ? 'yes' : '',
      ...place(layer.place),
    ]),
    ...one.cuts.map((cut) => [...start, cut.by, cut.to, '', ...place(cut.place)]),
    ...one.paths.flatMap((way, at) =>
      way.map((step) => [...start, `way ${at + 1}: ${step.words}`, '', '', ...place(step.place)]),
    ),
    ...[...one.suggestion.single, ...one.suggestion.together].flatMap(({ edits, to }) =>
      edits.map(({ what, place: where }) => [
        ...start,
        `without ${edits.map((each) => each.what).join(' and ')}: ${what}`,
        to,
        '',
        ...place(where),
      ]),
    ),
  ]
}

function rowsOfAccount({ user, entity = '' }: About, one: ToldAccount): readonly (readonly string[])[] {
  return one.keys.map(({ key, level, by, place }) => [
    user,
    one.platform,
    one.subscription,
    key,
    entity,
    level,
    by === undefined ? '' : layerName(by),
    level,
    'yes',
    place?.file ?? '',
    place === undefined ? '' : String(place.line),
  ])
}

function paintAll({ user, key }: About, parts: readonly (readonly string[])[], ink: Ink): string {
  if (parts.length === 0)
    return `${ink.plain(`${user} has no account in force on a platform${key === undefined ? '' : ` that knows ${key}`}.`)}\n`
  return parts.flatMap((lines) => [...lines, '']).join('\n')
}

const wheres: Readonly<Record<string, string>> = {
  neighbour: 'one link away from what is reached',
  leftOut: 'left out by the scope',
  outOfReach: 'out of reach',
  noAccess: 'the person is not active, or their sort of account has no permissions',
}

function paintOne({ user, isSided }: About, one: ToldExplanation, style: AnswerStyle): readonly string[] {
  const { ink } = style
  const { key, entity, level, where, layers, cuts, subscription } = one
  const on = entity === undefined ? '' : ` on ${entity}`
  const note = wheres[where] === undefined ? '' : ` (${wheres[where]})`
  return [
    `${ink.strong(user)} ${ink.plain(`has ${key}: `)}${ink.strong(level)}${ink.plain(`${on}${note}`)} ${ink.faint(`on ${subscription}${isSided === true ? '' : ', as the files declare it'}`)}`,
    ...paintSince(one.since, style, '  '),
    `  ${ink.strong('Layers')} ${ink.faint('(the last one that says something counts; within roles none wins, else the highest)')}`,
    ...(layers.length === 0
      ? [`    ${ink.plain('nobody says anything: none')}`]
      : layers.map((layer) => paintLayer(layer, ink))),
    ...cuts.map(
      (cut) =>
        `    ${ink.warn(padded(cut.by, 24))} ${ink.plain(`at most ${cut.to}`)} ${ink.faint(placeText(cut.place))}`,
    ),
    ...paintWays(one, entity, style),
    ...(level === 'none' ? [] : paintSuggestion(one.suggestion, style)),
  ]
}

function paintLayer(layer: Placed<Saying>, ink: Ink): string {
  const said = padded(layer.level ?? 'nothing', 8)
  const words = `    ${ink.plain(padded(layerName(layer), 24))} ${layer.decides ? ink.strong(said) : ink.plain(said)}`
  return `${words} ${ink.faint(`${placeText(layer.place)}${layer.decides ? '  decides' : ''}`)}`
}

function paintWays(
  { paths, pathsSince }: Pick<ToldExplanation, 'paths' | 'pathsSince'>,
  entity: string | undefined,
  style: AnswerStyle,
): readonly string[] {
  const { ink } = style
  if (entity === undefined) return []
  if (paths.length === 0) return [`  ${ink.plain(`No way leads to ${entity}.`)}`]
  return [
    `  ${ink.strong(`${count(paths.length, 'way')} to ${entity}`)}`,
    ...paths.flatMap((way, at) => [
      ...way.map((step, depth) => paintStep(step, { at, depth }, ink)),
      ...paintSince(pathsSince?.[at], style, '       '),
    ]),
  ]
}

/** Since when, by which change, and who agreed to it. */
function paintSince(since: ToldSince | null | undefined, { ink, zone }: AnswerStyle, lead: string): readonly string[] {
  if (since === undefined) return []
  if (since === null) return [`${lead}${ink.faint('not in effect yet')}`]
  return [`${lead}${ink.faint(`in effect since ${momentForPeople(since.at, zone)}: ${decidedBy(since)}`)}`]
}

function paintStep(
  step: Placed<Step>,
  { at, depth }: { readonly at: number; readonly depth: number },
  ink: Ink,
): string {
  const lead = depth === 0 ? `    ${at + 1}. ` : `       ${'  '.repeat(depth - 1)}> `
  return `${lead}${ink.plain(step.words)} ${ink.faint(placeText(step.place))}`
}

function paintSuggestion({ single, together, alone }: ToldSuggestion, style: AnswerStyle): readonly string[] {
  const { ink } = style
  const line = (text: string): string => `    ${ink.plain(text)}`
  const named = alone.map(({ what }) => what).join(', ')
  return [
    `  ${ink.strong('What would take it away')} ${ink.faint('(each proven by evaluating without it)')}`,
    ...single.flatMap((one) => paintEdits(one, style)),
    ...(alone.length === 0 ? [] : [line(`Alone these change nothing, since another way is left: ${named}.`)]),
    ...(together.length === 0
      ? []
      : [line('Together these remove it:'), ...together.flatMap((one) => paintEdits(one, style))]),
    ...(single.length + together.length === 0 ? [line('No one, two or three edits do.')] : []),
  ]
}

function paintEdits({ edits, to, others }: ToldEdits, { ink, everything }: AnswerStyle): readonly string[] {
  const [first, ...rest] = edits
  const also = others.length === 0 ? '' : `; lowers it for ${some(others, everything ? others.length : 5)} too`
  const told = (edit: ToldEdits['edits'][number]): string =>
    `${ink.plain(edit.what)} ${ink.faint(placeText(edit.place))}`
  if (first === undefined) return []
  const end = ink.plain(` -> ${to}${also}`)
  return [
    `    ${ink.remove('-')} ${told(first)}${rest.length === 0 ? end : ''}`,
    ...rest.map((edit, at) => `      ${ink.plain('and')} ${told(edit)}${at === rest.length - 1 ? end : ''}`),
  ]
}

function paintAccount({ user, entity }: About, one: ToldAccount, style: AnswerStyle): readonly string[] {
  const { ink } = style
  const on = entity === undefined ? '' : ` on ${entity}`
  const head = `${ink.strong(user)} ${ink.plain(`on ${one.subscription} has${one.keys.length === 0 ? ' nothing' : ''}${on}`)} ${ink.faint(placeText(one.place))}`
  const keys = one.keys.map(({ key, level, by, place }) => {
    const why = by === undefined ? '' : `${layerName(by)}${place === undefined ? '' : ` ${placeText(place)}`}`
    return `    ${ink.plain(`${padded(key, 28)} ${padded(level, 7)}`)} ${ink.faint(why)}`
  })
  const { paths, pathsSince } = one
  const ways =
    paths === undefined ? [] : paintWays({ paths, ...(pathsSince === undefined ? {} : { pathsSince }) }, entity, style)
  const edits = one.suggestion === undefined || one.keys.length === 0 ? [] : paintSuggestion(one.suggestion, style)
  return [head, ...paintSince(one.since, style, '  '), ...keys, ...ways, ...edits]
}
