import { rankOf } from '../model/level.ts'
import type { AccessAccount, AccessOverride } from './access.ts'
import type { Cause, Comparison } from './cause.ts'
import { derived } from './cause.ts'
import { sameAccount } from './same.ts'

/** What of an account is asked about. */
export interface AboutAccount {
  readonly account: string
  readonly key: string
  readonly isLost: boolean
}

/** Why a change of somebody's account gave or took a permission: their own line, what gave it to them, or time. */
export function causeOfAccount(compared: Comparison, asked: AboutAccount): Cause | undefined {
  const was = compared.before.accounts.get(asked.account)
  const is = compared.after.accounts.get(asked.account)
  if (is === undefined) return was === undefined ? undefined : causeOfEnd(compared, asked.account, was)
  if (was !== undefined && is.state !== 'active') return { ...causeOfLeaving(is.state, is), explicit: true }
  if (was === undefined || was.state !== 'active') return causeOfArrival(was, is)
  return causeOfOverride(compared, asked, { was, is }) ?? causeOfMove({ was, is }, asked.isLost)
}

function causeOfEnd({ full, isPresent }: Comparison, key: string, was: AccessAccount): Cause {
  const still = full.accounts.get(key)
  const isOwn = was.route === 'own'
  if (still !== undefined) {
    if (still.state !== 'active') return { ...causeOfLeaving(still.state, still), explicit: isOwn }
    const isTime = sameAccount(still, was) && still.until === was.until && still.from === was.from
    if (isTime) return derived('expiry', still.source, 'its time is over')
    return { cause: still.route, source: still.source, why: 'its dates changed', explicit: still.route === 'own' }
  }
  if (!isPresent(was.user))
    return { cause: 'leaver', source: was.source, why: 'is not declared any more', explicit: isOwn }
  return { cause: was.route, source: was.source, why: `account on ${was.subscription} removed`, explicit: isOwn }
}

function causeOfLeaving(state: AccessAccount['state'], { source }: AccessAccount): Omit<Cause, 'explicit'> {
  return { cause: 'leaver', source, why: `is ${state}` }
}

function causeOfArrival(was: AccessAccount | undefined, is: AccessAccount): Cause {
  if (was !== undefined) return derived(is.route, is.source, 'is active again')
  if (is.from !== undefined) return derived('start', is.source, 'its time has begun')
  const given = [...is.roles, ...is.accessGroups].join(', ')
  return derived(is.route, is.source, given === '' ? 'new account' : `new account (${given})`)
}

interface Pair {
  readonly was: AccessAccount
  readonly is: AccessAccount
}

function causeOfOverride({ full }: Comparison, asked: AboutAccount, { was, is }: Pair): Cause | undefined {
  const [before, after] = [overrideOf(was, asked.key), overrideOf(is, asked.key)]
  if (before?.level === after?.level) return undefined
  const source = (after ?? before)?.source ?? is.source
  if (after !== undefined) {
    const why = `own permission ${asked.key}: ${after.level}`
    return { cause: 'own', source, why, explicit: asked.isLost && before !== undefined }
  }
  const still = full.accounts.get(asked.account)?.overrides
  const isTime = still?.some(
    (one) => one.key === asked.key && one.level === before?.level && one.until === before.until,
  )
  if (isTime === true) return derived('expiry', source, 'the time of an own permission is over')
  return { cause: 'own', source, why: 'own permission removed', explicit: asked.isLost }
}

/** The one that counts: the lowest. */
function overrideOf({ overrides }: AccessAccount, key: string): AccessOverride | undefined {
  return overrides.filter((one) => one.key === key).toSorted((a, b) => rankOf(a.level) - rankOf(b.level))[0]
}

function causeOfMove({ was, is }: Pair, isLost: boolean): Cause {
  const roles = movedFrom('role', was.roles, is.roles)
  const groups = movedFrom('access group', was.accessGroups, is.accessGroups)
  const isPartGone = isLess(was.roles, is.roles) || isLess(was.accessGroups, is.accessGroups)
  if (roles !== undefined || groups !== undefined) {
    const why = [roles, groups].filter((part) => part !== undefined).join(', ')
    return { cause: is.route, source: is.source, why, explicit: isLost && isPartGone && was.route === 'own' }
  }
  const why =
    is.department === was.department
      ? 'account changed'
      : `department ${is.department ?? 'none'} instead of ${was.department ?? 'none'}`
  return derived('own', is.source, why)
}

function isLess(was: readonly string[], is: readonly string[]): boolean {
  return was.some((id) => !is.includes(id))
}

function movedFrom(what: string, was: readonly string[], is: readonly string[]): string | undefined {
  const [gone, come] = [was.filter((id) => !is.includes(id)), is.filter((id) => !was.includes(id))]
  if (gone.length === 0 && come.length === 0) return undefined
  if (gone.length === 0) return `${what} ${come.join(', ')} added`
  if (come.length === 0) return `${what} ${gone.join(', ')} removed`
  return `${what} ${come.join(', ')} instead of ${gone.join(', ')}`
}
