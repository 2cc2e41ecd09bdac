import type { Level } from './level.ts'
import type { AccountState } from './observed.ts'

/** A role as a platform holds it. */
export interface PlatformRole {
  readonly name: string
  readonly permissions: Readonly<Record<string, Level>>
  /** Switches that are on. */
  readonly flags: readonly string[]
  /** `all`, or the ids of entities, access groups and departments it works on. */
  readonly scope: 'all' | readonly string[] | null
  readonly except: readonly string[]
}

/** What is known of somebody's account on a platform, from its own export or from who looked there. */
export interface ObservedAccount {
  readonly state: AccountState
  readonly type: string
  readonly login: string
  /** Ids of roles as they are live. */
  readonly roles: readonly string[]
  readonly accessGroups: readonly string[]
  readonly at?: string
  /** RFC 3339. */
  readonly invitedAt?: string
  /** How often the invitation was sent again. */
  readonly resends?: number
  readonly firstLoginAt?: string
  /** Ways in which the person can sign in; not there: unknown. */
  readonly signInMethods?: readonly string[]
  /** Second factors that are set up; not there: unknown. */
  readonly mfaMethods?: readonly string[]
  /** What is open in the person's name, by the platform's words (`openTickets`). */
  readonly open?: Readonly<Record<string, number>>
  /** When the person was last seen working, a day or a moment; not there: unknown, which is not the same as never. */
  readonly lastActivityAt?: string
}
