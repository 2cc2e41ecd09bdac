import type { Secret } from '../model/secret.ts'
import { reveal } from '../model/secret.ts'

/** Where mail is handed in, and how it is reached. */
export interface MailServer {
  readonly host: string
  readonly port: number
  /** always: from the first byte; required: before anything is said; none: only on this machine. */
  readonly encryption: 'always' | 'required' | 'none'
  readonly account?: { readonly user: string; readonly password: Secret }
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|::1)$/

/**
 * Reads `smtp://user:password@host:port` or `smtps://...`. What is wrong with it is said without a word of it: it holds a password.
 * Mail to another machine is always encrypted, and the certificate always verified.
 */
export function mailServerAt(address: Secret, wrap: (text: string) => Secret): MailServer | { readonly flaw: string } {
  const url = parsed(reveal(address))
  if (url === undefined) return { flaw: 'it is not an address of the form smtp://user:password@host:port' }
  if (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') return { flaw: 'it must begin with smtp:// or smtps://' }
  if (url.hostname === '') return { flaw: 'it names no host' }
  if (url.search !== '' || url.hash !== '' || (url.pathname !== '' && url.pathname !== '/'))
    return { flaw: 'nothing may follow the port: encryption and certificates are not for a setting to weaken' }
  const [user, password] = [decoded(url.username), decoded(url.password)]
  if (user === undefined || password === undefined)
    return { flaw: 'a % in the user name or the password must be written %25' }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const encryption = url.protocol === 'smtps:' ? 'always' : loopback.test(host) ? 'none' : 'required'
  const port = url.port === '' ? (encryption === 'always' ? 465 : 587) : Number(url.port)
  return { host, port, encryption, ...(user === '' ? {} : { account: { user, password: wrap(password) } }) }
}

function parsed(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
