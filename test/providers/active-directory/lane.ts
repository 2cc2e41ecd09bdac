import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startAdProxy } from '../../servers/ad-proxy.ts'
import type { AdProxy, AdProxyOptions } from '../../servers/ad-proxy.ts'
import { makeCertificates } from '../../servers/certificates.ts'
import { startLdapProxy } from '../../servers/ldap-proxy.ts'
import type { Account } from '../../servers/samba-accounts.ts'
import { startSamba } from '../../servers/samba.ts'
import type { Samba } from '../../servers/samba.ts'

/** A domain, two accounts of roster's own, and a door to the domain at which things can go wrong. */
export interface Lane {
  readonly server: Samba
  /** The unit in which the writer may do everything. */
  readonly unit: string
  readonly reader: Account
  readonly writer: Account
  /** What roster connects to. */
  readonly door: AdProxy
  readonly stop: () => Promise<void>
}

/** Starts a domain. With limits roster meets a server as strict as Microsoft's; without, it meets Samba as it is. */
export async function startLane(limits?: AdProxyOptions['limits']): Promise<Lane> {
  const server = await startSamba()
  const unit = server.unit()
  const reader = server.account('reader', { dirSync: true })
  const writer = server.account('writer', { write: [unit] })
  const door = limits === undefined ? await openDoor(server) : await startAdProxy(server, { limits })
  return {
    server,
    unit,
    reader,
    writer,
    door,
    stop: async () => {
      await door.stop()
      await server.stop()
    },
  }
}

/** Lets everything pass as it is, until told otherwise. */
async function openDoor({ folder, host, caFile: theirs }: Samba): Promise<AdProxy> {
  const { ca: caFile, certificate, key } = makeCertificates(join(folder, 'door'), ['DNS:localhost', 'IP:127.0.0.1'])
  const text = (file: string): string => readFileSync(file, 'utf8')
  const proxy = await startLdapProxy(
    { host, port: 636, ca: text(theirs) },
    {},
    { cert: text(certificate), key: text(key) },
  )
  return { ...proxy, caFile }
}
