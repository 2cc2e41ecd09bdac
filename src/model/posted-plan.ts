/**
 * What a plan on a pull request allows once it is approved, kept where a pull request cannot write. It is a list of what may
 * run, never a source of operations.
 */
export interface PostedPlan {
  readonly formatVersion: '1.0'
  /** `owner/name` and number of the pull request. */
  readonly repository: string
  readonly number: number
  /** The head of the pull request, and the tip of the base branch, that it was made for. */
  readonly head: string
  readonly base: string
  readonly tool: { readonly name: string; readonly version: string }
  /** RFC 3339: when the directories were read, and when it was kept. */
  readonly observedAt: string
  readonly postedAt: string
  /** Root digest. */
  readonly digest: string
  readonly tenants: readonly PostedTenant[]
}

/** One tenant of it. */
export interface PostedTenant {
  readonly tenant: string
  readonly digest: string
  /** A gate or a mistake held it: nothing of it can be approved, and both lists are empty. */
  readonly held: boolean
  /** It was critical when it was shown, by what the base branch marks as privileged then. */
  readonly critical?: true
  /** Fingerprints of what was planned, sorted. */
  readonly fingerprints: readonly string[]
  /** Fingerprints of what waits and of what time will bring, sorted: they stay approved beyond the 24 hours. */
  readonly standing: readonly string[]
}
