import { accounts } from '../servers/slapd.ts'
import type { Slapd } from '../servers/slapd.ts'
import type { Behind, Detail, Group, Person, Picture, Setting } from './stage.ts'

const details: Readonly<Record<Detail, string>> = {
  title: 'title',
  phone: 'telephoneNumber',
  city: 'l',
  owner: 'owner',
}

const variables = { LDAP_READ: accounts.reader.password, LDAP_WRITE: accounts.writer.password }

let made = 0

/** A branch of its own on a running server, and an administrator with ldapmodify. */
export function ldapSetting(server: Slapd): Setting {
  made += 1
  const base = `ou=stage${made},${server.base}`
  const unit = (dn: string): string => `dn: ${dn}\nchangetype: add\nobjectClass: organizationalUnit\n\n`
  server.modify([base, `ou=people,${base}`, `ou=leavers,${base}`, `ou=groups,${base}`].map(unit).join(''))
  return {
    behind: administrator(server, base),
    directory: ({ mode = 'authoritative', port } = {}) =>
      [
        'provider: ldap',
        `mode: ${mode}`,
        ...(port === undefined
          ? [`url: ${server.url}`, 'startTls: true', 'tls: { ca: { env: LDAP_CA } }']
          : [`url: ldap://127.0.0.1:${port}`]),
        `base: "${base}"`,
        'credentials:',
        `  read: { bindDn: "${accounts.reader.dn}", password: { env: LDAP_READ } }`,
        `  write: { bindDn: "${accounts.writer.dn}", password: { env: LDAP_WRITE } }`,
        'users: { base: ou=people, disabledBase: ou=leavers, placement: department }',
        'groups: { base: ou=groups }',
      ].join('\n'),
    variables: { ...variables, LDAP_CA: server.caFile },
    picture: () => pictureOf(entriesOf(server, base)),
    ids: () =>
      Object.fromEntries(entriesOf(server, base).map((entry) => [nameOf(entry), entry.get('entryuuid')?.[0] ?? ''])),
  }
}

type Entry = ReadonlyMap<string, readonly string[]>

function administrator(server: Slapd, base: string): Behind {
  const find = (filter: string): Entry => {
    const [entry] = parse(server.tool('ldapsearch', ['-LLL', '-o', 'ldif-wrap=no', '-b', base, filter, '*', '+']))
    if (entry === undefined) throw new Error(`nothing is found by ${filter} below ${base}`)
    return entry
  }
  const dnOf = (filter: string): string => find(filter).get('dn')?.[0] ?? ''
  const user = (username: string): string => dnOf(`(uid=${username})`)
  const group = (name: string): string => dnOf(`(&(objectClass=groupOfNames)(cn=${name}))`)
  const place = (name?: string): string => (name === undefined ? `ou=people,${base}` : `ou=${name},ou=people,${base}`)
  const change = (dn: string, ...lines: readonly string[]): void =>
    server.modify(`dn: ${dn}\nchangetype: modify\n${lines.join('\n')}\n`)
  const swap = (dn: string, attribute: string, values: readonly string[]): void =>
    change(dn, `replace: ${attribute}`, ...values.map((value) => `${attribute}: ${value}`))
  const rename = (dn: string, rdn: string, superior?: string): void =>
    server.modify(
      `dn: ${dn}\nchangetype: modrdn\nnewrdn: ${rdn}\ndeleteoldrdn: 1\n${superior === undefined ? '' : `newsuperior: ${superior}\n`}`,
    )
  const member = (dn: string, what: 'add' | 'delete', value: string): void =>
    change(dn, `${what}: member`, `member: ${value}`)
  return {
    nameOf: (detail) => details[detail],
    place: (name) => place(name).toLowerCase(),
    set: (username, detail, values) => swap(user(username), details[detail], values),
    rename: (username, to) => rename(user(username), `uid=${to}`),
    move: (username, to) => {
      try {
        server.modify(`dn: ${place(to)}\nchangetype: add\nobjectClass: organizationalUnit\n`)
      } catch {
        // It is there already.
      }
      rename(user(username), `uid=${username}`, place(to))
    },
    disable: (username) => rename(user(username), `uid=${username}`, `ou=leavers,${base}`),
    removePerson: (username) => server.modify(`dn: ${user(username)}\nchangetype: delete\n`),
    removeGroup: (name) => server.modify(`dn: ${group(name)}\nchangetype: delete\n`),
    addPerson: (username, email) =>
      server.modify(
        `dn: uid=${username},${place()}\nchangetype: add\nobjectClass: inetOrgPerson\ncn: ${username}\nsn: ${username}\n${email === undefined ? '' : `mail: ${email}\n`}`,
      ),
    addGroup: (name) =>
      server.modify(
        `dn: cn=${name},ou=groups,${base}\nchangetype: add\nobjectClass: groupOfNames\nmember: cn=nobody,${base}\n`,
      ),
    join: (name, username) => member(group(name), 'add', user(username)),
    leave: (name, username) => member(group(name), 'delete', user(username)),
    joinNobody: (name) => {
      member(group(name), 'add', `uid=ghost,${place()}`)
      return `uid=ghost,${place()}`
    },
    joinOutsider: (name) => {
      const partners = `ou=partners,${base}`
      server.modify(`dn: ${partners}\nchangetype: add\nobjectClass: organizationalUnit\n`)
      server.modify(`dn: cn=outsider,${partners}\nchangetype: add\nobjectClass: person\nsn: outsider\n`)
      member(group(name), 'add', `cn=outsider,${partners}`)
      return `cn=outsider,${partners}`
    },
    respell: (name) => {
      const spelled = find(`(&(objectClass=groupOfNames)(cn=${name}))`).get('member') ?? []
      const otherwise = spelled.map((dn) =>
        dn
          .toUpperCase()
          .replaceAll(',', ', ')
          .replaceAll('.', String.raw`\2E`),
      )
      swap(group(name), 'member', otherwise)
    },
    ignoreCase: () => {},
    describe: (name, text) => swap(group(name), 'description', text === undefined ? [] : [text]),
    own: (name, username) => swap(group(name), 'owner', [user(username)]),
  }
}

