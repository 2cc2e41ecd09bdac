import type { AdDirectory, Directory } from '../../generated/tenant.ts'
import { canonicalDn, DnSyntaxError, isWithin } from '../../ldap/dn.ts'
import { endpointOf } from '../../ldap/endpoint.ts'
import type { ServerAddress } from '../../ldap/endpoint.ts'
import { foldText } from '../../ldap/fold.ts'
import type { Pattern } from '../../ldap/protect.ts'
import { containerOf, dnOf, patternOf, refused } from '../../ldap/written.ts'

/** What tenant.yaml says of a domain, with every default filled in. All DNs are canonical. */
export interface AdSettings extends ServerAddress {
  readonly base: string
  readonly credentials: AdDirectory['credentials']
  readonly users: {
    readonly base: string
    readonly disabledBase: string | undefined
    readonly placement: 'flat' | 'department' | 'departmentPath' | 'keep'
    /** What an account's CN is taken from; keep: from the display name, once. */
    readonly cn: 'displayName' | 'username' | 'keep'
    /** Attribute that says when and why roster disabled an account. */
    readonly stamp: string
  }
  readonly groups: { readonly base: string; readonly placement: 'flat' | 'keep' }
  readonly mapping: NonNullable<AdDirectory['mapping']>
  readonly protect: readonly Pattern[]
  /** Canonical DNs roster itself binds as: never managed. */
  readonly ownAccounts: readonly string[]
  /** The same where the account is written as Windows does: `name@domain` or `DOMAIN\name`; folded, the name alone for the second. */
  readonly ownNames: readonly string[]
  /** Whether a reading may be made of what was kept and what changed since. */
  readonly incremental: boolean
}

/** Reads the settings. Throws DirectoryFault where they cannot be followed: a DN that is none, plain LDAP to another machine. */
export function adSettings(directory: Directory): AdSettings {
  const written = adOnly(directory)
  const base = dnOf(written.base, 'base')
  const { users, groups, credentials } = written
  const within = (container: string | undefined, what: string): string => containerOf(container, base, what)
  const accounts = [credentials.read, ...(credentials.write === undefined ? [] : [credentials.write])]
  const own = accounts.map(({ bindDn }) => ownAccount(bindDn))
  return {
    ...controllerAddress(written),
    base,
    credentials,
    users: {
      base: within(users?.base, 'users.base'),
      disabledBase: users?.disabledBase === undefined ? undefined : within(users.disabledBase, 'users.disabledBase'),
      placement: users?.placement ?? 'flat',
      cn: users?.cn ?? 'displayName',
      stamp: users?.stamp ?? 'adminDescription',
    },
    groups: { base: within(groups?.base, 'groups.base'), placement: groups?.placement ?? 'flat' },
    mapping: written.mapping ?? {},
    protect: (written.protect ?? []).map(patternOf),
    ownAccounts: own.flatMap(({ dn }) => dn ?? []),
    ownNames: own.flatMap(({ name }) => name ?? []),
    incremental: written.incremental ?? true,
  }
}

/** Throws DirectoryFault for the ports of the global catalogue, which shows groups without their members and people without most of what they hold. */
function controllerAddress(written: AdDirectory): ServerAddress {
  const address = endpointOf(written)
  if (address.port !== 3268 && address.port !== 3269) return address
  throw refused(
    `url: port ${address.port} of ${address.host}: this is the global catalog, which holds a part of every object and takes no changes. Take the port out: ldaps://${address.host}`,
  )
}

/** The bases that people and groups are listed below, each once, none below another. */
export function listedBases(settings: AdSettings): readonly string[] {
  return outermost([...userBases(settings), settings.groups.base])
}

/** Where people are: in their own container, and in the leavers'. */
export function userBases({ users }: AdSettings): readonly string[] {
  return outermost([users.base, users.disabledBase ?? users.base])
}

function outermost(bases: readonly string[]): readonly string[] {
  return [...new Set(bases)].filter((base) => !bases.some((other) => other !== base && isWithin(base, other)))
}

/** Narrows to the settings of this provider. */
function adOnly(directory: Directory): AdDirectory {
  if (directory.provider === 'active-directory') return directory
  throw new Error(`settings of provider ${directory.provider} were given to the Active Directory one`)
}

interface OwnAccount {
  readonly dn?: string
  readonly name?: string
}

/** Domain controllers take a DN, `name@domain` or `DOMAIN\name` (MS-ADTS 5.1.1.1.1). */
function ownAccount(bindDn: string): OwnAccount {
  try {
    return { dn: canonicalDn(bindDn) }
  } catch (error) {
    if (!(error instanceof DnSyntaxError)) throw error
    const windows = /^[^\\@\p{Cc}]+\\([^\\@\p{Cc}]+)$/u.exec(bindDn)
    if (windows?.[1] !== undefined) return { name: foldText(windows[1]) }
    if (/^[^\\@\p{Cc}]+@[^\\@\p{Cc}]+$/u.test(bindDn)) return { name: foldText(bindDn) }
    throw refused(`credentials: ${error.message}. Write the account as its DN, as name@domain, or as DOMAIN\\name.`)
  }
}
