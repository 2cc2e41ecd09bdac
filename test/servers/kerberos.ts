import { spawnSync } from 'node:child_process'
import { domain } from './samba-configuration.ts'

/** krb5.conf that leads to one domain controller. */
export function kerberosConfiguration(host: string): string {
  return `[libdefaults]
default_realm = ${domain.realm}
dns_lookup_kdc = false
dns_lookup_realm = false
rdns = false
udp_preference_limit = 0
[realms]
${domain.realm} = {
  kdc = ${host}
  kpasswd_server = ${host}
}
`
}

/** Changes a person's own password by kpasswd (RFC 3244), also one that has to be changed at the next logon. Throws with the server's words. */
export function changePassword(configuration: string, username: string, old: string, next: string): void {
  const env = { ...process.env, KRB5_CONFIG: configuration, LC_ALL: 'C' }
  const input = `${old}\n${next}\n${next}\n`
  const { status, stdout, stderr } = spawnSync('kpasswd', [username], { env, input, encoding: 'utf8' })
  if (status !== 0) throw new Error(`kpasswd ${username}: ${stdout}${stderr}`)
}
