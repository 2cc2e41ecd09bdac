import { domain } from './samba-configuration.ts'
import { offline } from './samba-tools.ts'

/** What a service account may do besides reading what everybody in the domain may read. */
export interface Rights {
  /** Units in which it may do everything. */
  readonly write?: readonly string[]
  /** Access control entries in SDDL by the DN they are put on; `SID` in them stands for the account: `(OA;;WP;<attribute>;;SID)`. */
  readonly entries?: Readonly<Record<string, string>>
  /** Whether it may follow changes by DirSync without OBJECT_SECURITY, and learn of deletions. */
  readonly dirSync?: boolean
}

export interface Account {
  readonly dn: string
  readonly upn: string
  readonly password: string
  readonly sid: string
}

interface Tools {
  readonly folder: string
  readonly modify: (ldif: string) => void
  readonly search: (filter: string, ...attributes: readonly string[]) => string
}

/** Makes a service account that can sign in. */
export function makeAccount(server: Tools, name: string, rights: Rights): Account {
  const password = `Svc!${name}2468`
  const dn = `CN=${name},CN=Users,${domain.baseDn}`
  const upn = `${name}@${domain.dns}`
  // 512 + 65536: its password does not expire.
  server.modify(
    [
      `dn: ${dn}`,
      'changetype: add',
      'objectClass: user',
      `sAMAccountName: ${name}`,
      `userPrincipalName: ${upn}`,
      'userAccountControl: 66048',
      `unicodePwd:: ${quotedPassword(password)}`,
      '',
    ].join('\n'),
  )
  const sid = sidOf(server.search(`(sAMAccountName=${name})`, 'objectSid'))
  for (const [target, entries] of Object.entries(entriesOf(rights)))
    grant(server.folder, target, entries.replaceAll('SID', sid))
  return { dn, upn, password, sid }
}

/** What `unicodePwd` takes: the password in quotes as UTF-16, here in base64 for LDIF (MS-ADTS 3.1.1.3.1.5.1). */
export function quotedPassword(password: string): string {
  return Buffer.from(`"${password}"`, 'utf16le').toString('base64')
}

/** S-1-5-21-... of the binary objectSid in a text of LDIF (MS-DTYP 2.4.2.2). */
export function sidOf(ldif: string): string {
  const bytes = Buffer.from(/^objectSid:: (.*)$/m.exec(ldif)?.[1] ?? '', 'base64')
  const parts = Array.from({ length: bytes[1] ?? 0 }, (_, at) => bytes.readUInt32LE(8 + 4 * at))
  return ['S', bytes[0], bytes.readUIntBE(2, 6), ...parts].join('-')
}

function entriesOf({ write = [], entries = {}, dirSync = false }: Rights): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries(write.map((unit) => [unit, '(A;CI;GA;;;SID)'])),
    ...(dirSync ? following : {}),
    ...entries,
  }
}

const following = {
  // Replicating Directory Changes (MS-ADTS 3.1.1.3.4.1.3).
  [domain.baseDn]: '(OA;;CR;1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;;SID)',
  // Samba tells of deletions only to those who may read the container; Administrators alone do.
  [`CN=Deleted Objects,${domain.baseDn}`]: '(A;CI;RPLC;;;SID)',
}

/** Puts entries before those of an object's DACL. It works on the files: a running server sees it at once. */
function grant(folder: string, dn: string, entries: string): void {
  const at = ['-b', dn, '-s', 'base', '--show-deleted', 'nTSecurityDescriptor']
  const read = offline('ldbsearch', folder, at).replaceAll('\n ', '')
  const [, flags, held] = /nTSecurityDescriptor: .*?D:([A-Z]*)((?:\([^)]*\))*)/.exec(read) ?? []
  if (flags === undefined || held === undefined) throw new Error(`ldbsearch: ${dn} has no DACL that can be read`)
  const change = [
    'changetype: modify',
    'replace: nTSecurityDescriptor',
    `nTSecurityDescriptor: D:${flags}${entries}${held}`,
  ]
  // sd_flags 4: only the DACL is written.
  const controls = ['--controls=show_deleted:1', '--controls=sd_flags:1:4']
  offline('ldbmodify', folder, controls, `dn: ${dn}\n${change.join('\n')}\n`)
}
