import { needPackages } from '../servers/packages.ts'
import { needSamba } from '../servers/samba-snapshot.ts'

/** Installs the directory servers once, before tests in several processes would all do so; without root they say what they need. */
export default function servers(): void {
  if (process.getuid?.() !== 0) return
  needPackages(
    ['/usr/sbin/slapd', '/usr/bin/ldapmodify', '/usr/bin/openssl'],
    ['slapd', 'ldap-utils', 'slapd-contrib', 'openssl'],
  )
  needSamba()
}
