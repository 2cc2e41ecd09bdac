import type { Secret } from '../model/secret.ts'
import type { Forge } from './forge.ts'
import { checksOn } from './github/checks.ts'
import { commentsOf } from './github/comments.ts'
import { connect } from './github/connection.ts'
import { issuesOf } from './github/issues.ts'
import type { Pace } from './github/pace.ts'
import { peopleOf } from './github/people.ts'
import { protectionsOf } from './github/protections.ts'
import { pullsOf } from './github/pulls.ts'

/** One repository at GitHub, or at a server that speaks like it. */
export interface GithubWish {
  /** Address of the API. */
  readonly api: string
  readonly token: Secret
  /** `owner/name`. */
  readonly repository: string
  /** Who we are where the token cannot say so: the account of an app. Not there: that of a workflow. */
  readonly login?: string
  /** How fast it goes; not there: as GitHub asks for. */
  readonly pace?: Pace
}

/** Opens a repository at GitHub; nothing is asked yet. What it gives throws ForgeFault. */
export function openGithub(wish: GithubWish): Forge {
  const connection = connect(wish)
  const people = peopleOf(connection, wish.login)
  return {
    repository: connection.repository,
    ...people,
    ...pullsOf(connection),
    ...commentsOf(connection, people.me),
    ...issuesOf(connection, people.me),
    check: (check) => checksOn(connection, check),
    protections: (branch) => protectionsOf(connection, branch),
  }
}
