import type { AccessEntity } from '../../access/access.ts'
import type { Evaluation } from '../../access/evaluate.ts'
import { evaluate } from '../../access/evaluate.ts'
import type { PlatformView } from '../access/view.ts'
import type { Judgement } from './acknowledge.ts'
import type { Evidence } from './guard.ts'
import { placeIn } from './words.ts'

/** Somebody who made an entity, still works here, and would not reach it any more. */
export function creatorLockout({ desired, access }: Evidence): readonly Judgement[] {
  const shut = access.flatMap(lockedOut)
  if (shut.length === 0) return []
  const told = shut.map(
    ({ user, entity, platform }) =>
      `${user}, who made ${entity.id} on ${platform}, would no longer reach it (${placeIn(entity.source)})`,
  )
  const message = `${told.slice(0, 5).join('; ')}${told.length > 5 ? `; and ${told.length - 5} more` : ''}.`
  const advice = `Put the tag or the name back, or add an acknowledgement (gate: creatorLockout, max: ${shut.length}).`
  const base = { slug: 'creatorLockout', gate: 'creatorLockout', scope: desired.id, measured: shut.length } as const
  return [{ ...base, limit: 0, result: 'block', message, advice }]
}

interface Shut {
  readonly user: string
  readonly entity: AccessEntity
  readonly platform: string
}

function lockedOut(view: PlatformView): readonly Shut[] {
  const { platform, baseline, after, evaluation, gated } = view
  if (baseline === undefined || gated.every(({ change }) => change === 'gained')) return []
  const made = [...after.entities.values()].filter(({ createdBy }) => createdBy !== undefined)
  if (made.length === 0) return []
  const [then, now] = [accountsByUser(evaluate(baseline)), accountsByUser(evaluation)]
  return made.flatMap((entity): readonly Shut[] => {
    const user = entity.createdBy ?? ''
    const stays = now.get(user)
    if (stays === undefined || stays(entity.id) || then.get(user)?.(entity.id) !== true) return []
    return [{ user, entity, platform }]
  })
}

type Reaches = (entity: string) => boolean

/** Of everybody who works: whether they reach an entity, by any of their accounts. */
function accountsByUser(evaluation: Evaluation): ReadonlyMap<string, Reaches> {
  const keys = new Map<string, string[]>()
  for (const [key, { user, state }] of evaluation.access.accounts) {
    if (state !== 'active') continue
    const same = keys.get(user)
    if (same === undefined) keys.set(user, [key])
    else same.push(key)
  }
  const reaching =
    (accounts: readonly string[]): Reaches =>
    (entity) =>
      accounts.some((account) => evaluation.reaches(account, entity))
  return new Map([...keys].map(([user, accounts]) => [user, reaching(accounts)]))
}
