/** How the service misbehaves. */
export interface GraphFaults {
  /** Reads of an object that was just made, or of what was just changed, that do not show it yet. */
  readonly lag?: number
  /** What is not seen yet cannot be changed or pointed to either: 404. */
  readonly lagsForWrites?: true
  /** The next requests that match are carried out, and answered 504. `path` is tried on path and query below the version, as sent. */
  readonly lostAfter?: { readonly method: string; readonly path: RegExp; times: number }
  /** The next requests that match are answered so, and not carried out. `retryAfter` goes out as it is written. */
  readonly refuse?: {
    readonly method?: string
    readonly path: RegExp
    readonly status: number
    readonly code?: string
    readonly retryAfter?: string
    times: number
    /** Only within a batch. */
    readonly inBatch?: true
  }
  /** Pages point to this host for the next; the server has a certificate for `attacker.example` as well. */
  readonly nextLinkHost?: string
  /** Listings of users break off after so many pages, with 500. */
  readonly breakListingsAfter?: number
  /** Delta tokens given out so far have run out: 410. */
  readonly deltaExpired?: true
}
