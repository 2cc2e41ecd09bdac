import { execFile } from 'node:child_process'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { cutAnswer, cutNth, refuseNth, slow } from './ad-proxy-faults.ts'
import { startAdProxy } from './ad-proxy.ts'
import type { AdProxy } from './ad-proxy.ts'
import { writing } from './ldap-proxy.ts'
import { quotedPassword } from './samba-accounts.ts'
import { startSamba } from './samba.ts'
import type { Samba } from './samba.ts'

const crowd = 'OU=crowd,DC=lab,DC=example'
const people = Array.from({ length: 12 }, (_, at) => `p${at}`)
const load = [
  `dn: ${crowd}\nobjectClass: organizationalUnit\n`,
  ...people.map((name) => `dn: CN=${name},${crowd}\nobjectClass: user\nsAMAccountName: ${name}\n`),
  `dn: CN=all,${crowd}\nobjectClass: group\nsAMAccountName: all\n${people.map((name) => `member: CN=${name},${crowd}\n`).join('')}`,
].join('\n')

let dc: Samba
/** Microsoft's limits. */
let proxy: AdProxy
/** The same behaviour with few entries. */
let small: AdProxy
beforeAll(async () => {
  dc = await startSamba({ load })
  proxy = await startAdProxy(dc)
  small = await startAdProxy(dc, { limits: { values: 5, entries: 4 } })
})
afterEach(() => {
  for (const one of [proxy, small]) {
    one.misbehave({})
    one.forget()
  }
})
afterAll(async () => {
  await Promise.all([proxy.stop(), small.stop()])
  await dc.stop()
})

interface Said {
  /** Exit code of the tool: the result code, or 255 for a lost connection. */
  readonly code: number
  readonly text: string
}

/** Runs a tool of OpenLDAP as the administrator, without holding up the proxy in this process. */
async function tool(to: AdProxy, name: string, argv: readonly string[], input = ''): Promise<Said> {
  const env = { ...process.env, LDAPTLS_CACERT: to.caFile }
  const { dn, password } = dc.administrator
  return new Promise((resolve) => {
    const who = ['-x', '-H', to.url, '-D', dn, '-w', password]
    const child = execFile(name, [...who, ...argv], { env, maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), text: stdout + stderr }),
    )
    child.stdin?.end(input)
  })
}

const search = async (to: AdProxy, ...argv: readonly string[]): Promise<Said> =>
  tool(to, 'ldapsearch', ['-LLL', '-o', 'ldif-wrap=no', ...argv])
const modify = async (to: AdProxy, ldif: string): Promise<Said> => tool(to, 'ldapmodify', [], ldif)
const count = ({ text }: Said): number => text.match(/^dn:/gm)?.length ?? 0
const newPerson = (cn: string, ...lines: readonly string[]): string =>
  [`dn: CN=${cn},${crowd}`, 'changetype: add', 'objectClass: user', ...lines, ''].join('\n')

test('a search without pages ends at the limit, one with pages gets small ones', async () => {
  const whole = await search(small, '-b', crowd, '(objectClass=user)', 'cn')
  expect(whole.code).toBe(4)
  expect(count(whole)).toBe(4)
  small.forget()
  const paged = await search(small, '-b', crowd, '-E', 'pr=1000/noprompt', '(objectClass=user)', 'cn')
  expect(paged.code).toBe(0)
  expect(count(paged)).toBe(12)
  expect(small.count('search')).toBe(4)
})

test('many values come in ranges: an empty attribute, then what was asked for in portions', async () => {
  const group = async (attribute: string): Promise<string> =>
    (await search(small, '-b', `CN=all,${crowd}`, '-s', 'base', '(objectClass=*)', attribute)).text
  const first = await group('member')
  expect(first).toMatch(/^member;range=0-4: /m)
  expect(first).not.toMatch(/^member: CN/m)
  const second = await group('member;range=5-*')
  expect(second.match(/^member;range=5-9: /gm)).toHaveLength(5)
  const last = await group('member;range=10-*')
  expect(last.match(/^member;range=10-\*: /gm)).toHaveLength(2)
})

