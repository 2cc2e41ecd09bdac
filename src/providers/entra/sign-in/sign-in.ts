import type { EntraCredential } from '../../../generated/tenant.ts'
import type { Secret } from '../../../model/secret.ts'
import type { Cloud } from './cloud.ts'

/** One application, signed in to one tenant. */
export interface SignIn {
  /** A token for Microsoft Graph that is good for some minutes yet. Throws DirectoryFault. */
  token(): Promise<Secret>
  /** As `token`, where Graph takes `refused` no longer. */
  renewed(refused: Secret): Promise<Secret>
  /** Who the token says we are, where it says so. Throws DirectoryFault. */
  ourselves(): Promise<Ourselves>
}

/** What a token of Entra ID tells of the application it was made for. */
export interface Ourselves {
  readonly clientId?: string
  /** Object id of our service principal. */
  readonly objectId?: string
  readonly tenantId?: string
  /** Permissions that an administrator consented to, by name. */
  readonly permissions?: readonly string[]
}

/** What signing in takes from outside. */
export interface Surroundings {
  readonly cloud: Cloud
  readonly tenantId: string
  /** Folder of the workspace: a certificate's path may be relative to it. */
  readonly root: string
  readonly environment: (name: string) => Secret | undefined
  readonly fetch: typeof fetch
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly signal: AbortSignal
  readonly now: () => Date
}

/** Signs in as the application of `credential`; nothing is asked before the first token is wished. */
export function signInOf(_credential: EntraCredential | undefined, _surroundings: Surroundings): SignIn {
  throw new Error('to come')
}
