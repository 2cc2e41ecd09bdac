import type { Workspace } from '../generated/roster.ts'

/** What the base branch says of approvals; never read from the request itself. */
export interface Terms extends Pick<Workspace, 'approvers' | 'approvals' | 'forgeAccounts'> {
  /** Text of CODEOWNERS; not there: there is none. */
  readonly codeowners?: string
}

/** What the forge says of people. */
export interface People {
  /** Logins in a team, `owner/slug` in small letters; undefined: there is no such team, or it may not be read. */
  readonly members: (team: string) => ReadonlySet<string> | undefined
  /** Whether a login may write to the repository. */
  readonly mayWrite: (login: string) => boolean
}

/** `<tenant>/<user>` of a login, where somebody has said whose it is. */
export type PersonOf = (login: string) => string | undefined

/** Whose login it is, as roster.yaml has it. */
export function personOf({ forgeAccounts = {} }: Terms): PersonOf {
  const people = new Map(Object.entries(forgeAccounts).map(([login, person]) => [login.toLowerCase(), person]))
  return (login) => people.get(login.toLowerCase())
}
