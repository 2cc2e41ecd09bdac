import type { AdDirectory } from '../../../src/generated/tenant.ts'
import type { Address } from '../../../src/model/address.ts'
import type { Operation } from '../../../src/model/operation.ts'
import type { Locator, Outcome } from '../../../src/model/outcome.ts'
import { Secret } from '../../../src/model/secret.ts'
import { activeDirectoryProvider } from '../../../src/providers/active-directory/provider.ts'
import type { Connection, Reader, WriteContext, Writer } from '../../../src/providers/provider.ts'
import type { AdProxy } from '../../servers/ad-proxy.ts'
import { readLdif } from '../../servers/ldif.ts'
import type { LdifEntry } from '../../servers/ldif.ts'
import type { Samba } from '../../servers/samba.ts'
import { at } from '../ldap/directory.ts'

export const password = 'Correct2Horse9Battery4Staple'

interface Options {
  readonly own?: Partial<AdDirectory>
  readonly context?: Partial<WriteContext>
  /** Who writes, instead of the administrator. */
  readonly as?: { readonly dn: string; readonly password: string }
  /** PEM file of the authority to trust, instead of the usual proxy’s. */
  readonly ca?: string
}

/** A unit of its own with room for people, leavers and groups, a writer that comes through the proxy, and who is who. */
export class Room {
  readonly server: Samba
  readonly proxy: AdProxy
  readonly base: string
  readonly staff: string
  readonly leavers: string
  readonly groups: string
  readonly known = new Map<Address, Locator>()
  private readonly open: (Reader | Writer)[] = []
  private usual: { readonly reader?: Promise<Reader>; readonly writer?: Promise<Writer> } = {}

  constructor(server: Samba, proxy: AdProxy) {
    this.server = server
    this.proxy = proxy
    this.base = server.unit()
    const unit = (name: string): string => {
      server.modify(`dn: OU=${name},${this.base}\nchangetype: add\nobjectClass: organizationalUnit\n`)
      return `OU=${name},${this.base}`.toLowerCase()
    }
    this.staff = unit('Staff')
    this.leavers = unit('Leavers')
    this.groups = unit('Groups')
  }

  settings(own: Partial<AdDirectory> = {}): AdDirectory {
    return {
      provider: 'active-directory',
      mode: 'authoritative',
      url: this.proxy.url,
      base: this.base,
      tls: { ca: { env: 'CA' } },
      credentials: { read: { bindDn: this.server.administrator.dn, password: { env: 'PASSWORD' } } },
      users: { base: 'OU=Staff', disabledBase: 'OU=Leavers' },
      groups: { base: 'OU=Groups' },
      ...own,
    }
  }

  /** The writer of this room, or one of its own kind. */
  async writer(options?: Options): Promise<Writer> {
    if (options !== undefined) return this.newWriter(options)
    const writer = this.usual.writer ?? this.newWriter({})
    this.usual = { ...this.usual, writer }
    return writer
  }

  private async newWriter({ own = {}, context = {}, as, ca }: Options): Promise<Writer> {
    const account = as === undefined ? {} : { read: { bindDn: as.dn, password: { env: 'PASSWORD' } } }
    const settings = this.settings({
      ...(as === undefined ? {} : { credentials: account as AdDirectory['credentials'] }),
      ...own,
    })
    const writer = await activeDirectoryProvider({ answerTimeoutMs: 5000 }).write(
      this.connection(settings, as?.password, ca),
      {
        locate: this.locate,
        initialPassword: async () => new Secret(password),
        changeAtNextLogin: true,
        ...context,
      },
    )
    this.open.push(writer)
    return writer
  }

  async reader(): Promise<Reader> {
    const reader = this.usual.reader ?? this.newReader()
    this.usual = { ...this.usual, reader }
    return reader
  }

  private async newReader(): Promise<Reader> {
    const reader = await activeDirectoryProvider().read(this.connection(this.settings()))
    this.open.push(reader)
    return reader
  }

  readonly locate = (address: Address): Locator | undefined => this.known.get(address)

