import type { ChecklistStep } from '../../language/compile/desired-platforms.ts'
import type { OperationEffect } from '../../generated/platform.ts'
import { effectsOf } from '../accounts/effects.ts'
import { isAway, isDone } from './evidence.ts'
import type { Desk, Sheet } from './place.ts'
import { onAccountsOf } from './place.ts'

/** Where a step stands: done; done by operations of this plan; or for a person to do. */
export type StepStanding =
  | { readonly is: 'done' }
  | { readonly is: 'bound'; readonly to: readonly string[] }
  | { readonly is: 'open' }

/** Looks at one step. What roster is to do and cannot is for a person. */
export function standingOfStep(desk: Desk, sheet: Sheet, step: ChecklistStep): StepStanding {
  if (isDone(desk, sheet, step)) return { is: 'done' }
  if (step.by !== 'roster') return { is: 'open' }
  switch (step.step) {
    case 'disable':
      return boundTo(desk, sheet, 'disable')
    case 'revokeSessions':
      return endsSessions(desk, sheet.user) ? boundTo(desk, sheet, 'disable') : { is: 'open' }
    case 'welcomeMail':
      return welcomed(desk, sheet.user)
    default:
      return { is: 'open' }
  }
}

/** Bound to what disables the person, until nobody can sign in as them. */
function boundTo(desk: Desk, { user }: Sheet, verb: 'disable'): StepStanding {
  const open = onAccountsOf(desk, user).filter((operation) => operation.verb === verb)
  if (open.length > 0) return { is: 'bound', to: open.map(({ id }) => id) }
  return isAway(desk, user) ? { is: 'done' } : { is: 'open' }
}

/** Whether disabling puts whoever is signed in out everywhere: no directory can say so of itself, a platform's profile can. */
function endsSessions(desk: Desk, user: string): boolean {
  const { desired, memory } = desk
  const inDirectory = [...desired.directories.keys()].some((each) =>
    memory.objects.has(`${desired.id}/${each}/user/${user}`),
  )
  if (inDirectory) return false
  const effects = accountEffects(desk, user, 'disable')
  return effects.length > 0 && effects.every((each) => each.some(({ immediate }) => immediate === true))
}

/** Platforms that write to whoever gets an account see to the welcome; else somebody has to. */
function welcomed(desk: Desk, user: string): StepStanding {
  const creations = onAccountsOf(desk, user).filter(
    ({ kind, verb, directory }) => kind === 'account' && verb === 'create' && writesTo(desk, directory, user),
  )
  if (creations.length > 0) return { is: 'bound', to: creations.map(({ id }) => id) }
  const there = accountEffects(desk, user, 'create').some((each) => each.some(({ mail }) => mail === true))
  return there ? { is: 'done' } : { is: 'open' }
}

function writesTo(desk: Desk, subscription: string, user: string): boolean {
  const contract = desk.desired.subscriptions.get(subscription)
  const type = desk.desired.access.get(contract?.platform ?? '')?.accounts.get(`${subscription}/${user}`)?.type
  if (contract === undefined || type === undefined || contract.settings.invitation?.notify === false) return false
  return effectsOf(contract.rules, { verb: 'create', type }).some(({ mail }) => mail === true)
}

/** What the profiles say of an operation on each account that is known of somebody. */
function accountEffects(
  { desired, memory }: Desk,
  user: string,
  verb: 'create' | 'disable',
): readonly (readonly OperationEffect[])[] {
  const found: (readonly OperationEffect[])[] = []
  for (const { id, rules, settings } of desired.subscriptions.values()) {
    const known = memory.accounts.get(`${desired.id}/${id}/account/${user}`)
    const silent = verb === 'create' && settings.invitation?.notify === false
    if (known !== undefined && !silent) found.push(effectsOf(rules, { verb, type: known.account.type }))
  }
  return found
}
