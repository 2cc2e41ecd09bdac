/** What a domain controller of the tests is called, wherever it runs. */
export const domain = {
  netbios: 'LAB',
  realm: 'LAB.EXAMPLE',
  dns: 'lab.example',
  baseDn: 'DC=lab,DC=example',
  administrator: {
    dn: 'CN=Administrator,CN=Users,DC=lab,DC=example',
    upn: 'Administrator@lab.example',
    password: 'Passw0rd!lab',
  },
} as const

export interface SambaPlace {
  readonly folder: string
  readonly address: string
  readonly services: readonly ('ldap' | 'kdc')[]
  /** Lines at the end of smb.conf. */
  readonly extra: string
}

/** smb.conf of a domain controller that keeps everything in one folder and listens on one address only. */
export function sambaConfiguration({ folder, address, services, extra }: SambaPlace): string {
  return `[global]
netbios name = DC1
realm = ${domain.realm}
workgroup = ${domain.netbios}
server role = active directory domain controller
server services = ${services.join(', ')}
dcerpc endpoint servers =
interfaces = ${address}/8
bind interfaces only = yes
private dir = ${folder}/private
state directory = ${folder}/state
cache directory = ${folder}/cache
lock directory = ${folder}
pid directory = ${folder}/run
ncalrpc dir = ${folder}/run/ncalrpc
winbindd socket directory = ${folder}/run/winbindd
ntp signd socket directory = ${folder}/run/ntp
log file = ${folder}/log/log.samba
log level = 0
tls enabled = yes
tls keyfile = ${folder}/tls/server.key
tls certfile = ${folder}/tls/server.pem
tls cafile = ${folder}/tls/ca.pem
idmap_ldb:use rfc2307 = yes
load printers = no
disable spoolss = yes
ldb:nosync = yes
${extra}
`
}
