/** Made from schema/ by `npm run generate`; change the schema instead. */

/**
 * A time zone of the IANA database.
 */
export type Timezone = string

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
