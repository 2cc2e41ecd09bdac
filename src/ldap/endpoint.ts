import { refused } from './written.ts'

/** Where a server listens, and how what is said to it is kept private. */
export interface ServerAddress {
  readonly host: string
  readonly port: number
  readonly encryption: 'tls' | 'startTls' | 'none'
  /** Where to find it, where its name may stand for several and one of them is meant; its certificate is for `host` all the same. */
  readonly address?: string
  /** Environment variable that names the file of the authority to trust. */
  readonly caVariable: string | undefined
}

interface Written {
  readonly url: string
  readonly startTls?: boolean
  readonly tls?: { readonly ca?: { readonly env: string } }
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|::1)$/

/** Throws DirectoryFault for an address that is none, and for plain LDAP to another machine. */
export function endpointOf(written: Written): ServerAddress {
  const url = URL.canParse(written.url) ? new URL(written.url) : undefined
  if (url === undefined || (url.protocol !== 'ldap:' && url.protocol !== 'ldaps:') || url.hostname === '') {
    throw refused(
      `url: ${JSON.stringify(written.url)} is no LDAP address. Write ldaps://host, or ldap://host with startTls: true.`,
    )
  }
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const secure = url.protocol === 'ldaps:'
  if (secure && written.startTls === true) {
    throw refused(`url: ${written.url} is encrypted from the start; startTls is for ldap://. Take startTls out.`)
  }
  const encryption = secure ? 'tls' : written.startTls === true ? 'startTls' : 'none'
  if (encryption === 'none' && !loopback.test(host)) {
    throw refused(
      `url: plain LDAP to ${host} would send passwords and people's data in the clear and is refused. Set startTls: true or write ldaps://.`,
    )
  }
  return {
    host,
    port: url.port === '' ? (secure ? 636 : 389) : Number(url.port),
    encryption,
    caVariable: written.tls?.ca?.env,
  }
}
