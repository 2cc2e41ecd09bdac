/** What a contract is for: it decides what a seat costs. */
export interface SeatTerms {
  readonly edition?: string
  readonly tier?: string
  readonly cycle: 'monthly' | 'annual'
  readonly term: 'monthly' | 'annual'
  /** Sorted. */
  readonly addons: readonly string[]
  /** The price of a seat that was agreed, as the list writes it (`240.00`), where it is not that of the list. */
  readonly agreed?: string
}

/** A fact about the paid seats of one contract. `on` is a calendar day in the zone of the tenant. Amounts are hundredths; null: not priced. */
export type SeatEvent =
  /** The first that is known: how many are paid, and who has one. `declared`: the number in the files. */
  | {
      readonly event: 'opening'
      readonly on: string
      readonly purchased: number
      readonly declared: number
      readonly assigned: Readonly<Record<string, SeatHolder>>
      readonly terms: SeatTerms
    }
  /**
   * `id` is never used again: the same purchase twice is one. Below 0, `count` and `chargedMinor` take back a purchase that
   * somebody said was made and that the platform never showed.
   */
  | {
      readonly event: 'purchase'
      readonly on: string
      readonly id: string
      readonly count: number
      /** Price of one seat for a whole cycle. */
      readonly unitMinor: number | null
      /** What was charged for the rest of the cycle. */
      readonly chargedMinor: number | null
    }
  /** Seats that go when the cycle beginning on `effective` begins. */
  | {
      readonly event: 'reduce'
      readonly on: string
      readonly id: string
      readonly count: number
      readonly effective: string
    }
  | { readonly event: 'assign'; readonly on: string; readonly user: string; readonly address: string }
  | { readonly event: 'release'; readonly on: string; readonly user: string; readonly reason: string }
  /** An account has another address from now on: both stay taken. */
  | { readonly event: 'rename'; readonly on: string; readonly user: string; readonly from: string; readonly to: string }
  | { readonly event: 'reserve'; readonly on: string; readonly user: string; readonly address: string }
  | { readonly event: 'terms'; readonly on: string; readonly terms: SeatTerms }
  /** The number of seats in the files that an apply agreed to. */
  | { readonly event: 'declare'; readonly on: string; readonly purchased: number }
  /** A cycle begins: what was reduced is gone, and the seats that are left are charged. */
  | {
      readonly event: 'cycleStart'
      readonly on: string
      readonly seats: number
      readonly unitMinor: number | null
      readonly chargedMinor: number | null
    }
  /** What the platform itself shows. `purchased` where somebody read it there. */
  | {
      readonly event: 'observe'
      readonly on: string
      readonly purchased?: number
      readonly assigned: Readonly<Record<string, SeatHolder>>
      /** Somebody looked into the differences, and what the platform shows counts from now on: why. */
      readonly accepted?: string
    }

/** Somebody who has a seat. */
export interface SeatHolder {
  /** What they sign in with; stays taken. */
  readonly address: string
}

/** What the platform shows and the ledger says, where they differ. */
export interface SeatDrift {
  readonly on: string
  readonly purchased?: { readonly ledger: number; readonly platform: number }
  /** Have a seat in the ledger, and none on the platform. */
  readonly missing: readonly string[]
  /** Have a seat on the platform, and none in the ledger. */
  readonly extra: readonly string[]
}

/** The paid seats of one contract, as events left them. Free is purchased less assigned. */
export interface Pool {
  readonly purchased: number
  /** The number in the files when it was last agreed to. */
  readonly declared: number
  /** Seats that go at the start of a later cycle. */
  readonly reductions: readonly { readonly id: string; readonly count: number; readonly effective: string }[]
  /** Who has a seat, and since which day. */
  readonly assigned: ReadonlyMap<string, SeatHolder & { readonly since: string }>
  /** Addresses that are taken for good, case-folded -> whose they were. Never shrinks. */
  readonly reserved: ReadonlyMap<string, string>
  readonly terms: SeatTerms
  /** First day of the cycle that was charged last; '' before the first. */
  readonly cycle: string
  /** All that was charged. */
  readonly chargedMinor: number
  /** Charges whose amount nobody knows. */
  readonly unpriced: number
  /** First day of a cycle -> what was charged in it. */
  readonly charges: ReadonlyMap<string, number>
  /** First day of a cycle that was charged -> how long it is, and what a seat cost in it. */
  readonly rates: ReadonlyMap<string, { readonly every: SeatTerms['cycle']; readonly unitMinor: number | null }>
  /** How many were free from a day on, the earliest first; as far back as somebody may ask. */
  readonly free: readonly { readonly on: string; readonly free: number }[]
  /** Ids of purchases and reductions that are counted. */
  readonly counted: ReadonlySet<string>
  readonly drift?: SeatDrift
}

/** What a plan says about the seats of one contract, or about the units of one licence. Amounts are hundredths; null: not priced. */
export interface SeatLine {
  readonly tenant: string
  readonly platform: string
  /** Id of the contract; of a licence, its id. */
  readonly subscription: string
  readonly pool: 'seats' | 'licence'
  readonly purchased: number
  readonly assigned: number
  readonly free: number
  /** The same once everything in the plan is done. */
  readonly after: { readonly purchased: number; readonly assigned: number; readonly free: number }
  /** Seats that are bought (given back, where it is negative). */
  readonly delta: number
  /** Seats that go at the end of the cycle. */
  readonly reducing: number
  readonly currency: string | null
  /** A seat for a whole cycle. */
  readonly unitMinor: number | null
  /** What is charged for the rest of this cycle. */
  readonly nowMinor: number | null
  /** What each cycle costs afterwards, those add-ons included that have a price; and what it costs now. */
  readonly recurringMinor: number | null
  readonly recurringBeforeMinor: number | null
  /** The cycle of this day; `start` is in it, `next` is the first day of the one after. */
  readonly cycle?: {
    readonly start: string
    readonly next: string
    readonly day: number
    readonly days: number
    readonly every: 'month' | 'year'
  }
  readonly addons: readonly { readonly addon: string; readonly recurringMinor: number | null }[]
  /** What has no price in the profile: a tier, an add-on. */
  readonly notPriced: readonly string[]
  /** The order of this plan against adding first: what it says, and what adding first would have cost. */
  readonly cheaper?: { readonly summary: string; readonly insteadMinor: number | null }
  /** How many stayed free for a whole cycle beyond what may, and what they cost each cycle. */
  readonly waste?: { readonly seats: number; readonly recurringMinor: number | null }
  readonly drift?: SeatDrift
}
