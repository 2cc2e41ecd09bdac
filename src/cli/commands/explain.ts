import type { AccessAccount } from '../../access/access.ts'
import { accountKey } from '../../access/access.ts'
import { everything, explain as explained, waysTo, type Step } from '../../access/explain.ts'
import { suggest, type Question, type Suggestion } from '../../access/suggest.ts'
import { compileOffline } from '../../language/compile/compile.ts'
import { inEffectSince, wayKey } from '../../history/since.ts'
import { LedgerUnavailable } from '../../ledger/ledger.ts'
import type { ChainedEntry } from '../../model/entry.ts'
import { UsageError } from '../../model/fault.ts'
import {
  explanationAnswer,
  type ToldAccount,
  type ToldExplanation,
  type ToldSuggestion,
} from '../../report/explanation.ts'
import { accessAsked, entityAsked, keyAsked, personAsked, type Asked } from '../inquiry.ts'
import { openLedger } from '../ledger.ts'
import type { Session } from '../session.ts'
import { inquireSided } from '../sided-answer.ts'
import type { SidedOptions } from '../sides.ts'

/** What `roster explain` can be told. */
export interface ExplainOptions extends SidedOptions {
  readonly tenant?: string
  readonly platform?: string
  readonly key?: string
  readonly entity?: string
}

/** `roster explain`: why somebody has what they have, on which ways, since when, and which edits would take it away. */
export async function explain(session: Session, user: string, options: ExplainOptions): Promise<number> {
  return inquireSided(session, options, async (asked) => {
    const person = personAsked(asked, user)
    const platforms = platformsFor(asked, options)
    const accounts = platforms.flatMap((platform) =>
      [...asked.now(platform).access.accounts.values()].filter((account) => account.user === person.id),
    )
    const { key, entity } = options
    const about = {
      tenant: asked.desired.id,
      user,
      ...(key === undefined ? {} : { key }),
      ...(entity === undefined ? {} : { entity }),
      ...(asked.groups === undefined ? {} : { isSided: true as const }),
    }
    const sinceOf = await history(session, asked, user, options)
    if (key === undefined)
      return explanationAnswer(about, {
        accounts: accounts.map((one) => {
          const told = summarised(asked, one, entity)
          return { ...told, ...sinceOf(told, told.paths ?? []) }
        }),
      })
    return explanationAnswer(about, {
      explanations: accounts.map((one) => {
        const told = toldOf(asked, one, key, entity)
        return { ...told, ...sinceOf(told, told.paths) }
      }),
    })
  })
}

type Ways = readonly (readonly Pick<Step, 'kind' | 'words'>[])[]
type SinceOf = (
  account: Pick<ToldAccount, 'platform' | 'subscription'>,
  ways: Ways,
) => Pick<ToldExplanation, 'since' | 'pathsSince'>

/** Since when, as the ledger tells it. Where nothing was ever applied, or no ledger can be reached, nobody knows. */
async function history(session: Session, asked: Asked, user: string, options: ExplainOptions): Promise<SinceOf> {
  const { key, entity, asOf, source } = options
  const chain = asOf === undefined && source !== 'live' ? await chainOf(session, asked) : []
  if (chain.length === 0) return () => ({})
  const about = { ...(key === undefined ? {} : { key }), ...(entity === undefined ? {} : { entity }) }
  return ({ platform, subscription }, ways) => {
    const found = inEffectSince({ tenant: asked.desired.id, platform, subscription, user, ...about }, chain)
    return {
      since: (key === undefined ? found.account : found.level?.since) ?? null,
      pathsSince: ways.map((way) => found.ways.get(wayKey(way)) ?? null),
    }
  }
}

async function chainOf(session: Session, { root, settings, desired }: Asked): Promise<readonly ChainedEntry[]> {
  try {
    return await (await openLedger(root, settings, session)).read(desired.id)
  } catch (error) {
    if (error instanceof LedgerUnavailable) return []
    throw error
  }
}

/** Platforms that know the permission and the entity; where no platform is named, all that do. */
function platformsFor(asked: Asked, { platform, key, entity }: ExplainOptions): readonly string[] {
  const all = accessAsked(asked, platform)
  const knowing = key === undefined ? all : keyAsked(all, key)
  const having = entity === undefined ? knowing : entityAsked(knowing, entity)
  return having.map((access) => access.platform)
}

