import type { Account } from '../servers/samba-accounts.ts'
import { readLdif } from '../servers/ldif.ts'
import type { Samba } from '../servers/samba.ts'
import { domain } from '../servers/samba-configuration.ts'

export interface Door {
  readonly url: string
  readonly caFile: string
  readonly reader: Account
  readonly writer: Account
}

export interface Way {
  readonly mode: 'observe' | 'additive' | 'authoritative'
  readonly placement: 'department' | 'keep'
}

/** tenant.yaml for the seeded domain, as somebody writes it who knows how its people lie and are called. */
export function seededTenant({ url, reader, writer }: Door, { mode, placement }: Way): string {
  return `# yaml-language-server: $schema=../../schema/tenant.schema.json
name: Lab
domains: [lab.example]
directories:
  ad:
    provider: active-directory
    mode: ${mode}
    users: { base: OU=Staff, disabledBase: OU=Leavers, placement: ${placement}, cn: keep }
    groups: { base: OU=Groups, placement: keep }
    url: ${url}
    base: ${domain.baseDn}
    tls: { ca: { env: AD_CA } }
    credentials:
      read: { bindDn: "${reader.dn}", password: { env: AD_READ } }
      write: { bindDn: "${writer.dn}", password: { env: AD_WRITE } }
`
}

export function variablesFor({ caFile, reader, writer }: Door): Readonly<Record<string, string>> {
  return { AD_CA: caFile, AD_READ: reader.password, AD_WRITE: writer.password }
}

/** The number of the last change of everything that could have been touched. Signing in changes accounts elsewhere. */
export function standing(server: Samba): string {
  const sorts = ['user', 'group', 'contact', 'organizationalUnit'].map((name) => `(objectClass=${name})`)
  return readLdif(server.search(`(|${sorts.join('')})`, 'uSNChanged'))
    .filter(({ dn }) => /OU=(?:Staff|Leavers|Groups|Partners),/.test(dn))
    .map(({ dn, first }) => `${dn} ${first('uSNChanged')}`)
    .toSorted()
    .join('\n')
}
