import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import * as fc from 'fast-check'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LdapDirectory } from '../../../src/generated/tenant.ts'
import type { Observed } from '../../../src/model/observed.ts'
import { startLdapProxy } from '../../servers/ldap-proxy.ts'
import type { LdapProxy } from '../../servers/ldap-proxy.ts'
import { accounts, startSlapd } from '../../servers/slapd.ts'
import type { Slapd } from '../../servers/slapd.ts'
import {
  connectionOf,
  groupLdif,
  groups,
  ldif,
  leavers,
  listing,
  people,
  personLdif,
  provider,
  settingsOf,
} from './directory.ts'

let cache: string
beforeEach(() => void (cache = mkdtempSync(join(tmpdir(), 'roster-cache-'))))
afterEach(() => rmSync(cache, { recursive: true, force: true }))

const file = (): string => join(cache, 'acme', 'hq.snapshot')
const places = { users: { base: 'ou=people', disabledBase: 'ou=leavers' } } as const

interface Reading {
  readonly settings?: Partial<LdapDirectory>
  readonly now?: string
  readonly pageSize?: number
}

async function read(
  server: Pick<Slapd, 'url'>,
  { settings = {}, now = '2026-11-22T12:00:00Z', pageSize = 3 }: Reading = {},
): Promise<readonly Observed[]> {
  const written = settingsOf(server, { ...places, incremental: true, ...settings })
  const reader = await provider({ pageSize }).read({ ...connectionOf(written), cache, now: () => new Date(now) })
  const { all } = await listing(reader)
  expect(reader.completeness()).toMatchObject([{ complete: true }, { complete: true }, { complete: true }])
  await reader.close()
  return all
}

const inFull = async (server: Pick<Slapd, 'url'>): Promise<readonly Observed[]> =>
  read(server, { settings: { incremental: false } })

describe('people who changed, and nobody else, are read in full', () => {
  let server: Slapd
  let proxy: LdapProxy
  beforeAll(async () => {
    server = await startSlapd({
      load: ['ana', 'ben', 'eva', 'ida'].map((uid) => personLdif(uid, { title: 'Clerk' })).join(''),
    })
    proxy = await startLdapProxy(server)
  })
  afterAll(async () => {
    await proxy.stop()
    await server.stop()
  })

  /** How many searches asked for titles in a read, and what it found. */
  async function asked(reading: Reading = {}): Promise<number> {
    proxy.forget()
    const found = await read(proxy, reading)
    expect(found).toEqual(await inFull(server))
    return proxy.seen.filter(({ type, bytes }) => type === 'search' && bytes.includes('title')).length
  }
  const retitle = (uid: string, title: string): void =>
    server.modify(`dn: uid=${uid},${people}\nchangetype: modify\nreplace: title\ntitle: ${title}\n`)

  test('the first read is full, the next asks for those who changed only', async () => {
    // Two pages of people, and one of leavers.
    expect(await asked()).toBe(3)
    expect(await asked()).toBe(0)
    retitle('ben', 'Lead')
    expect(await asked()).toBe(1)
    expect(await asked()).toBe(0)
  })

  test('what is not asked to be incremental is not', async () => {
    await asked()
    expect(await asked({ settings: { incremental: false } })).toBe(3)
  })

  test.each([
    [
      'another account reads',
      { settings: { credentials: { read: { bindDn: accounts.writer.dn, password: { env: 'WRITE' } } } } },
    ],
    ['other attributes are read', { settings: { mapping: { title: 'title', 'profile.note': 'description' } } }],
    ['24 hours have passed', { now: '2026-11-23T12:00:00Z' }],
  ] satisfies readonly (readonly [string, Reading])[])('everything is read where %s', async (_, reading) => {
    await asked()
    proxy.forget()
    await read(proxy, reading)
    expect(proxy.seen.filter(({ type, bytes }) => type === 'search' && bytes.includes('title')).length).toBe(3)
  })

  test('changes do not make a copy younger', async () => {
    await asked()
    retitle('ben', 'Second')
    expect(await asked({ now: '2026-11-23T11:00:00Z' })).toBe(1)
    expect(await asked({ now: '2026-11-23T12:00:00Z' })).toBe(3)
  })

  test('a copy that was changed by hand is as good as none', async () => {
    await asked()
    writeFileSync(file(), readFileSync(file(), 'utf8').replace('Clerk', 'Chief'))
    expect(await asked()).toBe(3)
  })

  test('a read that does not come to its end leaves the copy as it was', async () => {
    await asked()
    const before = readFileSync(file(), 'utf8')
    retitle('eva', 'Third')
    proxy.misbehave({ answer: ({ tag, bytes }) => (tag === 0x64 && bytes.includes('uid=ida') ? 'cut' : 'pass') })
    await expect(read(proxy)).rejects.toThrow(/run again/)
    proxy.misbehave({})
    expect(readFileSync(file(), 'utf8')).toBe(before)
    expect(await asked()).toBe(1)
  })

  test('a read that lost its connection once goes on where everybody is still compared', async () => {
    await asked()
    retitle('ida', 'Fourth')
    let isCut = false
    proxy.misbehave({
      answer: ({ tag, bytes }) => {
        if (isCut || tag !== 0x64 || !bytes.includes('uid=ida')) return 'pass'
        isCut = true
        return 'cut'
      },
    })
    expect(await asked()).toBe(1)
    proxy.misbehave({})
  })
})

test('REL-01 people whose ids may be read but not searched for are not lost when they change', async () => {
  const server = await startSlapd({
    load: personLdif('ana') + personLdif('ben'),
    access: [`access to attrs=entryUUID by dn.exact="${accounts.reader.dn}" =rc by * manage`],
  })
  await read(server)
  server.modify(`dn: uid=ben,${people}\nchangetype: modify\nreplace: title\ntitle: Lead\n`)
  const found = await read(server)
  expect(found).toEqual(await inFull(server))
  expect(found.flatMap((object) => (object.kind === 'user' ? [object.username] : []))).toEqual(['ana', 'ben'])
  await server.stop()
})

