import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LdapDirectory } from '../../../src/generated/tenant.ts'
import { Secret } from '../../../src/model/secret.ts'
import type { Value } from '../../../src/model/value.ts'
import { startLdapProxy } from '../../servers/ldap-proxy.ts'
import type { LdapProxy } from '../../servers/ldap-proxy.ts'
import { readLdif } from '../../servers/ldif.ts'
import type { LdifEntry } from '../../servers/ldif.ts'
import { accounts, base as suffix } from '../../servers/slapd.ts'
import type { Slapd } from '../../servers/slapd.ts'
import type { Behind, MakeWorld, Picture, PicturedGroup, PicturedPerson } from '../world.ts'
import { ldif, provider } from './directory.ts'

let worlds = 0

/** Worlds on one server: each has a subtree of its own, and a proxy in front of the server. */
export function ldapWorlds(server: () => Slapd): MakeWorld {
  return async ({ placement }) => {
    const root = mkdtempSync(join(tmpdir(), 'roster-world-'))
    const base = `ou=world-${++worlds},${suffix}`
    const unit = (dn: string, ou: string): string => ldif(dn, { objectClass: 'organizationalUnit', ou })
    const units = ['people', 'groups', 'leavers'].map((ou) => unit(`ou=${ou},${base}`, ou))
    server().tool('ldapadd', [], unit(base, `world-${worlds}`) + units.join(''))
    const proxy = await startLdapProxy(server())
    const settings: LdapDirectory = {
      provider: 'ldap',
      mode: 'authoritative',
      url: proxy.url,
      base,
      credentials: {
        read: { bindDn: accounts.reader.dn, password: { env: 'READ' } },
        write: { bindDn: accounts.writer.dn, password: { env: 'WRITE' } },
      },
      users: { base: 'ou=people', placement, ...(placement === 'department' ? { disabledBase: 'ou=leavers' } : {}) },
      groups: { base: 'ou=groups' },
    }
    const passwords: Readonly<Record<string, string>> = {
      READ: accounts.reader.password,
      WRITE: accounts.writer.password,
    }
    return {
      root,
      provider: provider(),
      settings,
      environment: (name) => (passwords[name] === undefined ? undefined : new Secret(passwords[name])),
      behind: behind(server(), base, proxy),
      close: async () => {
        await proxy.stop()
        rmSync(root, { recursive: true, force: true })
      },
    }
  }
}

function behind(server: Slapd, base: string, proxy: LdapProxy): Behind {
  const read = (filter: string): readonly LdifEntry[] =>
    readLdif(server.tool('ldapsearch', ['-LLL', '-o', 'ldif-wrap=no', '-b', base, filter, '*', 'pwdAccountLockedTime']))
  const dnOf = (attribute: string, value: string): string => {
    const found = read('(objectClass=*)').find((entry) => entry.values(attribute).includes(value))
    if (found === undefined) throw new Error(`nothing has the ${attribute} ${value}`)
    return found.dn
  }
  const change = (dn: string, action: 'add' | 'delete' | 'replace', attribute: string, value: string): void =>
    server.modify(
      `dn:: ${encoded(dn)}\nchangetype: modify\n${action}: ${attribute}\n${attribute}:: ${encoded(value)}\n`,
    )
  const empty = `cn=roster-empty-group,${base}`
  return {
    picture: async () => pictured(read('(objectClass=*)'), base),
    retitle: async (username, title) => change(dnOf('uid', username), 'replace', 'title', title),
    addStranger: async (username) => {
      const entry = { objectClass: 'inetOrgPerson', uid: username, cn: username, sn: username }
      server.tool('ldapadd', [], ldif(`uid=${username},ou=people,${base}`, entry))
    },
    join: async (group, username) => change(dnOf('cn', group), 'add', 'member', dnOf('uid', username)),
    leave: async (group, username) => {
      const dn = dnOf('cn', group)
      const members =
        read('(objectClass=groupOfNames)')
          .find((entry) => entry.dn === dn)
          ?.values('member') ?? []
      if (members.length === 1) change(dn, 'add', 'member', empty)
      change(dn, 'delete', 'member', dnOf('uid', username))
    },
    remove: async (username) => void server.tool('ldapdelete', [dnOf('uid', username)]),
    // Every page ends with sizeLimitExceeded (4), as at a server whose limit is too small.
    breakListings: async () => {
      proxy.misbehave({
        answer: ({ tag, bytes }) =>
          tag === 0x65 && bytes.includes('1.2.840.113556.1.4.319') ? cutShort(bytes) : 'pass',
      })
      return async () => proxy.misbehave({})
    },
  }
}

/** The same answer with another result code: it stands right after the message's number and two tags. */
function cutShort(bytes: Buffer): Buffer {
  const cut = Buffer.from(bytes)
  const code = cut.indexOf(Buffer.from([0x0a, 1, 0]))
  cut[code + 2] = 4
  return cut
}

function encoded(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64')
}

function pictured(entries: readonly LdifEntry[], base: string): Picture {
  const has = (objectClass: string) => (entry: LdifEntry) => entry.values('objectClass').includes(objectClass)
  const people = entries.filter(has('inetOrgPerson'))
  const groups = entries.filter(has('groupOfNames'))
  const plain = (dn: string): string =>
    dn.toLowerCase().replace(/\\([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  const names = new Map<string, string>([
    ...people.map(({ dn, first }) => [plain(dn), first('uid') ?? '?'] as const),
    ...groups.map(({ dn, first }) => [plain(dn), `group:${first('cn')}`] as const),
  ])
  const called = (dn: string | undefined): string | undefined =>
    dn === undefined ? undefined : (names.get(plain(dn)) ?? '?')
  return {
    people: sorted(
      people.map((entry) => personOf(entry, called)),
      ({ username }) => username,
    ),
    groups: sorted(
      groups.map(({ first, values }): PicturedGroup => ({
        name: first('cn') ?? '?',
        description: first('description'),
        members: values('member')
          .filter((dn) => plain(dn) !== `cn=roster-empty-group,${base}`)
          .map((dn) => called(dn) ?? '?')
          .toSorted(),
      })),
      ({ name }) => name,
    ),
  }
}

const apart = new Set(['uid', 'title', 'manager', 'objectclass', 'userpassword', 'pwdaccountlockedtime'])

function personOf(entry: LdifEntry, called: (dn: string | undefined) => string | undefined): PicturedPerson {
  const container = entry.dn.replace(/^[^,]*,/, '')
  const rest = entry.names
    .filter((name) => !apart.has(name))
    .map((name): [string, Value] => [name, entry.values(name).toSorted()])
  return {
    username: entry.first('uid') ?? '?',
    enabled: entry.first('pwdAccountLockedTime') === undefined && !container.startsWith('ou=leavers,'),
    container,
    title: entry.first('title'),
    manager: called(entry.first('manager')),
    values: Object.fromEntries(rest),
  }
}

function sorted<T>(list: readonly T[], by: (one: T) => string): readonly T[] {
  return list.toSorted((a, b) => (by(a) < by(b) ? -1 : 1))
}
