/** An account on the forge. */
export interface ForgeAccount {
  /** As the forge compares it: without `@`, in small letters. */
  readonly login: string
  readonly isBot: boolean
}

/** A request to change the workspace. Titles and bodies are other people's words: they are not in it. */
export interface PullRequest {
  readonly number: number
  readonly state: 'open' | 'merged' | 'closed'
  readonly author: ForgeAccount
  readonly base: { readonly ref: string; readonly commit: string }
  readonly head: { readonly ref: string; readonly commit: string }
  /** The branch lies in another repository than the one it is to be merged into. */
  readonly isFork: boolean
  /** RFC 3339. */
  readonly updatedAt: string
  /** Not there: not merged. `commit` is the one on the base branch: of a merge, of a squash, or the last of a rebase. */
  readonly merged?: { readonly commit: string; readonly at: string; readonly by: ForgeAccount | undefined }
}

/** What somebody said of a pull request, in the order it was said. */
export interface Review {
  readonly by: ForgeAccount
  readonly state: 'approved' | 'changesRequested' | 'dismissed' | 'commented'
  /** The head that was looked at. */
  readonly commit: string
  /** RFC 3339. */
  readonly at: string
}

/** A commit of a pull request. */
export interface RequestCommit {
  readonly commit: string
  /** Who wrote it and who committed it, as the forge knows them; undefined: the forge knows no account for the address. */
  readonly people: readonly (ForgeAccount | undefined)[]
}

/** A file that a pull request touches. */
export interface RequestFile {
  readonly path: string
  /** Where it lay before, of a file that was moved. */
  readonly previousPath?: string
}

/** Everything about a pull request that an approval is judged by. */
export interface RequestFacts {
  /** `owner/name`. */
  readonly repository: string
  readonly pull: PullRequest
  /** Oldest first. */
  readonly reviews: readonly Review[]
  readonly commits: readonly RequestCommit[]
  readonly files: readonly RequestFile[]
}

/** A request and who agreed to it, as the ledger keeps it. */
export interface RequestTrace {
  readonly repository: string
  readonly number: number
  readonly author: string
  readonly head: string
  readonly merge: string
  readonly mergedAt: string
  readonly mergedBy?: string
  /** Root digest of the plan that was approved. */
  readonly digest: string
  readonly approvals: readonly ApprovalTrace[]
}

/** Somebody agreed. */
export interface ApprovalTrace {
  /** Login. */
  readonly by: string
  /** `<tenant>/<user>`, where it is known who that is. */
  readonly person?: string
  readonly at: string
  /** Names of the rules that it counts for. */
  readonly rules: readonly string[]
}
