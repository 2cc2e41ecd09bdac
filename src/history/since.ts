import type { AccessAccount, PlatformAccess } from '../access/access.ts'
import { accountKey } from '../access/access.ts'
import { evaluate } from '../access/evaluate.ts'
import type { Step } from '../access/explain.ts'
import { stepsOf, waysTo } from '../access/explain.ts'
import { provenance } from '../access/provenance.ts'
import type { ChainedEntry } from '../model/entry.ts'
import type { Level } from '../model/level.ts'
import { decisionsIn } from './decisions.ts'
import { accessInEffect, accountOfKey, bareKey } from './in-effect.ts'
import { keysIn } from './of-access.ts'
import type { Moment } from './replay.ts'
import { replay } from './replay.ts'
import type { Decision } from './timeline-row.ts'

/** Since when something has been in effect without a break, and who decided it. */
export interface Since extends Decision {
  /** RFC 3339. */
  readonly at: string
}

/** An account, and what of it is asked about. */
export interface SinceQuestion {
  readonly tenant: string
  readonly platform: string
  readonly subscription: string
  readonly user: string
  readonly key?: string
  readonly entity?: string
}

/** What is in effect now, and since when. */
export interface InEffectSince {
  /** The account as such; not there: it is not in effect. */
  readonly account?: Since
  /** The level of the permission that was asked about. */
  readonly level?: { readonly level: Level; readonly since: Since }
  /** Every way that leads to the entity, by `wayKey`. */
  readonly ways: ReadonlyMap<string, Since>
}

/** What a way is known by from one evaluation to the next: what it goes through, not where that is written. */
export function wayKey(way: readonly Pick<Step, 'kind' | 'words'>[]): string {
  return way.map(({ kind, words }) => `${kind} ${words}`).join(' > ')
}

/** Follows one account through a chain. */
export function inEffectSince(question: SinceQuestion, chain: readonly ChainedEntry[]): InEffectSince {
  const decisions = decisionsIn(question.tenant, chain)
  let known: InEffectSince = { ways: new Map() }
  for (const { at, seq, entry, access } of states(question, chain)) {
    const decision = entry.type === 'attested' ? decisions.ofOrder(entry.order) : decisions.at(seq)
    known = continued(known, access === undefined ? undefined : partsOf(question, access), { at, ...decision })
  }
  return known
}

interface Parts {
  readonly isThere: boolean
  readonly level: Level | undefined
  readonly ways: readonly string[]
}

function continued(known: InEffectSince, parts: Parts | undefined, now: Since): InEffectSince {
  if (parts === undefined || !parts.isThere) return { ways: new Map() }
  const { level } = parts
  const same = known.level !== undefined && known.level.level === level ? known.level : undefined
  return {
    account: known.account ?? now,
    ...(level === undefined || level === 'none' ? {} : { level: same ?? { level, since: now } }),
    ways: new Map(parts.ways.map((way) => [way, known.ways.get(way) ?? now])),
  }
}

function partsOf({ subscription, user, key, entity }: SinceQuestion, access: PlatformAccess): Parts {
  const id = accountKey(subscription, user)
  const account = access.accounts.get(id)
  if (account === undefined) return { isThere: false, level: undefined, ways: [] }
  const evaluation = evaluate(access)
  const ways =
    entity === undefined
      ? []
      : key === undefined
        ? waysTo(evaluation, account, entity)
        : provenWays(evaluation, account, { key, entity })
  return {
    isThere: true,
    level: key === undefined ? undefined : evaluation.level(id, key, entity),
    ways: ways.map(wayKey),
  }
}

function provenWays(
  evaluation: ReturnType<typeof evaluate>,
  account: AccessAccount,
  { key, entity }: { readonly key: string; readonly entity: string },
): readonly (readonly Step[])[] {
  const { paths } = provenance(evaluation, accountKey(account.subscription, account.user), key, entity)
  return paths.map((path) => stepsOf(evaluation, account, path))
}

interface State extends Pick<Moment, 'at' | 'seq' | 'entry'> {
  readonly access: PlatformAccess | undefined
}

/** What was in effect after each step that may have to do with the account: a run is one step. */
function* states({ platform, subscription, user }: SinceQuestion, chain: readonly ChainedEntry[]): Iterable<State> {
  const own = accountKey(subscription, user)
  let touched: Moment | undefined
  const state = ({ at, seq, entry, memory }: Moment): State => {
    const access = accessInEffect(memory, platform)
    const account = access?.accounts.get(own)
    const accounts = new Map(account === undefined ? [] : [[own, account] as const])
    return { at, seq, entry, access: access === undefined ? undefined : { ...access, accounts } }
  }
  for (const moment of replay(chain)) {
    const { entry } = moment
    if (touched !== undefined && entry.type === 'run') {
      yield state(touched)
      touched = undefined
    }
    for (const [where, key] of keysIn(moment)) {
      const account = accountOfKey(key)
      const matters = account === undefined ? bareKey(key) === key : account === own
      if (where === platform && matters) touched = moment
    }
    const isOver = entry.type === 'end' || entry.type === 'observed' || entry.type === 'attested'
    if (touched === undefined || !isOver) continue
    yield state(touched)
    touched = undefined
  }
  if (touched !== undefined) yield state(touched)
}