function questionOf(asked: Asked, account: AccessAccount): Question {
  const person = asked.desired.people.get(account.user)
  if (person === undefined) throw new UsageError(`There is no person ${account.user}.`)
  return { account, person: person.source, left: leftWithout(asked, account), own: statedBy(asked, account) }
}

/** The roles and access groups that stand in the person's own entry. */
function statedBy({ documents }: Asked, { user, subscription }: AccessAccount): Question['own'] {
  const written = documents.users.get(user)?.spec.platforms?.[subscription]
  if (written === undefined) return undefined
  const { role, roles = role === undefined ? [] : [role], accessGroup, accessGroups } = written
  return { roles, accessGroups: accessGroups ?? (accessGroup === undefined ? [] : [accessGroup]) }
}

/** The account as the files give it without the person's own lines for it: a template may give it too. */
function leftWithout({ documents, asOf }: Asked, account: AccessAccount): AccessAccount | undefined {
  const written = documents.users.get(account.user)
  if (account.route !== 'own' || written === undefined) return undefined
  const { [account.subscription]: _, ...platforms } = written.spec.platforms ?? {}
  const users = new Map(documents.users).set(account.user, { ...written, spec: { ...written.spec, platforms } })
  const desired = compileOffline({ ...documents, users }, asOf)
  const key = accountKey(account.subscription, account.user)
  return [...desired.access.values()].map(({ accounts }) => accounts.get(key)).find((one) => one !== undefined)
}

function toldOf(asked: Asked, account: AccessAccount, key: string, entity: string | undefined): ToldExplanation {
  const { placeOf } = asked
  const platform = platformOf(asked, account)
  const { sayings, cuts, paths, suggestion, level, value, where } = explained(asked.now(platform), {
    ...questionOf(asked, account),
    key,
    entity,
  })
  return {
    platform,
    subscription: account.subscription,
    key,
    ...(entity === undefined ? {} : { entity }),
    level,
    value,
    where,
    layers: sayings.map(({ source, ...saying }) => ({ ...saying, place: placeOf(source) })),
    cuts: cuts.map(({ source, ...cut }) => ({ ...cut, place: placeOf(source) })),
    paths: paths.map((path) => path.map((step) => placed(asked, step))),
    suggestion: suggestionOf(asked, suggestion),
  }
}

function summarised(asked: Asked, account: AccessAccount, entity: string | undefined): ToldAccount {
  const platform = platformOf(asked, account)
  const evaluation = asked.now(platform)
  const keys = everything(evaluation, account, entity).map(({ key, level, decider }) => ({
    key,
    level,
    ...(decider === undefined
      ? {}
      : {
          by: { layer: decider.layer, ...(decider.name === undefined ? {} : { name: decider.name }) },
          place: asked.placeOf(decider.source),
        }),
  }))
  const common = { platform, subscription: account.subscription, place: asked.placeOf(account.source), keys }
  if (entity === undefined) return common
  const suggestion = suggest(evaluation, { ...questionOf(asked, account), entity })
  return {
    ...common,
    paths: waysTo(evaluation, account, entity).map((path) => path.map((step) => placed(asked, step))),
    suggestion: suggestionOf(asked, suggestion),
  }
}

function platformOf({ desired }: Asked, { subscription, user }: AccessAccount): string {
  const holding = [...desired.access.values()].find(({ accounts }) => accounts.has(accountKey(subscription, user)))
  const platform = desired.subscriptions.get(subscription)?.platform ?? holding?.platform
  if (platform === undefined) throw new Error(`no contract ${subscription}`)
  return platform
}

function placed(
  { placeOf }: Asked,
  { source, ...step }: Step,
): Omit<Step, 'source'> & { place: ReturnType<Asked['placeOf']> } {
  return { ...step, place: placeOf(source) }
}

function suggestionOf({ placeOf }: Asked, { single, together, alone }: Suggestion): ToldSuggestion {
  const edit = ({ what, part, source }: Suggestion['alone'][number]): ToldSuggestion['alone'][number] => ({
    what,
    part,
    place: placeOf(source),
  })
  const told = (one: Suggestion['single'][number]): ToldSuggestion['single'][number] => ({
    edits: one.edits.map(edit),
    to: one.to,
    others: one.others,
  })
  return { single: single.map(told), together: together.map(told), alone: alone.map(edit) }
}
