import type { TenantDocuments } from '../validate/documents.ts'

/** The valid documents of one tenant, what it inherits from a library included. */
export interface TenantInput extends Omit<TenantDocuments, 'roster'> {
  /** The settings of the workspace. */
  readonly roster?: TenantDocuments['roster']
}

/** What compiling needs from outside the files. */
export interface CompileContext {
  readonly asOf: Date
  /** The zone of the workspace, for tenants that name none. */
  readonly timezone: string
  /** Usernames that people have by now, by user id: a derived name that was given out is kept. */
  readonly usernames: ReadonlyMap<string, string>
}