  /** Applies one batch; who was created or moved is known afterwards. */
  async apply(writer: Writer, ...batch: readonly Operation[]): Promise<readonly Outcome[]> {
    const outcomes = await writer.apply(batch)
    outcomes.forEach((outcome, index) => {
      const address = batch[index]?.address
      if (address !== undefined && 'locator' in outcome && outcome.locator !== undefined)
        this.known.set(address, outcome.locator)
    })
    return outcomes
  }

  /** Makes an object behind roster’s back; gives its id, and notes it as declared where it has one. */
  make(dn: string, attributes: Readonly<Record<string, string | readonly string[]>>, declared?: Address): string {
    const lines = Object.entries(attributes).flatMap(([name, values]) =>
      [values].flat().map((each) => `${name}: ${each}`),
    )
    this.server.modify(`dn: ${dn}\nchangetype: add\n${lines.join('\n')}\n`)
    return this.learn(dn, declared)
  }

  account(
    name: string,
    own: Readonly<Record<string, string | readonly string[]>> = {},
    container = this.staff,
  ): string {
    const attributes = { objectClass: 'user', sAMAccountName: name, userAccountControl: '514', ...own }
    return this.make(`CN=${name},${container}`, attributes, at('user', name))
  }

  group(name: string, own: Readonly<Record<string, string | readonly string[]>> = {}): string {
    const attributes = { objectClass: 'group', sAMAccountName: name, groupType: '-2147483646', ...own }
    return this.make(`CN=${name},${this.groups}`, attributes, at('group', name))
  }

  private learn(dn: string, declared?: Address): string {
    const immutableId = this.entry(dn)?.first('objectGUID') ?? ''
    if (declared !== undefined) this.known.set(declared, { immutableId, reference: dn.toLowerCase() })
    return immutableId
  }

  /** The object with this DN, or this GUID, as it is now. */
  entry(dn: string): LdifEntry | undefined {
    const base = dn.includes('=') ? dn : `<GUID=${dn}>`
    const argv = [
      '-LLL',
      '-o',
      'ldif-wrap=no',
      '-E',
      '!1.2.840.113556.1.4.529=::MAMCAQE=',
      '-b',
      base,
      '-s',
      'base',
      '*',
      'nTSecurityDescriptor',
    ]
    try {
      return withGuid(readLdif(this.server.tool('ldapsearch', argv))[0])
    } catch (error) {
      if (error instanceof Error && error.message.includes('No such object')) return undefined
      throw error
    }
  }

  change(dn: string, ...lines: readonly string[]): void {
    this.server.modify(`dn: ${dn}\nchangetype: modify\n${lines.join('\n')}\n`)
  }

  async close(): Promise<void> {
    for (const each of this.open) await each.close()
  }

  private connection(
    settings: AdDirectory,
    secret: string = this.server.administrator.password,
    ca = this.proxy.caFile,
  ): Connection {
    const variables: Readonly<Record<string, string>> = { CA: ca, PASSWORD: secret }
    return {
      tenant: 'acme',
      id: 'hq',
      settings,
      root: '/',
      environment: (name) => (variables[name] === undefined ? undefined : new Secret(variables[name])),
      now: () => new Date('2026-11-22T12:00:00Z'),
      signal: new AbortController().signal,
    }
  }
}

/** With the plain DN, and the GUID as text. */
function withGuid(entry: LdifEntry | undefined): LdifEntry | undefined {
  if (entry === undefined) return undefined
  const [, guid = ''] = /^<GUID=([0-9a-f-]{36})>/.exec(entry.dn) ?? []
  const plain = (text: string): string => text.replace(/^(<[^>]*>;)+/, '')
  const values = (attribute: string): readonly string[] =>
    attribute.toLowerCase() === 'objectguid' ? [guid] : entry.values(attribute).map(plain)
  return { ...entry, dn: plain(entry.dn), values, first: (attribute) => values(attribute)[0] }
}

/** What became of it, in a word. */
export function wordOf(outcome: Outcome | undefined): string {
  return outcome?.status === 'failed' ? outcome.class : (outcome?.status ?? 'nothing')
}

export function detailOf(outcome: Outcome | undefined): string {
  return outcome !== undefined && 'detail' in outcome ? (outcome.detail ?? '') : ''
}
