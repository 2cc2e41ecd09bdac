import { readLdif } from '../servers/ldif.ts'
import type { LdifEntry } from '../servers/ldif.ts'
import type { Samba } from '../servers/samba.ts'
import { adPicture, nameOf } from './ad-picture.ts'
import type { Domain } from './domain.ts'
import type { Behind, Detail, Setting } from './stage.ts'

const details: Readonly<Record<Detail, string>> = {
  title: 'title',
  phone: 'telephoneNumber',
  city: 'l',
  owner: 'managedBy',
}

/** A unit of its own in a running domain, and an administrator with ldapmodify. */
export function adSetting({ server, reader, writer, caFile }: Domain, base: string): Setting {
  const unit = (dn: string): string => `dn: ${dn}\nchangetype: add\nobjectClass: organizationalUnit\n\n`
  server.modify([base, ...['people', 'leavers', 'groups'].map((ou) => `OU=${ou},${base}`)].map(unit).join(''))
  const entries = (): readonly LdifEntry[] => entriesBelow(server, base, '(objectClass=*)')
  return {
    behind: administrator(server, base),
    directory: ({ mode = 'authoritative', port } = {}) =>
      [
        'provider: active-directory',
        `mode: ${mode}`,
        port === undefined ? `url: ${server.url}` : `url: ldaps://127.0.0.1:${port}`,
        'tls: { ca: { env: AD_CA } }',
        `base: "${base}"`,
        'credentials:',
        `  read: { bindDn: "${reader.upn}", password: { env: AD_READ } }`,
        `  write: { bindDn: "${writer.dn}", password: { env: AD_WRITE } }`,
        'users: { base: OU=people, disabledBase: OU=leavers, placement: department }',
        'groups: { base: OU=groups }',
      ].join('\n'),
    variables: { AD_READ: reader.password, AD_WRITE: writer.password, AD_CA: caFile },
    picture: () => adPicture(entries(), base),
    ids: () => idsBelow(server, base),
  }
}

/** The GUIDs, as the bytes of their base64. */
function idsBelow(server: Samba, base: string): Readonly<Record<string, string>> {
  const text = server.tool('ldapsearch', [
    '-LLL',
    '-o',
    'ldif-wrap=no',
    '-b',
    base,
    '(objectClass=*)',
    'name',
    'sAMAccountName',
    'objectClass',
    'objectGUID',
  ])
  const guids = [...text.matchAll(/^objectGUID:: (.*)$/gm)].map(([, guid = '']) => guid)
  return Object.fromEntries(readLdif(text).map((entry, index) => [nameOf(entry), guids[index] ?? '']))
}

function entriesBelow(server: Samba, base: string, filter: string): readonly LdifEntry[] {
  return readLdif(server.tool('ldapsearch', ['-LLL', '-o', 'ldif-wrap=no', '-b', base, filter]))
}

function administrator(server: Samba, base: string): Behind {
  const find = (filter: string): LdifEntry => {
    const [entry] = entriesBelow(server, base, filter)
    if (entry === undefined) throw new Error(`nothing is found by ${filter} below ${base}`)
    return entry
  }
  const user = (username: string): LdifEntry => find(`(&(objectClass=user)(sAMAccountName=${username}))`)
  const group = (name: string): LdifEntry => find(`(&(objectClass=group)(cn=${name}))`)
  const place = (name?: string): string => (name === undefined ? `OU=people,${base}` : `OU=${name},OU=people,${base}`)
  const entry = (dn: string, objectClass: string, ...lines: readonly string[]): void =>
    server.modify(`dn: ${dn}\nchangetype: add\nobjectClass: ${objectClass}\n${lines.join('\n')}\n`)
  const change = ({ dn }: LdifEntry, ...lines: readonly string[]): void =>
    server.modify(`dn: ${dn}\nchangetype: modify\n${lines.join('\n')}\n`)
  const swap = (found: LdifEntry, attribute: string, values: readonly string[]): void =>
    change(found, `replace: ${attribute}`, ...values.map((value) => `${attribute}: ${value}`))
  const moveTo = ({ dn, first }: LdifEntry, parent: string): void =>
    server.modify(`dn: ${dn}\nchangetype: modrdn\nnewrdn: CN=${first('cn')}\ndeleteoldrdn: 1\nnewsuperior: ${parent}\n`)
  return {
    nameOf: (detail) => details[detail],
    place: (name) => place(name).toLowerCase(),
    set: (username, detail, values) => swap(user(username), details[detail], values),
    rename: (username, to) => swap(user(username), 'sAMAccountName', [to]),
    move: (username, to) => {
      try {
        entry(place(to), 'organizationalUnit')
      } catch {
        // It is there already.
      }
      moveTo(user(username), place(to))
    },
    disable: (username) => {
      const found = user(username)
      swap(found, 'userAccountControl', [String(Number(found.first('userAccountControl')) | 2)])
      moveTo(found, `OU=leavers,${base}`)
    },
    removePerson: (username) => server.modify(`dn: ${user(username).dn}\nchangetype: delete\n`),
    removeGroup: (name) => server.modify(`dn: ${group(name).dn}\nchangetype: delete\n`),
    addPerson: (username, email) =>
      entry(
        `CN=${username},${place()}`,
        'user',
        `sAMAccountName: ${username}`,
        'userAccountControl: 512',
        ...(email === undefined ? [] : [`mail: ${email}`]),
      ),
    addGroup: (name) => entry(`CN=${name},OU=groups,${base}`, 'group', `sAMAccountName: ${name}`),
    join: (name, username) => change(group(name), 'add: member', `member: ${user(username).dn}`),
    leave: (name, username) => change(group(name), 'delete: member', `member: ${user(username).dn}`),
    joinNobody: () => {
      throw new Error('a domain lets nobody into a group who does not exist')
    },
    joinOutsider: (name) => {
      const outsider = `CN=outsider,OU=partners,${base}`
      entry(`OU=partners,${base}`, 'organizationalUnit')
      entry(outsider, 'contact')
      change(group(name), 'add: member', `member: ${outsider}`)
      return outsider.toLowerCase()
    },
    // Members are links: they are spelled anew from the names of today. What another spelling can do is another order.
    respell: (name) => {
      const found = group(name)
      const members = found.values('member')
      swap(found, 'member', [])
      for (const member of members.toReversed()) change(found, 'add: member', `member: ${member.toUpperCase()}`)
    },
    ignoreCase: () => {},
    describe: (name, text) => swap(group(name), 'description', text === undefined ? [] : [text]),
    own: (name, username) => swap(group(name), 'managedBy', [user(username).dn]),
  }
}
