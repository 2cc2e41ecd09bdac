/** Made from schema/ by `npm run generate`; change the schema instead. */

/**
 * A time zone of the IANA database.
 */
export type Timezone = string
/**
 * A short name that never changes: small letters, digits, dots, dashes and underscores, at most 63 of them.
 */
export type Id = string
/**
 * An address in ASCII; write a domain with other letters in its xn-- form.
 */
export type Email = string

/**
 * roster.yaml: settings of the whole workspace.
 */
export interface Workspace {
  /**
   * Version of the language.
   */
  readonly version: 1
  /**
   * Who keeps this workspace.
   */
  readonly organisation?: string
  readonly timezone?: Timezone
  /**
   * Currency of money, as three capital letters (ISO 4217).
   */
  readonly currency?: string
  readonly ledger?: Ledger
  /**
   * Name -> who that is; what `approver:` of an acknowledgement names.
   */
  readonly approvers?: {
    readonly [k: string]: Approver
  }
  readonly approvals?: Approvals
  /**
   * Login on the forge -> the person it belongs to, as tenant/user: nobody approves what they gain themselves. Several logins may belong to one person.
   */
  readonly forgeAccounts?: {
    /**
     * Tenant and user.
     */
    readonly [k: string]: string
  }
  /**
   * Why nothing is applied for now, in any tenant: apply stops before its next operation. Take the line away to go on.
   */
  readonly paused?: string
  /**
   * Tenants in the order in which one apply goes through them, ring by ring; whoever is in none comes last. A ring in which something did not come to its end holds the later ones.
   */
  readonly rings?: Id[][]
  readonly notifications?: Notifications
}
/**
 * Where the record of what was done is kept.
 */
export interface Ledger {
  /**
   * file: in `.roster/ledger/` of this machine; git: on the branch `roster-ledger`.
   */
  readonly store: 'file' | 'git'
}
/**
 * A body of people who may approve.
 */
export interface Approver {
  /**
   * Users and teams on the forge.
   */
  readonly forge: readonly string[]
}
/**
 * Whose approval a change needs.
 */
export interface Approvals {
  readonly default?: ApprovalRule
  readonly critical?: ApprovalRule
}
/**
 * Who has to agree.
 */
export interface ApprovalRule {
  /**
   * Names of `approvers`: whoever is one of them may approve.
   */
  readonly approvers: readonly Id[]
  /**
   * How many of them have to.
   */
  readonly count: number
}
/**
 * Who is told what, and how.
 */
export interface Notifications {
  /**
   * Id -> where messages go.
   */
  readonly sinks?: {
    readonly [k: string]: Sink
  }
  /**
   * Event -> sinks.
   */
  readonly events?: {
    /**
     * Sinks.
     */
    readonly [k: string]: readonly Id[]
  }
}
/**
 * Where messages go.
 */
export interface Sink {
  /**
   * An address of the form smtp://user:password@host:port, from the environment.
   */
  readonly smtp: {
    /**
     * Name of the variable that holds the address.
     */
    readonly env: string
  }
  readonly from?: Email
  /**
   * Who gets what is for nobody in particular.
   */
  readonly to?: readonly Email[]
}
