import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readRules } from './ad-proxy-reads.ts'
import type { ReadLimits } from './ad-proxy-reads.ts'
import { writeRules } from './ad-proxy-writes.ts'
import type { Facts, WriteLimits } from './ad-proxy-writes.ts'
import { makeCertificates } from './certificates.ts'
import { startLdapProxy } from './ldap-proxy.ts'
import type { Fate, Faults, LdapProxy } from './ldap-proxy.ts'
import { readLdif } from './ldif.ts'
import type { Samba } from './samba.ts'

export interface AdProxyOptions {
  /** 'none': clients come in the clear, where no password may be set. Default: TLS. */
  readonly encryption?: 'tls' | 'none'
  /** Other limits than those of Microsoft's server: smaller ones make its behaviour show with few entries. */
  readonly limits?: Partial<ReadLimits & WriteLimits>
}

/** A recording proxy that makes a Samba domain controller as strict as Microsoft's, whatever else goes wrong on it. */
export interface AdProxy extends LdapProxy {
  /** PEM file of the authority that signed the proxy's certificate. */
  readonly caFile: string
}

const microsoft = { values: 1500, entries: 1000, valuesInOneModify: 1500, username: 20 }

let proxies = 0

export async function startAdProxy(server: Samba, options: AdProxyOptions = {}): Promise<AdProxy> {
  const folder = join(server.folder, `proxy-${++proxies}`)
  const { ca: caFile, certificate, key } = makeCertificates(folder, ['DNS:localhost', 'IP:127.0.0.1'])
  const encrypted = options.encryption !== 'none'
  const limits = { ...microsoft, ...options.limits }
  const reads = readRules(limits)
  const writes = writeRules(limits, factsOf(server), encrypted)
  const strict = (faults: Faults): Faults => ({
    request: async (request) => {
      const fate = (await faults.request?.(request)) ?? 'pass'
      if (fate !== 'pass') return fate
      const refused = writes(request)
      return refused === 'pass' ? reads.request(request) : refused
    },
    answer: (answer) => {
      const shown = reads.answer(answer)
      if (shown === 'drop' || faults.answer === undefined) return shown
      const bytes = Buffer.isBuffer(shown) ? shown : answer.bytes
      return or(faults.answer({ ...answer, bytes }), shown)
    },
  })
  const target = { host: server.host, port: 636, ca: readFileSync(server.caFile, 'utf8') }
  const identity = { cert: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') }
  const proxy = await startLdapProxy(target, strict({}), encrypted ? identity : undefined)
  return { ...proxy, caFile, misbehave: (faults) => proxy.misbehave(strict(faults)) }
}

function or(fate: Fate | Promise<Fate>, otherwise: Fate): Fate | Promise<Fate> {
  if (fate instanceof Promise) return fate.then((late) => (late === 'pass' ? otherwise : late))
  return fate === 'pass' ? otherwise : fate
}

function factsOf(server: Samba): Facts {
  const read = (base: string, scope: string, filter: string, ...attributes: readonly string[]): string =>
    server.tool('ldapsearch', ['-LLL', '-o', 'ldif-wrap=no', '-b', base, '-s', scope, filter, ...attributes])
  const texts = '(&(objectClass=attributeSchema)(oMSyntax=64)(rangeUpper=*))'
  const schema = readLdif(
    read(`CN=Schema,CN=Configuration,${server.baseDn}`, 'one', texts, 'lDAPDisplayName', 'rangeUpper'),
  )
  const first = (dn: string, attribute: string): readonly string[] =>
    readLdif(read(dn, 'base', '(objectClass=*)', attribute))[0]?.values(attribute) ?? []
  return {
    lengths: new Map(
      schema.map((entry) => [entry.first('lDAPDisplayName')?.toLowerCase() ?? '', Number(entry.first('rangeUpper'))]),
    ),
    isPerson: (dn) => first(dn, 'objectClass').includes('user'),
    hasPassword: (dn) => passwordIsIn(read(dn, 'base', '(objectClass=*)', 'replPropertyMetaData')),
  }
}

/** Nobody may read a password; the record of writes tells whether supplementalCredentials (0x9007d) was ever set with one. */
function passwordIsIn(ldif: string): boolean {
  const record = Buffer.from(/^replPropertyMetaData:: (.*)$/m.exec(ldif)?.[1] ?? '', 'base64')
  return record.includes(Buffer.of(0x7d, 0x00, 0x09, 0x00))
}