test('changes by DirSync come in portions, each with a cookie for the next', async () => {
  const follow = async (
    cookie: string,
  ): Promise<{ readonly found: number; readonly more: boolean; readonly cookie: string }> => {
    const said = await search(
      small,
      '-b',
      dc.baseDn,
      '-E',
      `!dirSync=0/1048576${cookie}`,
      '(&(objectClass=user)(sAMAccountName=p*))',
      'name',
    )
    expect(said.code).toBe(0)
    const next = /cookie:: (.*)$/m.exec(said.text)?.[1] ?? ''
    return { found: count(said), more: said.text.includes('continueFlag=1'), cookie: `/${next}` }
  }
  const first = await follow('')
  const second = await follow(first.cookie)
  const third = await follow(second.cookie)
  expect([first, second, third].map(({ found, more }) => [found, more])).toEqual([
    [4, true],
    [4, true],
    [4, false],
  ])
  expect(await follow(third.cookie)).toMatchObject({ found: 0, more: false })
})

test('names and values that are too long are refused, and so are too many in one request', async () => {
  const long = 'x'.repeat(21)
  expect(await modify(proxy, newPerson('long', `sAMAccountName: ${long}`))).toMatchObject({ code: 19 })
  expect((await modify(proxy, newPerson('c'.repeat(65)))).text).toContain('CONSTRAINT_ATT_VALUE')
  const change = (name: string, attribute: string, value: string): string =>
    `dn: CN=${name},${crowd}\nchangetype: modify\nreplace: ${attribute}\n${attribute}: ${value}\n`
  expect(await modify(proxy, change('p0', 'sAMAccountName', long))).toMatchObject({ code: 19 })
  expect(await modify(proxy, change('all', 'sAMAccountName', long))).toMatchObject({ code: 0 })
  expect(await modify(proxy, change('p0', 'title', 'x'.repeat(129)))).toMatchObject({ code: 19 })
  expect(await modify(proxy, change('p0', 'title', 'é'.repeat(128)))).toMatchObject({ code: 0 })
  const rename = `dn: CN=p0,${crowd}\nchangetype: modrdn\nnewrdn: CN=${'c'.repeat(65)}\ndeleteoldrdn: 1\n`
  expect(await modify(proxy, rename)).toMatchObject({ code: 19 })
  const members = Array.from({ length: 1501 }, (_, at) => `member: CN=m${at},${crowd}\n`).join('')
  expect(await modify(proxy, `dn: CN=all,${crowd}\nchangetype: modify\nadd: member\n${members}`)).toMatchObject({
    code: 11,
  })
})

test('nobody is enabled without a password, and no password comes in the clear', async () => {
  const secret = `unicodePwd:: ${quotedPassword('Welcome!2345')}`
  const enable = (cn: string): string =>
    `dn: CN=${cn},${crowd}\nchangetype: modify\nreplace: userAccountControl\nuserAccountControl: 512\n`
  expect(await modify(proxy, newPerson('bare', 'sAMAccountName: bare', 'userAccountControl: 512'))).toMatchObject({
    code: 53,
  })
  expect(await modify(proxy, newPerson('bare', 'sAMAccountName: bare', 'userAccountControl: 514'))).toMatchObject({
    code: 0,
  })
  expect((await modify(proxy, enable('bare'))).text).toContain('0000052D')
  expect(
    await modify(proxy, newPerson('full', 'sAMAccountName: full', 'userAccountControl: 514', secret)),
  ).toMatchObject({ code: 0 })
  expect(await modify(proxy, enable('full'))).toMatchObject({ code: 0 })

  const plain = await startAdProxy(dc, { encryption: 'none' })
  const reset = `dn: CN=full,${crowd}\nchangetype: modify\nreplace: unicodePwd\n${secret}\n`
  expect((await modify(plain, reset)).text).toContain('0000001F')
  await plain.stop()
})

test('it fails where it is told to, and knows every request', async () => {
  const read = async (): Promise<Said> => search(proxy, '-b', crowd, '-s', 'base', '(objectClass=*)', 'ou')
  proxy.misbehave(refuseNth(2, 51, 'search'))
  expect([(await read()).code, (await read()).code, (await read()).code]).toEqual([0, 51, 0])
  proxy.misbehave(cutNth(1, 'once', 'search'))
  expect([(await read()).code, (await read()).code]).toEqual([255, 0])
  proxy.misbehave(cutNth(2, 'every'))
  expect([(await read()).code, (await read()).code]).toEqual([255, 255])
  // The answer to the bind, then half of the entry.
  proxy.misbehave(cutAnswer(2))
  expect((await read()).code).toBe(255)
  proxy.misbehave(slow(60))
  const start = Date.now()
  expect((await read()).code).toBe(0)
  expect(Date.now() - start).toBeGreaterThanOrEqual(120)
  expect(proxy.count(...writing)).toBe(0)
  await modify(proxy, `dn: CN=p1,${crowd}\nchangetype: modify\nreplace: title\ntitle: a\n`)
  expect(proxy.count(...writing)).toBe(1)
})
