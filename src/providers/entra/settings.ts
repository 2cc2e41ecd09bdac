import type { Directory, EntraCredential, EntraDirectory } from '../../generated/tenant.ts'
import { patternOf } from './protect.ts'
import type { Pattern } from './protect.ts'
import { cloudOf } from './sign-in/cloud.ts'
import type { Cloud } from './sign-in/cloud.ts'

/** What tenant.yaml says of a tenant of Entra ID, with every default filled in. */
export interface EntraSettings {
  /** In lower case; the directory's identity. */
  readonly tenantId: string
  readonly cloud: Cloud
  /** `write` is `read` where nothing else is written; an empty one: whatever the machine offers. */
  readonly credentials: { readonly read: EntraCredential; readonly write: EntraCredential }
  readonly users: {
    /** undefined: the tenant's default domain. */
    readonly domain: string | undefined
    readonly firstSignIn: 'password' | 'temporaryAccessPass'
  }
  readonly mapping: NonNullable<EntraDirectory['mapping']>
  readonly protect: readonly Pattern[]
  /** Folded sign-in names and ids. */
  readonly breakGlass: readonly string[]
  readonly conditionalAccess: 'reportOnly' | 'enforced'
  readonly invitations: {
    readonly redirectUrl: string
    readonly notify: boolean
    readonly message: string | undefined
  }
  /** Whether a reading may be made of what was kept and what changed since. */
  readonly incremental: boolean
}

/** Fills in what tenant.yaml leaves open. */
export function entraSettings(directory: Directory): EntraSettings {
  const written = entraOnly(directory)
  const { credentials, users, invitations } = written
  const read = credentials?.read ?? {}
  return {
    tenantId: written.tenantId.toLowerCase(),
    cloud: cloudOf(written.cloud),
    credentials: { read, write: credentials?.write ?? read },
    users: { domain: users?.domain?.toLowerCase(), firstSignIn: users?.firstSignIn ?? 'password' },
    mapping: written.mapping ?? {},
    protect: (written.protect ?? []).map(patternOf),
    breakGlass: (written.breakGlass ?? []).map((name) => name.toLowerCase()),
    conditionalAccess: written.conditionalAccess ?? 'reportOnly',
    invitations: {
      redirectUrl: invitations?.redirectUrl ?? 'https://myapplications.microsoft.com',
      notify: invitations?.notify ?? true,
      message: invitations?.message,
    },
    incremental: written.incremental ?? true,
  }
}

/** Narrows to the settings of this provider. */
export function entraOnly(directory: Directory): EntraDirectory {
  if (directory.provider === 'entra') return directory
  throw new Error(`settings of provider ${directory.provider} were given to the one for Entra ID`)
}
