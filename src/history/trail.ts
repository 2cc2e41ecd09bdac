import type { AccessAccount, PlatformAccess } from '../access/access.ts'
import { impactOf } from '../access/impact.ts'
import type { AccessGroupChange } from '../model/plan.ts'
import type { Memory, RememberedAccount } from '../reconciler/memory.ts'
import { addressOf } from '../model/address.ts'
import { sameElement } from '../reconciler/access/elements.ts'
import { accessInEffect, accountInEffect, accountOfKey, bareKey } from './in-effect.ts'
import type { Lens } from './lens.ts'

type Shared = Omit<PlatformAccess, 'accounts'>

/** What changed on a platform since it was last looked at. */
export interface Found {
  readonly changes: readonly AccessGroupChange[]
  /** What the subject's own element says: before, and now; undefined: it is not there. */
  readonly element?: { readonly was: unknown; readonly is: unknown }
  /** Whether anything was in effect there before. */
  readonly isFirst: boolean
  /** What is known of somebody's account there, where people make them. */
  readonly known: (user: string) => RememberedAccount | undefined
}

/** The moment that is looked at. */
export interface Look {
  readonly memory: Memory
  readonly seq: number
  /** When what was applied was judged. */
  readonly asOf: string
  /** Whether somebody left with this run. */
  readonly hasLeft: (user: string) => boolean
  /** People who were called otherwise before. */
  readonly nameNow: (user: string) => string
}

/** Access on one platform, followed from one look to the next: only what changed in between is worked out. */
export class Trail {
  readonly #tenant: string
  readonly #platform: string
  readonly #lens: Lens
  #shared: Shared | undefined
  #isShared = false
  readonly #accounts = new Map<string, AccessAccount>()
  readonly #dirty = new Set<string>()

  constructor(tenant: string, platform: string, lens: Lens) {
    this.#tenant = tenant
    this.#platform = platform
    this.#lens = lens
  }

  /** Some element changed; one that the ledger only holds as agreed to matters where somebody's account is concerned. */
  note(key: string): void {
    const account = accountOfKey(key)
    if (account !== undefined) this.#dirty.add(account)
    else if (bareKey(key) === key) this.#isShared = true
  }

  /** What changed since the last look. */
  look(look: Look): Found | undefined {
    if (this.#dirty.size === 0 && !this.#isShared) return undefined
    const was = this.#shared
    if (this.#isShared || was === undefined) this.#shared = accessInEffect(look.memory, this.#platform)
    const moved = this.#moved(look)
    const isShared = this.#isShared
    this.#dirty.clear()
    this.#isShared = false
    const is = this.#shared
    if (is === undefined) return undefined
    if (moved.size === 0 && !isShared) return undefined
    return this.#compared(look, { was, is, moved, isShared })
  }

  /** Accounts that are otherwise, as they were; from now on they are known as they are. */
  #moved({ memory, seq }: Look): ReadonlyMap<string, AccessAccount | undefined> {
    const moved = new Map<string, AccessAccount | undefined>()
    for (const key of this.#dirty) {
      const place = { tenant: this.#tenant, platform: this.#platform, account: key }
      // The ledger keeps an account as the evaluator knows it.
      const now = accountInEffect(memory, place) as AccessAccount | undefined
      const before = this.#accounts.get(key)
      const isSeen = before !== undefined || (now !== undefined && this.#lens.sees(now, seq))
      if (!isSeen) continue
      if (now === undefined) this.#accounts.delete(key)
      else this.#accounts.set(key, now)
      if (!sameElement(before ?? null, now ?? null)) moved.set(key, before)
    }
    return moved
  }

  #compared(
    { memory, asOf, hasLeft, nameNow }: Look,
    {
      was,
      is,
      moved,
      isShared,
    }: {
      readonly was: Shared | undefined
      readonly is: Shared
      readonly moved: ReadonlyMap<string, AccessAccount | undefined>
      readonly isShared: boolean
    },
  ): Found {
    const [before, after] = [new Map<string, AccessAccount>(), new Map<string, AccessAccount>()]
    if (isShared)
      for (const [key, account] of this.#accounts) {
        if (moved.has(key) || !this.#lens.holds(account, is.roles)) continue
        before.set(key, account)
        after.set(key, account)
      }
    const users = new Set<string>()
    for (const [key, old] of moved) {
      const now = this.#accounts.get(key)
      if (!this.#lens.moves(old, now)) continue
      users.add((now ?? old)?.user ?? '')
      if (old !== undefined) before.set(renamed(key, nameNow), { ...old, user: nameNow(old.user) })
      if (now !== undefined) after.set(renamed(key, nameNow), { ...now, user: nameNow(now.user) })
    }
    const changes =
      before.size + after.size === 0
        ? []
        : impactOf({
            tenant: this.#tenant,
            before: was === undefined ? undefined : { ...was, accounts: before },
            after: { ...is, accounts: after },
            full: { ...is, accounts: withEnded(before, after, asOf) },
            isPresent: (user) => !hasLeft(user),
          }).filter((change) => this.#lens.tells(change, is.rules, users))
    const seen = new Map<string, RememberedAccount>()
    for (const { subscription, user } of [...before.values(), ...after.values()]) {
      const place = { tenant: this.#tenant, directory: subscription, kind: 'account', id: user } as const
      const known = memory.accounts.get(addressOf(place))
      if (known !== undefined) seen.set(user, known)
    }
    return { changes, isFirst: was === undefined, known: (user) => seen.get(user), ...this.#own(was, is) }
  }

  #own(was: Shared | undefined, is: Shared): Pick<Found, 'element'> {
    const { element } = this.#lens
    if (element === undefined) return {}
    const [then, now] = [was, is].map((shared) => (shared === undefined ? undefined : elementIn(shared, element)))
    return sameElement(then ?? null, now ?? null) ? {} : { element: { was: then, is: now } }
  }
}

function elementIn({ entities, roles, groups }: Shared, key: string): object | undefined {
  const [sort, id = ''] = key.split(/\/(.*)/s)
  return sort === 'entity' ? entities.get(id) : sort === 'role' ? roles.get(id) : groups.get(id)
}

function renamed(key: string, nameNow: (user: string) => string): string {
  const slash = key.indexOf('/')
  return `${key.slice(0, slash)}/${nameNow(key.slice(slash + 1))}`
}

/**
 * What is in effect, with what ended by its date: the ledger holds what was in force, and what had run out when it was judged is
 * still the line that it was.
 */
function withEnded(
  before: ReadonlyMap<string, AccessAccount>,
  after: ReadonlyMap<string, AccessAccount>,
  asOf: string,
): ReadonlyMap<string, AccessAccount> {
  const full = new Map(after)
  const isOver = ({ until }: { readonly until?: string }): boolean => until !== undefined && until <= asOf
  for (const [key, account] of before) {
    const now = after.get(key)
    if (now === undefined) {
      if (isOver(account)) full.set(key, account)
      continue
    }
    const ended = account.overrides.filter(isOver)
    if (ended.length > 0) full.set(key, { ...now, overrides: [...now.overrides, ...ended] })
  }
  return full
}
