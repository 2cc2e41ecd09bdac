import { exit } from '../../model/exit-code.ts'
import type { Session } from '../session.ts'

export interface CommentOptions {
  readonly plan?: string
  readonly failed?: string
  readonly pending?: boolean
  readonly pull?: string
  readonly head?: string
  readonly repository?: string
  readonly record?: boolean
  readonly check: boolean
  readonly print?: boolean
}

/** `roster comment`: puts a plan on its pull request. */
export async function comment(_session: Session, _options: CommentOptions): Promise<number> {
  return Promise.resolve(exit.unexpected)
}
