import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AdDirectory } from '../../../src/generated/tenant.ts'
import { Secret } from '../../../src/model/secret.ts'
import type { Value } from '../../../src/model/value.ts'
import { activeDirectoryProvider } from '../../../src/providers/active-directory/provider.ts'
import { pack, readMessage, writeMessage } from '../../servers/ad-proxy-message.ts'
import type { Message } from '../../servers/ad-proxy-message.ts'
import type { Faults } from '../../servers/ldap-proxy.ts'
import { readLdif } from '../../servers/ldif.ts'
import type { LdifEntry } from '../../servers/ldif.ts'
import type { Behind, MakeWorld, Picture, PicturedGroup, PicturedPerson } from '../world.ts'
import type { Lane } from './lane.ts'

let worlds = 0

/**
 * Worlds in one domain: each has a unit of its own, which goes away with it, since a domain knows every login once. `following`: a
 * plan reads what changed since the one before.
 */
export function adWorlds(lane: () => Lane, reads: 'everything' | 'following'): MakeWorld {
  return async ({ placement }) => {
    const { server, unit, door, reader, writer } = lane()
    const root = mkdtempSync(join(tmpdir(), 'roster-world-'))
    const base = `OU=world-${++worlds},${unit}`
    const made = [base, ...['people', 'groups', 'leavers'].map((ou) => `OU=${ou},${base}`)]
    server.tool('ldapadd', [], made.map((dn) => `dn: ${dn}\nobjectClass: organizationalUnit\n\n`).join(''))
    const settings: AdDirectory = {
      provider: 'active-directory',
      mode: 'authoritative',
      url: door.url,
      tls: { ca: { env: 'CA' } },
      base,
      credentials: {
        read: { bindDn: reader.upn, password: { env: 'READ' } },
        write: { bindDn: writer.dn, password: { env: 'WRITE' } },
      },
      // Two people of one name are common here, and one container holds each CN once.
      users: {
        base: 'OU=people',
        placement,
        cn: 'username',
        ...(placement === 'department' ? { disabledBase: 'OU=leavers' } : {}),
      },
      groups: { base: 'OU=groups' },
    }
    const variables: Readonly<Record<string, string>> = {
      READ: reader.password,
      WRITE: writer.password,
      CA: door.caFile,
    }
    const cache = `${root}.cache`
    // A handful of people fills several pages.
    const provider = activeDirectoryProvider({ pageSize: 3 })
    return {
      root,
      provider:
        reads === 'everything'
          ? provider
          : { ...provider, read: async (connection) => provider.read({ ...connection, cache }) },
      settings,
      environment: (name) => (variables[name] === undefined ? undefined : new Secret(variables[name])),
      behind: behind(lane(), base),
      close: async () => {
        door.misbehave({})
        server.drop(base)
        for (const folder of [root, cache]) rmSync(folder, { recursive: true, force: true })
      },
    }
  }
}

function behind({ server, door }: Lane, base: string): Behind {
  const read = (filter: string): readonly LdifEntry[] =>
    readLdif(server.tool('ldapsearch', ['-LLL', '-o', 'ldif-wrap=no', '-b', base, filter]))
  const dnOf = (objectClass: string, attribute: string, value: string): string => {
    const found = read(`(objectClass=${objectClass})`).find((entry) => entry.values(attribute).includes(value))
    if (found === undefined) throw new Error(`no ${objectClass} has the ${attribute} ${value}`)
    return found.dn
  }
  const person = (username: string): string => dnOf('user', 'samaccountname', username)
  const group = (name: string): string => dnOf('group', 'cn', name)
  const change = (dn: string, action: 'add' | 'delete' | 'replace', attribute: string, value: string): void =>
    server.modify(
      `dn:: ${encoded(dn)}\nchangetype: modify\n${action}: ${attribute}\n${attribute}:: ${encoded(value)}\n`,
    )
  return {
    picture: async () => pictured(read('(|(objectClass=user)(objectClass=group))')),
    retitle: async (username, title) => change(person(username), 'replace', 'title', title),
    addStranger: async (username) =>
      server.modify(
        [
          `dn: CN=${username},OU=people,${base}`,
          'changetype: add',
          'objectClass: user',
          `sAMAccountName: ${username}`,
          'userAccountControl: 512',
          '',
        ].join('\n'),
      ),
    join: async (name, username) => change(group(name), 'add', 'member', person(username)),
    leave: async (name, username) => change(group(name), 'delete', 'member', person(username)),
    remove: async (username) => void server.tool('ldapdelete', [person(username)]),
    breakListings: async () => {
      door.misbehave(brokenListings(base))
      return async () => door.misbehave({})
    },
  }
}

/**
 * Every page of what lies below ends with sizeLimitExceeded (4), as at a server whose limit is too small; and so does every answer about
 * what changed.
 */
function brokenListings(base: string): Faults {
  const listings = new Set<string>()
  const name = (connection: number, { id }: Message): string => `${connection} ${id.raw.toString('hex')}`
  return {
    request: ({ type, bytes, connection }) => {
      const isPaged = bytes.includes('1.2.840.113556.1.4.319')
      const isBelow = bytes.toString('latin1').toLowerCase().includes(base.toLowerCase())
      const isFollowing = bytes.includes('1.2.840.113556.1.4.841')
      if (type === 'search' && ((isPaged && isBelow) || isFollowing)) listings.add(name(connection, readMessage(bytes)))
      return 'pass'
    },
    answer: ({ tag, bytes, connection }) => {
      if (tag !== 0x65) return 'pass'
      const { id, operation, controls } = readMessage(bytes)
      if (!listings.has(name(connection, { id, operation, controls }))) return 'pass'
      const raw = controls.map((control) => control.raw)
      return writeMessage(id, pack(tag, pack(0x0a, Buffer.of(4)), pack(0x04), pack(0x04)), raw)
    },
  }
}

function encoded(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64')
}

function pictured(entries: readonly LdifEntry[]): Picture {
  const isPerson = (entry: LdifEntry): boolean => entry.values('objectClass').includes('user')
  const called = new Map(
    entries.map((entry) => [
      entry.dn,
      isPerson(entry) ? (entry.first('sAMAccountName') ?? '?') : `group:${entry.first('cn')}`,
    ]),
  )
  const people = entries.filter(isPerson).map((entry) => personOf(entry, called))
  const groups = entries
    .filter((entry) => !isPerson(entry))
    .map(({ first, values }): PicturedGroup => ({
      name: first('cn') ?? '?',
      description: first('description'),
      members: values('member')
        .map((dn) => called.get(dn) ?? '?')
        .toSorted(),
    }))
  return {
    people: people.toSorted((a, b) => (a.username < b.username ? -1 : 1)),
    groups: groups.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  }
}

/**
 * Told apart, or told by the members of groups. The number of the last change (uSNChanged) is no such thing: where a picture is the
 * same, nothing was written at all.
 */
const apart = new Set(['samaccountname', 'title', 'manager', 'directreports', 'memberof'])

function personOf(entry: LdifEntry, called: ReadonlyMap<string, string>): PicturedPerson {
  const rest = entry.names
    .filter((name) => !apart.has(name))
    .map((name): [string, Value] => [name, entry.values(name).toSorted()])
  const manager = entry.first('manager')
  return {
    username: entry.first('sAMAccountName') ?? '?',
    enabled: (Number(entry.first('userAccountControl')) & 2) === 0,
    container: entry.dn.replace(/^(?:\\.|[^,\\])*,/, ''),
    title: entry.first('title'),
    manager: manager === undefined ? undefined : (called.get(manager) ?? '?'),
    values: Object.fromEntries(rest),
  }
}
