import type { OperationEffect, Platform } from '../../generated/platform.ts'
import { areSeveral, spokenList, spokenWord } from './spoken.ts'

/** What an operation on an account brings about besides, as the platform's profile says. */
export interface EffectOn {
  readonly verb: OperationEffect['verb']
  readonly type: string
  /** How it is done; not there: one at a time. */
  readonly by?: 'single' | 'bulk' | 'csv'
}

/** The entries of a profile that are about an operation. */
export function effectsOf(rules: Platform, { verb, type, by = 'single' }: EffectOn): readonly OperationEffect[] {
  return (rules.effects ?? []).filter(
    (effect) => effect.verb === verb && effect.of === type && (effect.by === undefined || effect.by === by),
  )
}

/** Whom the effects are about, and what is known of them. */
export interface Affected {
  readonly name: string
  readonly login: string
  /** Whether the platform is asked to tell them. */
  readonly notify: boolean
  /** What is open in their name, as far as it can be read. */
  readonly open?: Readonly<Record<string, number>>
}

/** The same in plain words, one line each. */
export function effectLines(effects: readonly OperationEffect[], affected: Affected): readonly string[] {
  return effects.flatMap((effect) => [...mailLine(effect, affected), ...consequences(effect, affected)])
}

function mailLine({ mail }: OperationEffect, { name, login, notify }: Affected): readonly string[] {
  if (mail === undefined) return []
  return [mail && notify ? `${name} is told by mail (${login})` : `${name} gets no mail`]
}

function consequences(effect: OperationEffect, affected: Affected): readonly string[] {
  const { immediate, releasesSeat, unassigns = [], keeps = [], destroys = [], stops = [] } = effect
  const { drops = [], unknown = [] } = effect
  return [
    ...(immediate === true ? ['holds at once, for who is signed in as well'] : []),
    ...(releasesSeat === true ? ['the seat is free for somebody else'] : []),
    ...unassigns.map((word) => unassigned(word, affected.open?.[word])),
    ...(stops.length === 0 ? [] : [`no more ${spokenList(stops)}`]),
    ...(keeps.length === 0 ? [] : [keptLine(keeps, unassigns.length > 0)]),
    ...destroys.map((word) => `${spokenWord(word)} ${areSeveral([word]) ? 'are' : 'is'} erased for good`),
    ...drops.map((word) => `lost on the way, to be set afterwards: ${spokenWord(word)}`),
    ...unknown.map((word) => `what becomes of ${spokenWord(word)} is not known: look at those of ${affected.name}`),
  ]
}

/** What is taken from others keeps the name of who did it; everything else is simply left as it is. */
function keptLine(words: readonly string[], byName: boolean): string {
  const several = areSeveral(words)
  if (byName) return `${spokenList(words)} ${several ? 'keep' : 'keeps'} the name`
  return `${spokenList(words)} ${several ? 'are' : 'is'} unaffected`
}

function unassigned(word: string, count: number | undefined): string {
  const words = spokenWord(word)
  return count === undefined
    ? `${words} have nobody afterwards (how many cannot be read)`
    : `${count} ${words} have nobody afterwards`
}
