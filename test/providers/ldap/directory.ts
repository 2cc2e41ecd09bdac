import type { LdapDirectory } from '../../../src/generated/tenant.ts'
import { addressOf } from '../../../src/model/address.ts'
import type { Address } from '../../../src/model/address.ts'
import type { DesiredGroup, Person } from '../../../src/model/desired.ts'
import type { Kind, ObjectKind, Verb } from '../../../src/model/kind.ts'
import type { Observed, ObservedGroup, ObservedUser } from '../../../src/model/observed.ts'
import { operationId } from '../../../src/model/operation.ts'
import type { Operation } from '../../../src/model/operation.ts'
import type { Locator, Outcome } from '../../../src/model/outcome.ts'
import { Secret } from '../../../src/model/secret.ts'
import { ldapProvider } from '../../../src/providers/ldap/provider.ts'
import type { Connection, Reader, Writer } from '../../../src/providers/provider.ts'
import { accounts, base } from '../../servers/slapd.ts'
import type { Slapd } from '../../servers/slapd.ts'

export const people = `ou=people,${base}`
export const leavers = `ou=leavers,${base}`
export const groups = `ou=groups,${base}`

/** Settings of a test server, spelled as people spell them. */
export function settingsOf(server: Pick<Slapd, 'url'>, own: Partial<LdapDirectory> = {}): LdapDirectory {
  return {
    provider: 'ldap',
    mode: 'authoritative',
    url: server.url,
    base: 'DC=lab, DC=example',
    credentials: {
      read: { bindDn: accounts.reader.dn, password: { env: 'READ' } },
      write: { bindDn: accounts.writer.dn, password: { env: 'WRITE' } },
    },
    users: { base: 'OU=People' },
    groups: { base: 'ou=groups' },
    ...own,
  }
}

/** A connection as the reconciler gives it, with the passwords of the test server in the environment. */
export function connectionOf(settings: LdapDirectory, variables: Readonly<Record<string, string>> = {}): Connection {
  const environment: Readonly<Record<string, string>> = {
    READ: accounts.reader.password,
    WRITE: accounts.writer.password,
    ...variables,
  }
  return {
    tenant: 'acme',
    id: 'hq',
    settings,
    root: '/',
    environment: (name) => (environment[name] === undefined ? undefined : new Secret(environment[name])),
    now: () => new Date('2026-11-22T12:00:00Z'),
    signal: new AbortController().signal,
  }
}

const quick = { connectTimeoutMs: 2000, answerTimeoutMs: 5000 }

/** A provider that loses patience soon. */
export function provider(
  own: { readonly pageSize?: number; readonly answerTimeoutMs?: number } = {},
): ReturnType<typeof ldapProvider> {
  return ldapProvider({ ...quick, ...own })
}

/** Everything a reader lists, by kind. */
export async function listing(
  reader: Reader,
  kinds: readonly ObjectKind[] = ['organizationalUnit', 'user', 'group'],
): Promise<{
  readonly all: readonly Observed[]
  readonly users: ReadonlyMap<string, ObservedUser>
  readonly groups: ReadonlyMap<string, ObservedGroup>
}> {
  const all: Observed[] = []
  for await (const page of reader.observe(kinds)) all.push(...page)
  return {
    all,
    users: new Map(all.flatMap((object) => (object.kind === 'user' ? [[object.username, object] as const] : []))),
    groups: new Map(all.flatMap((object) => (object.kind === 'group' ? [[object.name, object] as const] : []))),
  }
}

type Body<T> = T extends { kind: Kind; verb: Verb; before: unknown; after: unknown }
  ? Pick<T, 'kind' | 'verb' | 'before' | 'after'>
  : never

