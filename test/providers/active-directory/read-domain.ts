import type { AdDirectory } from '../../../src/generated/tenant.ts'
import type { ObjectKind } from '../../../src/model/kind.ts'
import type { Completeness, Observed, ObservedGroup, ObservedUser } from '../../../src/model/observed.ts'
import { Secret } from '../../../src/model/secret.ts'
import { activeDirectoryProvider } from '../../../src/providers/active-directory/provider.ts'
import type { Connection, Reader } from '../../../src/providers/provider.ts'
import type { Account } from '../../servers/samba-accounts.ts'
import { quotedPassword } from '../../servers/samba-accounts.ts'
import type { Samba } from '../../servers/samba.ts'

/** A unit of the domain with the containers that the settings name, for one test. */
export interface Unit {
  readonly dn: string
  readonly people: string
  readonly leavers: string
  readonly groups: string
}

export function makeUnit(server: Samba): Unit {
  const dn = server.unit()
  const unit = { dn, people: `OU=Staff,${dn}`, leavers: `OU=Leavers,${dn}`, groups: `OU=Groups,${dn}` }
  for (const place of [unit.people, unit.leavers, unit.groups])
    add(server, place, { objectClass: 'organizationalUnit' })
  return unit
}

/** Settings as people write them. */
export function settingsOf(
  server: Pick<Samba, 'url'>,
  unit: Unit,
  reader: Pick<Account, 'dn'>,
  own: Partial<AdDirectory> = {},
): AdDirectory {
  return {
    provider: 'active-directory',
    mode: 'authoritative',
    url: server.url,
    base: unit.dn,
    tls: { ca: { env: 'CA' } },
    credentials: { read: { bindDn: reader.dn, password: { env: 'READ' } } },
    users: { base: 'OU=Staff', disabledBase: 'OU=Leavers' },
    groups: { base: 'OU=Groups' },
    incremental: false,
    ...own,
  }
}

export interface Circumstances {
  readonly caFile: string
  readonly password: string
  readonly cache?: string
  readonly now?: () => Date
}

/** A connection as the reconciler gives it. */
export function connectionOf(settings: AdDirectory, { caFile, password, cache, now }: Circumstances): Connection {
  const environment = new Map([
    ['CA', caFile],
    ['READ', password],
  ])
  return {
    tenant: 'acme',
    id: 'ad',
    settings,
    root: '/',
    environment: (name) => {
      const value = environment.get(name)
      return value === undefined ? undefined : new Secret(value)
    },
    ...(cache === undefined ? {} : { cache }),
    now: now ?? (() => new Date()),
    signal: new AbortController().signal,
  }
}

/** A provider that loses patience soon. */
export const provider = (pageSize = 1000): ReturnType<typeof activeDirectoryProvider> =>
  activeDirectoryProvider({ connectTimeoutMs: 2000, answerTimeoutMs: 20_000, pageSize })

export interface Seen {
  readonly users: ReadonlyMap<string, ObservedUser>
  readonly groups: ReadonlyMap<string, ObservedGroup>
  readonly all: readonly Observed[]
  readonly completeness: readonly Completeness[]
}

/** Everything that one reading shows, by name. */
export async function see(
  reader: Reader,
  kinds: readonly ObjectKind[] = ['organizationalUnit', 'user', 'group'],
): Promise<Seen> {
  const all: Observed[] = []
  for await (const page of reader.observe(kinds)) all.push(...page)
  return {
    users: new Map(all.flatMap((each) => (each.kind === 'user' ? [[each.username, each] as const] : []))),
    groups: new Map(all.flatMap((each) => (each.kind === 'group' ? [[each.name, each] as const] : []))),
    all,
    completeness: reader.completeness(),
  }
}

type Values = Readonly<Record<string, string | number | readonly string[] | Buffer>>

/** One entry as LDIF; every value in base64, so that any text goes through. */
export function entry(dn: string, values: Values): string {
  const line = (name: string, value: string | Buffer): string => `${name}:: ${Buffer.from(value).toString('base64')}`
  const lines = Object.entries(values).flatMap(([name, value]) => {
    const list = Array.isArray(value) ? (value as readonly string[]) : [value as string | number | Buffer]
    return list.map((each) =>
      name === 'unicodePwd' ? `${name}:: ${String(each)}` : line(name, typeof each === 'number' ? String(each) : each),
    )
  })
  return [line('dn', dn), ...lines, ''].join('\n')
}

export function add(server: Samba, dn: string, values: Values): void {
  server.tool('ldapadd', [], entry(dn, values))
}

/** What an account of a person holds at least. */
export function account(login: string, own: Values = {}): Values {
  return {
    objectClass: 'user',
    sAMAccountName: login,
    userAccountControl: 512,
    unicodePwd: quotedPassword(`Pw!${login}12345`),
    ...own,
  }
}
