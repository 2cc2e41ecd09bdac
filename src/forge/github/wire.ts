/** What is read of GitHub's answers (REST API, version 2022-11-28); nothing else of them is looked at. */
export interface WireAccount {
  readonly login: string
  readonly type?: string
}

/** Null: the account is gone. */
export type MaybeAccount = WireAccount | null | undefined

export interface WirePull {
  readonly number: number
  readonly state: string
  readonly user: MaybeAccount
  readonly body: string | null
  readonly updated_at: string
  readonly merged_at: string | null
  readonly merge_commit_sha: string | null
  /** Not in lists. */
  readonly merged_by?: MaybeAccount
  readonly head: WireEnd
  readonly base: WireEnd
}

/** Null: the fork is gone. */
interface WireEnd {
  readonly ref: string
  readonly sha: string
  readonly repo: { readonly full_name: string } | null
}

export interface WireReview {
  readonly user: MaybeAccount
  readonly state: string
  readonly commit_id: string | null
  readonly submitted_at?: string
}

export interface WireCommit {
  readonly sha: string
  readonly author: MaybeAccount
  readonly committer: MaybeAccount
}

export interface WireFile {
  readonly filename: string
  readonly previous_filename?: string
}

export interface WireComment {
  readonly id: number
  readonly user: MaybeAccount
  readonly body?: string
  readonly created_at: string
}

export interface WireIssue {
  readonly number: number
  readonly user: MaybeAccount
  readonly title: string
  readonly body?: string | null
  readonly state: string
  /** There: it is a pull request, which GitHub lists among the issues. */
  readonly pull_request?: unknown
}

/** What happened to an issue or a pull request. */
export interface WireEvent {
  readonly event: string
}

export interface WireCheck {
  readonly id: number
  readonly output: { readonly title: string | null; readonly summary: string | null }
}

interface Switch {
  readonly enabled: boolean
}

interface Names {
  readonly users?: readonly { readonly login: string }[]
  readonly teams?: readonly { readonly slug: string }[]
  readonly apps?: readonly { readonly slug: string }[]
}

export interface WireProtection {
  readonly required_pull_request_reviews?: {
    readonly dismiss_stale_reviews?: boolean
    readonly require_code_owner_reviews?: boolean
    readonly required_approving_review_count?: number
    readonly require_last_push_approval?: boolean
    readonly bypass_pull_request_allowances?: Names
  }
  readonly required_signatures?: Switch
  readonly enforce_admins?: Switch
  readonly allow_force_pushes?: Switch
  readonly allow_deletions?: Switch
}

export interface WireRule {
  readonly type: string
  readonly ruleset_id?: number
  readonly parameters?: {
    readonly required_approving_review_count?: number
    readonly dismiss_stale_reviews_on_push?: boolean
    readonly require_code_owner_review?: boolean
    readonly require_last_push_approval?: boolean
  }
}

export interface WireRuleset {
  readonly name: string
  /** Not there: whoever asks may not see it. */
  readonly bypass_actors?: readonly { readonly actor_id?: number | null; readonly actor_type: string }[]
}

export interface WireEnvironment {
  readonly name: string
  readonly protection_rules?: readonly {
    readonly type: string
    readonly prevent_self_review?: boolean
    readonly reviewers?: readonly unknown[]
  }[]
  readonly deployment_branch_policy?: {
    readonly protected_branches: boolean
    readonly custom_branch_policies: boolean
  } | null
}
