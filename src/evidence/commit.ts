/** A commit of the workspace, and how it is signed. Names and addresses are what its writer put there. */
export interface EvidenceCommit {
  readonly commit: string
  readonly parents: readonly string[]
  readonly author: string
  readonly authorEmail: string
  readonly committer: string
  readonly committerEmail: string
  /** RFC 3339. */
  readonly at: string
  /** `good`, or why it is not; `unchecked`: nobody said whose keys count. */
  readonly signing: string
  readonly signer?: string
}