test('where changes cannot be told, everybody is read in full', async () => {
  const server = await startSlapd({
    load: personLdif('ana'),
    access: [`access to attrs=entryCSN by dn.exact="${accounts.reader.dn}" none by * manage`],
  })
  await read(server)
  server.modify(`dn: uid=ana,${people}\nchangetype: modify\nreplace: title\ntitle: Lead\n`)
  expect(await read(server)).toEqual(await inFull(server))
  await server.stop()
})

/** What happens to a directory between two reads. Numbers choose among who is there. */
const happenings = {
  retitle: 'title',
  rephone: 'telephoneNumber',
  manage: 'manager',
  arrive: 'add',
  leave: 'delete',
  rename: 'uid',
  putAway: 'move',
  renameUnit: 'unit',
  lock: 'lock',
  guess: 'guess',
  classes: 'objectClass',
  join: 'member',
  forget: 'cache',
} as const
type Happening = keyof typeof happenings

test('whatever happens in between, an incremental read is a full one, field by field', async () => {
  const unit = ldif(`ou=unit,${people}`, { objectClass: 'organizationalUnit', ou: 'unit' })
  const names = ['ana', 'ben', 'eva', 'ida', 'max', 'tom']
  const server = await startSlapd({
    load: [
      unit,
      ...names.map((uid) => personLdif(uid, { title: 'Clerk', userPassword: 'long-enough-1' })),
      personLdif('kim', { manager: `uid=ana,${people}` }, `ou=unit,${people}`),
      groupLdif(
        'staff',
        names.map((uid) => `uid=${uid},${people}`),
      ),
    ].join(''),
  })
  let made = 0
  const persons = (): readonly string[] =>
    server.search('(objectClass=inetOrgPerson)', '1.1').match(/(?<=^dn: ).*$/gm) ?? []
  const units = (): readonly string[] =>
    server
      .tool('ldapsearch', [
        '-LLL',
        '-o',
        'ldif-wrap=no',
        '-b',
        people,
        '-s',
        'one',
        '(objectClass=organizationalUnit)',
        '1.1',
      ])
      .match(/(?<=^dn: ).*$/gm) ?? []
  const happen = (what: Happening, choice: number): void => {
    const all = persons()
    const [who = '', other = ''] = [all[choice % all.length], all[(choice * 7 + 1) % all.length]]
    const change = (...lines: readonly string[]): void =>
      server.modify(`dn: ${who}\nchangetype: modify\n${lines.join('\n')}\n`)
    const moved = (...lines: readonly string[]): void =>
      server.modify(`dn: ${who}\nchangetype: modrdn\n${lines.join('\n')}\n`)
    switch (what) {
      case 'retitle':
        return change('replace: title', ...(choice % 3 === 0 ? [] : [`title: Title ${choice}`]))
      case 'rephone':
        return change('replace: telephoneNumber', `telephoneNumber: +${choice + 1}`, `telephoneNumber: +${choice + 2}`)
      case 'manage':
        return change('replace: manager', `manager: ${other}`)
      case 'arrive':
        return void server.tool(
          'ldapadd',
          [],
          personLdif(`new${++made}`, { title: 'New' }, choice % 2 === 0 ? people : units()[0]),
        )
      case 'leave':
        return all.length > 3 ? server.modify(`dn: ${who}\nchangetype: delete\n`) : undefined
      case 'rename':
        return moved(`newrdn: uid=other${++made}`, 'deleteoldrdn: 1')
      case 'putAway':
        return moved(
          `newrdn: ${who.split(',')[0]}`,
          'deleteoldrdn: 0',
          `newsuperior: ${who.endsWith(leavers) ? people : leavers}`,
        )
      case 'renameUnit':
        return server.modify(`dn: ${units()[0]}\nchangetype: modrdn\nnewrdn: ou=unit${++made}\ndeleteoldrdn: 1\n`)
      case 'lock':
        return change(
          'replace: pwdAccountLockedTime',
          ...(choice % 3 === 0 ? [] : ['pwdAccountLockedTime: 000001010000Z']),
        )
      case 'guess':
        for (let i = 0; i < 5; i++) server.signsIn(who, 'wrong')
        return
      case 'classes':
        return change(
          'add: objectClass',
          'objectClass: extensibleObject',
          '-',
          'delete: objectClass',
          'objectClass: extensibleObject',
        )
      case 'join':
        return server.modify(
          `dn: cn=staff,${groups}\nchangetype: modify\nreplace: member\nmember: ${who}\nmember: ${other}x\n`,
        )
      case 'forget':
        return rmSync(cache, { recursive: true, force: true })
    }
  }
  const steps = fc.array(
    fc.record({ what: fc.constantFrom(...(Object.keys(happenings) as Happening[])), choice: fc.nat({ max: 1000 }) }),
    { minLength: 1, maxLength: 5 },
  )
  const law = fc.asyncProperty(steps, async (happened) => {
    for (const { what, choice } of happened) happen(what, choice)
    await settled(server)
    expect(await read(server)).toEqual(await inFull(server))
  })
  await fc.assert(law, { numRuns: 25, endOnFailure: true })
  await server.stop()
}, 60_000)

/** The server mends references after it has answered: two readings in full, one after the other, that are alike. */
async function settled(server: Slapd): Promise<void> {
  let last = await inFull(server)
  for (let tries = 0; tries < 50; tries++) {
    await pause(30)
    const now = await inFull(server)
    if (isDeepStrictEqual(last, now)) return
    last = now
  }
}
