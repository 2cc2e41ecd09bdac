import type { Host } from './host.ts'
import { isGone } from './host.ts'
import { type Lease, LeaseLost, LockHeld } from './ledger.ts'

/** How long a lease lasts without being renewed, and how often it is renewed. */
const leaseMs = 60_000
const renewMs = 15_000

/** What stands in the book about the holder of one number. Times are RFC 3339, UTC. */
export interface Holder {
  readonly fence: number
  readonly host: Host
  readonly since: string
  readonly until: string
  readonly released: boolean
}

/** Where the numbers of one tenant's leases are written: the highest one holds. */
export interface LeaseBook {
  latest(): Promise<Holder | undefined>
  /** Writes a new, highest number; false where somebody was faster. */
  claim(holder: Holder): Promise<boolean>
  /** Writes a number anew; false where it is not the highest any more. */
  rewrite(holder: Holder): Promise<boolean>
  /** How long an answer of `latest` is good enough for a check; 0: ask each time. */
  readonly trustMs: number
}

interface Taking {
  readonly tenant: string
  readonly book: LeaseBook
  readonly host: Host
  readonly now: () => Date
  /** Highest number in the chain: a new one is above it even if the book was lost. */
  readonly chainFence: number
}

/** Takes the lease of a tenant. Throws LockHeld. */
export async function takeLease(taking: Taking): Promise<Lease> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const latest = await taking.book.latest()
    if (latest !== undefined && isHeld(latest, taking.host, taking.now())) throw held(taking.tenant, latest)
    const mine = numbered(Math.max(latest?.fence ?? 0, taking.chainFence) + 1, taking)
    if (await taking.book.claim(mine)) return keep(mine, taking)
  }
  throw new LockHeld(`others keep taking the lock of ${taking.tenant}: run again when they have ended`)
}

/** Takes the lease away from whoever holds it, by writing the next number as already released; says whose it was. */
export async function releaseForOther(taking: Taking): Promise<string | undefined> {
  const latest = await taking.book.latest()
  if (latest === undefined || !isHeld(latest, taking.host, taking.now())) return undefined
  const next = { ...numbered(latest.fence + 1, taking), released: true }
  return (await taking.book.claim(next)) ? describe(latest) : releaseForOther(taking)
}

function numbered(fence: number, { host, now }: Taking): Holder {
  return { fence, host, since: now().toISOString(), until: lapse(now()), released: false }
}

function lapse(now: Date): string {
  return new Date(now.getTime() + leaseMs).toISOString()
}

function isHeld(holder: Holder, me: Host, now: Date): boolean {
  return !holder.released && now.getTime() < Date.parse(holder.until) && !isGone(holder.host, me)
}

function held(tenant: string, holder: Holder): LockHeld {
  return new LockHeld(
    `${tenant} is being applied by ${describe(holder)}. Wait until it has ended. If it is gone for good, its lock lapses at ` +
      `${holder.until}; \`roster unlock --tenant ${tenant}\` frees it at once`,
  )
}

function describe({ host, since }: Holder): string {
  return `process ${host.pid} on ${host.name} (since ${since})`
}

function keep(first: Holder, { tenant, book, now }: Taking): Lease {
  let mine = first
  let lost: string | undefined
  let seen = now().getTime()
  let renewing = Promise.resolve()

  async function renew(): Promise<void> {
    if (lost !== undefined) return
    const next = { ...mine, until: lapse(now()) }
    if (await book.rewrite(next)) {
      mine = next
      seen = now().getTime()
    } else lost = 'somebody else holds it now'
  }

  // A renewal that fails (a remote that is down) is tried again by the next; without one the lease lapses, and `check` says so.
  const timer = setInterval(() => {
    renewing = renewing.then(renew).catch(() => undefined)
  }, renewMs)
  timer.unref()

  async function check(): Promise<void> {
    const moment = now().getTime()
    if (lost === undefined && moment >= Date.parse(mine.until)) lost = `it lapsed at ${mine.until}`
    if (lost === undefined && moment - seen >= book.trustMs) {
      if ((await book.latest())?.fence !== mine.fence) lost = 'somebody else holds it now'
      else seen = moment
    }
    if (lost === undefined) return
    clearInterval(timer)
    throw new LeaseLost(`lost the lock of ${tenant}: ${lost}. Nothing more is written; run again`)
  }

  return {
    fence: first.fence,
    check,
    async release() {
      clearInterval(timer)
      await renewing
      // Where this fails (a full disk, a remote that is down) the lease lapses by itself; the run's result stands.
      if (lost === undefined) await book.rewrite({ ...mine, released: true }).catch(() => false)
      lost ??= 'it was released'
    },
  }
}
