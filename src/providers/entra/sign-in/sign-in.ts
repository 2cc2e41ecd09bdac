import type { EntraCredential } from '../../../generated/tenant.ts'
import { reveal } from '../../../model/secret.ts'
import type { Secret } from '../../../model/secret.ts'
import { otherTenant } from '../faults.ts'
import type { Issued } from './application.ts'
import { ourselvesIn } from './claims.ts'
import type { Cloud } from './cloud.ts'
import { wayOf } from './way.ts'

/** One application, signed in to one tenant. */
export interface SignIn {
  /** A token for Microsoft Graph that is good for some minutes yet. Throws DirectoryFault. */
  token(): Promise<Secret>
  /** As `token`, where Graph takes `refused` no longer. */
  renewed(refused: Secret): Promise<Secret>
  /** Who the token says we are, where it says so. Throws DirectoryFault. */
  ourselves(): Promise<Ourselves>
}

/** What a token of Entra ID tells of the application it was made for. Ids in small letters. */
export interface Ourselves {
  readonly clientId?: string
  /** Object id of our service principal. */
  readonly objectId?: string
  readonly tenantId?: string
  /** Permissions that an administrator consented to, by name; in order. */
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

/** A token is renewed this long before it runs out, in milliseconds: longer than any request takes. */
const early = 5 * 60_000

interface Kept {
  readonly token: Secret
  /** Moment, in milliseconds, from which on it is renewed. */
  readonly until: number
}

/** Signs in as the application of `credential`; nothing is asked before the first token is wished. */
export function signInOf(credential: EntraCredential | undefined, surroundings: Surroundings): SignIn {
  const way = wayOf(credential, surroundings)
  const { now, tenantId } = surroundings
  let kept: Kept | undefined
  let underWay: Promise<Kept> | undefined
  const fetched = async (): Promise<Kept> => {
    const asked = now().getTime()
    const { token, goodForMs } = ofTenant(await way(), tenantId)
    return { token, until: asked + Math.max(goodForMs - early, goodForMs / 2) }
  }
  // Many requests wish a token at the same moment: one is asked for.
  const anew = async (): Promise<Secret> => {
    underWay ??= fetched().finally(() => {
      underWay = undefined
    })
    kept = await underWay
    return kept.token
  }
  const token = async (): Promise<Secret> => (kept !== undefined && now().getTime() < kept.until ? kept.token : anew())
  return {
    token,
    renewed: async (refused) => (kept === undefined || kept.token === refused ? anew() : kept.token),
    ourselves: async () => ourselvesIn(reveal(await token())),
  }
}

/** A machine signs in to the tenant it belongs to, whatever the settings say: such a token is never used. */
function ofTenant(issued: Issued, ours: string): Issued {
  const theirs = ourselvesIn(reveal(issued.token)).tenantId
  if (theirs !== undefined && theirs !== ours.toLowerCase()) throw otherTenant(theirs, ours)
  return issued
}
