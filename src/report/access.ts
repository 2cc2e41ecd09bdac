import type { AccessCause, AccessGroupChange } from '../model/plan.ts'
import type { ChangedValue } from './changes.ts'
import { count, some } from './count.ts'
import type { Line } from './line.ts'

/** What a plan says about access of one tenant, in the order people read it. */
export interface AccessOutline {
  /** How many people gain and lose something. */
  readonly gain: number
  readonly lose: number
  /** What is privileged, then what is lost, then what is gained; each group one line. */
  readonly lines: readonly Line[]
  /** How many groups of changes are not among the lines. */
  readonly more: number
}

/** More groups of one sort than this are counted, unless everything is asked for. What is privileged is never left out. */
const shown = 5
const entitiesShown = 6
const levelsShown = 5

/** Brings changes of access into the order people read them. */
export function accessOutlineOf(groups: readonly AccessGroupChange[], everything: boolean): AccessOutline {
  const people = (change: AccessGroupChange['change']): number =>
    new Set(groups.filter((group) => group.change === change).flatMap(({ users }) => users)).size
  const privileged = groups.filter((group) => group.privileged)
  const lost = groups.filter((group) => !group.privileged && group.change === 'lost').toSorted(byReach)
  const gained = groups.filter((group) => !group.privileged && group.change === 'gained').toSorted(byReach)
  const few = (list: readonly AccessGroupChange[]): readonly AccessGroupChange[] =>
    everything ? list : list.slice(0, shown)
  const told = [...privileged.toSorted(byChange), ...few(lost), ...few(gained)]
  return {
    gain: people('gained'),
    lose: people('lost'),
    lines: told.map((group) => accessLine(group, everything)),
    more: groups.length - told.length,
  }
}

/** `3 people gain, 40 lose`. */
export function accessInWords({ gain, lose }: Pick<AccessOutline, 'gain' | 'lose'>): string {
  const gains = `${count(gain, 'person')} ${gain === 1 ? 'gains' : 'gain'}`
  const loses = `${lose.toLocaleString('en-GB')} ${lose === 1 ? 'loses' : 'lose'}`
  return `${gains}, ${loses}`
}

/** What each cause is called. */
export const causeWords: Readonly<Record<AccessCause, string>> = {
  own: 'their own line',
  role: 'the role itself',
  accessGroup: 'the access group',
  tag: 'a tag',
  entity: 'the entity',
  template: 'a template',
  persona: 'a persona',
  department: 'a department',
  tenant: 'what holds for the whole tenant',
  application: 'an application',
  platform: 'the rules of the platform',
  start: 'its start has come',
  expiry: 'its end has come',
  leaver: 'the person leaves',
  drift: 'changed behind our back',
}

function accessLine(group: AccessGroupChange, everything: boolean): Line {
  const { change, platform, summary, source, cause, privileged, users } = group
  const via = source.via === undefined || source.via.length === 0 ? '' : `, through ${source.via.join(', ')}`
  const extent = [extentOf(group, everything), moreLevels(group, everything)].filter((part) => part !== '').join(' · ')
  return {
    sign: change === 'gained' ? '+' : '-',
    words: summary,
    technical: `access on ${platform}${extent === '' ? '' : ` · ${extent}`}`,
    place: source.file === '' ? '' : `${source.file}:${source.line}`,
    why: `${causeWords[cause]}${via}`,
    risk: privileged ? 'high' : 'low',
    notes: [],
    changes: levelsOf(group, everything),
    names: users.length === 1 ? [] : users.toSorted(),
  }
}

/** The entities, where there are several; one is in the sentence already. */
function extentOf({ entities }: AccessGroupChange, everything: boolean): string {
  if (entities === 'everywhere' || entities.length < 2) return ''
  return `${count(entities.length, 'entity')}: ${some(entities, everything ? entities.length : entitiesShown)}`
}

function levelsOf({ levels }: AccessGroupChange, everything: boolean): readonly ChangedValue[] {
  const all = Object.entries(levels).map(([name, { from, to }]) => ({ name, before: from, after: to }))
  return everything ? all : all.slice(0, levelsShown)
}

function moreLevels({ levels }: AccessGroupChange, everything: boolean): string {
  const all = Object.keys(levels).length
  return everything || all <= levelsShown ? '' : `${count(all, 'permission')}, the first ${levelsShown} below`
}

function byChange(a: AccessGroupChange, b: AccessGroupChange): number {
  if (a.change !== b.change) return a.change === 'gained' ? -1 : 1
  return byReach(a, b)
}

/** What concerns most people first; equals stay as they stand in the plan. */
function byReach(a: AccessGroupChange, b: AccessGroupChange): number {
  return b.users.length - a.users.length
}
