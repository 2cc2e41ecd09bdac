import { join } from 'node:path'
import type { Certificates } from './certificates.ts'

export interface SlapdOptions {
  /** Overlays to leave out. All are on by default. */
  readonly without?: readonly ('memberof' | 'refint' | 'ppolicy' | 'syncprov')[]
  /** Most entries the reader gets in one search; 'pages' lets paging go beyond it. Default: unlimited. */
  readonly sizeLimit?: number | { readonly pages: number }
  /** Lines of slapd.conf's `access to ...`, before the usual ones. */
  readonly access?: readonly string[]
  /** Whether each write is on the disk before it is answered. Default: false. */
  readonly sync?: boolean
  readonly certificateNames?: readonly string[]
  /** Lines put before the databases (another database, a referral) and at the end of the main one. */
  readonly before?: string
  readonly after?: string
}

interface Place {
  readonly folder: string
  readonly base: string
  readonly certificates: Certificates
  readonly accounts: Readonly<Record<'admin' | 'reader' | 'writer', { readonly dn: string; readonly password: string }>>
}

/** slapd.conf of a test server. */
export function slapdConfiguration(options: SlapdOptions & Place): string {
  const { folder, base, certificates, accounts } = options
  const schemas = ['core', 'cosine', 'nis', 'inetorgperson', 'dyngroup']
  const without: readonly string[] = options.without ?? []
  const modules = ['back_mdb', 'memberof', 'refint', 'ppolicy', 'syncprov'].filter((name) => !without.includes(name))
  return [
    ...schemas.map((name) => `include /etc/ldap/schema/${name}.schema`),
    `pidfile ${join(folder, 'slapd.pid')}`,
    'modulepath /usr/lib/ldap',
    ...modules.map((name) => `moduleload ${name}`),
    `TLSCACertificateFile ${certificates.ca}`,
    `TLSCertificateFile ${certificates.certificate}`,
    `TLSCertificateKeyFile ${certificates.key}`,
    'threads 4',
    'sizelimit unlimited',
    options.before ?? '',
    'database mdb',
    `suffix "${base}"`,
    `rootdn "${accounts.admin.dn}"`,
    `rootpw ${accounts.admin.password}`,
    `directory ${join(folder, 'db')}`,
    'maxsize 4294967296',
    ...(options.sync === true ? [] : ['dbnosync']),
    'index objectClass,entryUUID,entryCSN,uid,cn,mail,employeeNumber eq',
    'index member,uniqueMember,manager,owner,memberUid eq',
    limits(accounts.reader.dn, options.sizeLimit),
    ...(options.access ?? []),
    `access to attrs=userPassword by dn.exact="${accounts.writer.dn}" write by anonymous auth by * none`,
    `access to * by dn.exact="${accounts.writer.dn}" manage by dn.exact="${accounts.reader.dn}" read by anonymous auth by * none`,
    ...overlays(options.without ?? [], base),
    options.after ?? '',
    '',
  ].join('\n')
}

function limits(dn: string, limit: SlapdOptions['sizeLimit']): string {
  const size =
    limit === undefined
      ? 'size=unlimited size.prtotal=unlimited'
      : typeof limit === 'number'
        ? `size.soft=${limit} size.hard=${limit} size.prtotal=hard`
        : `size.soft=${limit.pages} size.hard=${limit.pages} size.pr=${limit.pages} size.prtotal=unlimited`
  return `limits dn.exact="${dn}" ${size} time=unlimited`
}

const overlayLines = {
  memberof: ['overlay memberof', 'memberof-refint TRUE'],
  refint: ['overlay refint', 'refint_attributes member uniqueMember manager owner'],
  syncprov: ['overlay syncprov'],
} as const

function overlays(without: readonly string[], base: string): string[] {
  const lines = (['memberof', 'refint', 'syncprov'] as const).flatMap((name) =>
    without.includes(name) ? [] : [...overlayLines[name]],
  )
  if (without.includes('ppolicy')) return lines
  return [...lines, 'overlay ppolicy', `ppolicy_default "cn=default,ou=policies,${base}"`]
}
