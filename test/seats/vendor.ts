import type { SeatTerms } from '../../src/model/seats.ts'

/** What may be asked of the vendor. */
export type Wish =
  | { readonly wish: 'wait'; readonly days: number }
  | { readonly wish: 'buy'; readonly count: number }
  | { readonly wish: 'reduce'; readonly count: number }
  | { readonly wish: 'add'; readonly address: string }
  | { readonly wish: 'disable' | 'enable'; readonly person: number }
  | { readonly wish: 'rename'; readonly person: number; readonly address: string }

interface Account {
  address: string
  isEnabled: boolean
  readonly user: string
}

/**
 * A vendor of seats, by the words of its rules and a day at a time: seats are paid for whole cycles, bought ones for the days
 * that are left; a disabled account frees its seat and keeps its address; fewer seats hold from the next cycle on.
 * It knows nothing of events.
 */
export class Vendor {
  today: Date
  licensed: number
  charged = 0
  readonly accounts: Account[] = []
  readonly addresses = new Map<string, string>()
  /** How many seats were free when each day ended. */
  readonly freeOn = new Map<string, number>()
  reductions: { readonly count: number; readonly effective: string }[] = []
  readonly #anchorDay: number
  readonly #anchorMonth: number
  readonly #every: SeatTerms['cycle']
  readonly #unit: (day: string) => number

  constructor(contract: {
    readonly anchor: string
    readonly every: SeatTerms['cycle']
    readonly opened: string
    readonly licensed: number
    readonly users: readonly string[]
    /** Price of a seat for a cycle, in hundredths. */
    readonly unit: (day: string) => number
  }) {
    this.today = new Date(`${contract.opened}T00:00:00Z`)
    this.#anchorDay = Number(contract.anchor.slice(8))
    this.#anchorMonth = Number(contract.anchor.slice(5, 7))
    this.#every = contract.every
    this.#unit = contract.unit
    this.licensed = contract.licensed
    for (const user of contract.users) this.#make(user, `${user}@acme.example`)
    this.charged = this.licensed * this.#unit(isoOf(this.#cycle().first))
  }

  get day(): string {
    return isoOf(this.today)
  }

  get free(): number {
    return this.licensed - this.accounts.filter(({ isEnabled }) => isEnabled).length
  }

  /** First day of the cycle after this one. */
  get nextCycle(): string {
    return isoOf(this.#cycle().next)
  }

  wait(days: number): void {
    for (let left = days; left > 0; left -= 1) {
      this.freeOn.set(this.day, this.free)
      this.today = dayAfter(this.today)
      if (this.#begins(this.today)) this.#newCycle()
    }
  }

  /** What it costs. */
  buy(count: number): number {
    const { first, next } = this.#cycle()
    const [days, left] = [daysFrom(first, next), daysFrom(this.today, next)]
    const exact = (this.#unit(this.day) * count * left) / days
    // Half a hundredth is rounded up; the sums are small enough to be told from floating dust.
    const cost = Math.floor(exact + 0.5 + 1e-7)
    this.licensed += count
    this.charged += cost
    return cost
  }

  /** Only seats that nobody has, nor gave back before. */
  reduce(count: number): boolean {
    const given = this.reductions.reduce((sum, each) => sum + each.count, 0)
    if (count > this.free - given) return false
    this.reductions = [...this.reductions, { count, effective: this.nextCycle }]
    return true
  }

  /** The new account's person, or why not. */
  add(address: string): Account | 'no seat' | 'taken' {
    if (this.accounts.some((account) => same(account.address, address))) return 'taken'
    if (!this.#hasRoom()) return 'no seat'
    return this.#make(`u${this.accounts.length}`, address)
  }

  disable(account: Account): boolean {
    const was = account.isEnabled
    account.isEnabled = false
    return was
  }

  enable(account: Account): boolean {
    if (account.isEnabled || !this.#hasRoom()) return false
    account.isEnabled = true
    return true
  }

  rename(account: Account, address: string): boolean {
    if (this.accounts.some((other) => same(other.address, address))) return false
    account.address = address
    this.addresses.set(folded(address), account.user)
    return true
  }

  /** Seats marked as given back are nobody's any more. */
  #hasRoom(): boolean {
    return this.free - this.reductions.reduce((sum, { count }) => sum + count, 0) > 0
  }

  #make(user: string, address: string): Account {
    const account = { user, address, isEnabled: true }
    this.accounts.push(account)
    this.addresses.set(folded(address), user)
    return account
  }

  #newCycle(): void {
    for (const { count, effective } of this.reductions) if (effective === this.day) this.licensed -= count
    this.reductions = this.reductions.filter(({ effective }) => effective !== this.day)
    this.charged += this.licensed * this.#unit(this.day)
  }

  #cycle(): { readonly first: Date; readonly next: Date } {
    let [first, next] = [this.today, dayAfter(this.today)]
    while (!this.#begins(first)) first = new Date(first.getTime() - 86_400_000)
    while (!this.#begins(next)) next = dayAfter(next)
    return { first, next }
  }

  #begins(date: Date): boolean {
    if (this.#every === 'annual' && date.getUTCMonth() + 1 !== this.#anchorMonth) return false
    const isLast = dayAfter(date).getUTCDate() === 1
    return date.getUTCDate() === this.#anchorDay || (isLast && date.getUTCDate() < this.#anchorDay)
  }
}

function same(a: string, b: string): boolean {
  return folded(a) === folded(b)
}

function folded(address: string): string {
  return address.toLowerCase()
}

function dayAfter(date: Date): Date {
  return new Date(date.getTime() + 86_400_000)
}

function daysFrom(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 86_400_000
}

function isoOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}