function entriesOf(server: Slapd, base: string): readonly Entry[] {
  return parse(
    server.tool('ldapsearch', [
      '-LLL',
      '-o',
      'ldif-wrap=no',
      '-b',
      base,
      '(objectClass=*)',
      '*',
      'pwdAccountLockedTime',
      'entryUUID',
    ]),
  )
}

/** Entries of LDIF; names of attributes in lower case. */
function parse(ldif: string): readonly Entry[] {
  return ldif
    .split('\n\n')
    .filter((block) => block.trim() !== '')
    .map((block) => {
      const entry = new Map<string, string[]>()
      for (const line of block.split('\n')) {
        const [, name = '', mark = '', value = ''] = /^([^:]+):(:?) ?(.*)$/.exec(line) ?? []
        if (name === '') continue
        const text = mark === ':' ? Buffer.from(value, 'base64').toString('utf8') : value
        entry.set(name.toLowerCase(), [...(entry.get(name.toLowerCase()) ?? []), text])
      }
      return entry
    })
}

const apart = new Set([
  'dn',
  'objectclass',
  'uid',
  'member',
  'manager',
  'owner',
  'userpassword',
  'pwdaccountlockedtime',
  'entryuuid',
])

function pictureOf(entries: readonly Entry[]): Picture {
  const names = new Map(
    entries.map((entry) => [
      fold(entry.get('dn')?.[0]),
      is(entry, 'groupOfNames') ? `group:${nameOf(entry)}` : nameOf(entry),
    ]),
  )
  const called = (dn: string | undefined): string | undefined => (dn === undefined ? undefined : names.get(fold(dn)))
  const common = (entry: Entry) => ({
    container: relative(fold(entry.get('dn')?.[0]).replace(/^[^,]*,/, '')),
    attributes: attributesOf(entry),
  })
  const people = entries
    .filter((entry) => is(entry, 'inetOrgPerson'))
    .map((entry): readonly [string, Person] => {
      const { container, attributes } = common(entry)
      const state = entry.get('pwdaccountlockedtime')?.[0] ?? 'active'
      return [nameOf(entry), { container, attributes, state, manager: called(entry.get('manager')?.[0]) }]
    })
  const groups = entries
    .filter((entry) => is(entry, 'groupOfNames'))
    .map((entry): readonly [string, Group] => {
      const members = (entry.get('member') ?? []).flatMap((dn) => called(dn) ?? []).toSorted()
      return [nameOf(entry), { ...common(entry), owner: called(entry.get('owner')?.[0]), members }]
    })
  const units = entries
    .filter((entry) => is(entry, 'organizationalUnit'))
    .map((entry) => relative(fold(entry.get('dn')?.[0])))
  for (const list of [people, groups]) {
    if (new Set(list.map(([name]) => name)).size !== list.length) throw new Error('somebody is there twice')
  }
  return { people: sorted(people), groups: sorted(groups), containers: units.toSorted() }
}

function attributesOf(entry: Entry): Readonly<Record<string, string | readonly string[]>> {
  const own = [...entry].filter(([name]) => !apart.has(name)).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(
    own.map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values.toSorted()]),
  )
}

function is(entry: Entry, name: string): boolean {
  return (entry.get('objectclass') ?? []).includes(name)
}

function nameOf(entry: Entry): string {
  const [name = ''] = entry.get('uid') ?? entry.get('cn') ?? entry.get('dn') ?? []
  return name
}

/** Branches of two stages are the same apart from their name. */
function fold(dn: string | undefined): string {
  return (dn ?? '').toLowerCase()
}

function relative(dn: string): string {
  return dn.replace(/ou=stage\d+,.*$/, '')
}

function sorted<T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
