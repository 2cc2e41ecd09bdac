import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canonicalDn, DnSyntaxError, formatRdn, isWithin, newRdn, parentOf, parseDn } from '../../src/ldap/dn.ts'
import { foldText } from '../../src/ldap/fold.ts'
import { startSlapd } from '../servers/slapd.ts'
import type { Slapd } from '../servers/slapd.ts'
import { ldif, people } from '../providers/ldap/directory.ts'

describe('one DN, many spellings', () => {
  const same: readonly (readonly [string, string])[] = [
    ['CN=Li\\, Ana,OU=Staff,DC=Lab', 'cn=li\\2c ana,ou=staff,dc=lab'],
    ['cn="Li, Ana",ou=staff,dc=lab', 'cn=li\\2C ana , ou = Staff ; dc=lab'],
    ['commonName=x,ou=y', '2.5.4.3=X,OID.2.5.4.11=Y'],
    ['cn=a+uid=b,dc=x', 'UID=b + CN=A,dc=x'],
    ['cn=\\C3\\A9va,dc=x', 'cn=éva,dc=x'],
    ['cn=e\u0301va,dc=x', 'cn=ÉVA,dc=x'],
    ['cn=#0403616263,dc=x', 'cn=abc,dc=x'],
    ['cn=two  spaces,dc=x', 'cn=two spaces,dc=x'],
    ['cn=\\ leading,dc=x', 'cn=leading,dc=x'],
    ['cn=back\\\\slash,dc=x', 'cn=back\\5cslash,dc=x'],
    ['cn=a=b,dc=x', 'cn=a\\3Db,dc=x'],
  ]
  test.each(same)('%s is %s', (a, b) => {
    expect(canonicalDn(a)).toBe(canonicalDn(b))
    expect(canonicalDn(canonicalDn(a))).toBe(canonicalDn(a))
  })

  test('a comma in a canonical DN always separates', () => {
    expect(canonicalDn('cn=x\\,ou=people,dc=lab')).toBe('cn=x\\2cou\\3dpeople,dc=lab')
    expect(isWithin(canonicalDn('cn=x\\,ou=people,dc=lab'), 'ou=people,dc=lab')).toBe(false)
    expect(parentOf(canonicalDn('cn=a\\,b,ou=x,dc=lab'))).toBe('ou=x,dc=lab')
  })

  test.each([
    'cn',
    'cn=a,',
    'cn=a,,dc=x',
    '=a',
    'cn=a\\',
    'cn=a"b',
    'cn=#0',
    'cn="a',
    'cn=\\ff,dc=x',
    'c n=a',
    'cn=<a>',
  ])('%s is none', (text) => {
    expect(() => canonicalDn(text)).toThrow(DnSyntaxError)
  })

  test('SEC-24 no name is made of control characters or of nothing', () => {
    for (const bad of ['a\u0000b', 'a\nb', '\u007f', 'a\u0085', '', '   '])
      expect(() => newRdn('cn', bad)).toThrow(DnSyntaxError)
    expect(newRdn('uid', 'x,ou=Domain Admins')).toBe('uid=x\\2cou\\3dDomain Admins')
    expect(newRdn('uid', '*)(|(objectClass=*')).toBe('uid=*)(|(objectClass\\3d*')
  })

  test('what is formatted is parsed to the same parts', () => {
    const value = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('\ufffd'))
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 3 }), (values) => {
        const rdn = values.map((value, index) => ({ type: `x${index}`, value }))
        const [parsed = []] = parseDn(`${formatRdn(rdn)},dc=x`)
        expect(parsed.map(({ value }) => value)).toEqual(rdn.map(({ value }) => value))
      }),
    )
  })
})

test('a character that stands for one that was lost names nothing: it is refused before it is written', () => {
  expect(() => newRdn('cn', 'A\ufffd')).toThrow(/U\+FFFD/)
  expect(() => parseDn('cn=A\ufffd,dc=x')).toThrow(/not UTF-8/)
})

describe('as slapd sees it', () => {
  let server: Slapd
  beforeAll(async () => {
    server = await startSlapd()
  })
  afterAll(async () => server.stop())

  test('odd names come back under the same canonical DN, and are found by every spelling', () => {
    const letters = fc.constantFrom(...' ,+"\\<>;=#/*()\'-_.aZéÉßñŞøΩжÆ漢字'.split(''))
    const names = fc.sample(
      fc.array(letters, { minLength: 1, maxLength: 12 }).map((parts) => parts.join('')),
      { numRuns: 300, seed: 7 },
    )
    const dns = new Map<string, string>()
    for (const name of ['x,ou=Domain Admins', '*)(|(objectClass=*', ' # leading', 'trailing \\', ...names]) {
      if (name.trim() === '') continue
      const dn = `${newRdn('cn', name)},${people}`
      dns.set(canonicalDn(dn), dn)
    }
    server.tool('ldapadd', ['-c'], [...dns.values()].map((dn) => ldif(dn, { objectClass: 'person', sn: 'x' })).join(''))
    const read = [...server.search('(objectClass=person)', '1.1').matchAll(/^dn(::?) (.+)$/gm)].map(
      ([, colon, text = '']) => (colon === '::' ? Buffer.from(text, 'base64').toString() : text),
    )
    const found = new Set(read.map(canonicalDn))
    expect([...dns.keys()].filter((dn) => !found.has(dn))).toEqual([])
    for (const dn of [...dns.keys()].slice(0, 60)) {
      expect(server.tool('ldapsearch', ['-LLL', '-s', 'base', '-b', dn, '(sn=x)', '1.1'])).toContain('dn:')
    }
  })

  test('two names are one to roster exactly when they are one to the server', () => {
    const letters = fc.constantFrom(...'aAbB  éÉe\u0301sSßıIİKkÅåÅſ'.split(''))
    const words = fc.array(letters, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''))
    for (const [a, b] of fc.sample(fc.tuple(words, words), { numRuns: 60, seed: 11 })) {
      if (a.trim() === '' || b.trim() === '') continue
      server.tool(
        'ldapmodify',
        ['-a'],
        ldif(`${newRdn('cn', a)},ou=policies,dc=lab,dc=example`, { objectClass: 'person', sn: 'x' }),
      )
      const found = server.tool('ldapsearch', [
        '-LLL',
        '-s',
        'base',
        '-b',
        `${newRdn('cn', a)},ou=policies,dc=lab,dc=example`,
        `(cn=${[...Buffer.from(b)].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('')})`,
        '1.1',
      ])
      server.tool('ldapdelete', [`${newRdn('cn', a)},ou=policies,dc=lab,dc=example`])
      expect([a, b, foldText(a) === foldText(b)]).toEqual([a, b, found !== ''])
    }
  })
})