/** An operation as a plan would hold it. */
export function operation(id: string, body: Body<Operation>): Operation {
  const address = at(body.kind, id)
  return {
    id: operationId(address, body.verb),
    address,
    tenant: 'acme',
    directory: 'hq',
    status: 'planned',
    reason: 'declared',
    derived: false,
    summary: '',
    risk: 'low',
    escalation: false,
    sensitive: [],
    needs: [],
    effects: [],
    source: { file: 'users.yaml', line: 1, via: [] },
    reversible: true,
    urgent: false,
    fingerprint: '',
    ...body,
  }
}

export function at(kind: Kind, id: string): Address {
  return addressOf({ tenant: 'acme', directory: 'hq', kind, id })
}

/** A reader and a writer on one directory, and who is who in it. */
export class Session {
  readonly reader: Reader
  readonly writer: Writer
  readonly known = new Map<Address, Locator>()

  private constructor(reader: Reader, writer: Writer, known: Map<Address, Locator>) {
    this.reader = reader
    this.writer = writer
    this.known = known
  }

  /** `password`: what new people get. */
  static async open(settings: LdapDirectory, password?: string): Promise<Session> {
    const known = new Map<Address, Locator>()
    const context = {
      locate: (address: Address) => known.get(address),
      initialPassword: async () => (password === undefined ? undefined : new Secret(password)),
    }
    const reader = await provider().read(connectionOf(settings))
    return new Session(reader, await provider().write(connectionOf(settings), context), known)
  }

  readonly locate = (address: Address): Locator | undefined => this.known.get(address)

  /** Applies one batch; who was created or moved is known afterwards. */
  async apply(...batch: readonly Operation[]): Promise<readonly Outcome[]> {
    const outcomes = await this.writer.apply(batch)
    outcomes.forEach((outcome, index) => {
      const address = batch[index]?.address
      if (address !== undefined && 'locator' in outcome && outcome.locator !== undefined)
        this.known.set(address, outcome.locator)
    })
    return outcomes
  }

  /** Lists the directory and learns everybody under their own names. */
  async look(): Promise<Awaited<ReturnType<typeof listing>>> {
    const found = await listing(this.reader)
    for (const { immutableId, reference, username } of found.users.values())
      this.known.set(at('user', username), { immutableId, reference })
    for (const { immutableId, reference, name } of found.groups.values())
      this.known.set(at('group', name), { immutableId, reference })
    return found
  }

  async close(): Promise<void> {
    await this.reader.close()
    await this.writer.close()
  }
}

/** A declared person. */
export function person(id: string, own: Partial<Person> = {}): Person {
  return {
    id,
    source: { file: 'users.yaml', line: 1, via: [] },
    state: 'active',
    stateReason: 'declared',
    urgent: false,
    directories: ['hq'],
    username: id,
    values: { displayName: id, 'name.last': id },
    initial: {},
    departmentPath: [],
    ...own,
  }
}

export function group(id: string, own: Partial<DesiredGroup> = {}): DesiredGroup {
  return {
    id,
    source: { file: 'groups.yaml', line: 1, via: [] },
    directory: 'hq',
    name: id,
    groupKind: 'security',
    privileged: false,
    ownership: 'exclusive',
    members: new Map(),
    takenOut: new Set(),
    ...own,
  }
}

/** LDIF of a person; values are written as base64, so they may be anything. */
export function personLdif(
  uid: string,
  own: Readonly<Record<string, string | readonly string[]>> = {},
  container: string = people,
): string {
  return ldif(`uid=${uid},${container}`, { objectClass: 'inetOrgPerson', uid, cn: uid, sn: uid, ...own })
}

export function groupLdif(cn: string, members: readonly string[]): string {
  return ldif(`cn=${cn},${groups}`, { objectClass: 'groupOfNames', cn, member: members })
}

export function ldif(dn: string, attributes: Readonly<Record<string, string | readonly string[]>>): string {
  const lines = Object.entries(attributes).flatMap(([name, values]) =>
    (typeof values === 'string' ? [values] : values).map((value) => `${name}:: ${base64(value)}`),
  )
  return `dn:: ${base64(dn)}\n${lines.join('\n')}\n\n`
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64')
}
