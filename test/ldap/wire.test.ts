import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EntryDecoder, readResult } from '../../src/ldap/wire/answer.ts'
import { BerError, BerReader, element, endOfElement, integer, octets, tag } from '../../src/ldap/wire/ber.ts'
import { controlType, envelope, modifyRequest, searchRequest } from '../../src/ldap/wire/protocol.ts'

const attribute = (name: string, ...values: readonly (string | Uint8Array)[]): Buffer =>
  element(tag.sequence, octets(name), element(tag.set, ...values.map((value) => octets(value))))
const entry = (...attributes: readonly Buffer[]): Buffer =>
  element(0x64, octets('cn=x'), element(tag.sequence, ...attributes))
const read = (decoder: EntryDecoder, bytes: Buffer): ReturnType<EntryDecoder['decode']> =>
  decoder.decode(new BerReader(bytes), 0x64)

describe('BER', () => {
  test('lengths of one to four bytes, and numbers up to 31 bits', () => {
    for (const size of [0, 127, 128, 255, 256, 65_535, 65_536, 300_000]) {
      const bytes = octets(Buffer.alloc(size, 65))
      expect(endOfElement(bytes, 0)).toBe(bytes.length)
      expect(new BerReader(bytes).octets()).toHaveLength(size)
    }
    for (const value of [0, 1, 127, 128, 255, 256, 32_767, 32_768, 2 ** 31 - 1])
      expect(new BerReader(integer(value)).integer()).toBe(value)
  })

  test('a message in pieces is waited for; an impossible length is an error', () => {
    const bytes = envelope(7, modifyRequest('cn=x', [{ action: 'add', attribute: 'cn', values: ['y'.repeat(300)] }]))
    for (let cut = 0; cut < 4; cut++) expect(endOfElement(bytes.subarray(0, cut), 0)).toBeUndefined()
    expect(endOfElement(bytes.subarray(0, 10), 0)).toBe(bytes.length)
    for (const wrong of [
      [0x30, 0x80],
      [0x30, 0x85, 1, 1, 1, 1, 1],
      [0x30, 0x84, 0xff, 0xff, 0xff, 0xff],
    ]) {
      expect(() => endOfElement(Buffer.from(wrong), 0)).toThrow(BerError)
    }
  })
})

describe('entries', () => {
  test('values stand in the order that was asked for, whatever the order and the case of the answer', () => {
    const decoder = new EntryDecoder(['uid', 'cn', 'mail'])
    const first = read(decoder, entry(attribute('CN', 'Zoë'), attribute('mail', 'a', 'b'), attribute('uid', 'x')))
    expect(first).toEqual({ dn: 'cn=x', values: ['x', 'Zoë', ['a', 'b']], binary: [] })
    expect(read(decoder, entry(attribute('uid', 'y'), attribute('sn', 'z'), attribute('cn;lang-de', 'w')))).toEqual({
      dn: 'cn=x',
      values: ['y', undefined, undefined],
      binary: [],
    })
    expect(read(decoder, entry(attribute('mail'), attribute('cn', 'c')))).toEqual({
      dn: 'cn=x',
      values: [undefined, 'c', undefined],
      binary: [],
    })
  })

  test('of a large group only a part comes: which part is told, wherever the empty whole stands', () => {
    const decoder = new EntryDecoder(['cn', 'member'])
    for (const parts of [
      [attribute('member'), attribute('member;range=0-1', 'a', 'b')],
      [attribute('Member;Range=0-1', 'a', 'b'), attribute('member')],
    ]) {
      expect(read(decoder, entry(...parts))).toEqual({
        dn: 'cn=x',
        values: [undefined, ['a', 'b']],
        binary: [],
        ranges: [{ slot: 1, from: 0, to: 1, values: ['a', 'b'] }],
      })
    }
    const last = read(decoder, entry(attribute('member;range=2-*', 'c'), attribute('cn', 'x')))
    expect(last.ranges).toEqual([{ slot: 1, from: 2, to: undefined, values: ['c'] }])
    expect(read(decoder, entry(attribute('member', 'd'))).ranges).toBeUndefined()
  })

  test('a DN in the extended form is taken apart; ids that are bytes come as hex', () => {
    const guid = '3f2504e0-4f89-11d3-9a0c-0305e82c3301'
    const extended = (name: string): Buffer =>
      element(0x64, octets(name), element(tag.sequence, attribute('objectGUID', Uint8Array.of(1, 0xff))))
    const decoder = new EntryDecoder(['objectGUID'])
    for (const sid of ['', '<SID=S-1-5-21-1-2-3-500>;']) {
      const found = read(decoder, extended(`<GUID=${guid}>;${sid}CN=a\\;b,DC=x`))
      expect(found).toEqual({ dn: 'CN=a\\;b,DC=x', guid, values: ['01ff'], binary: [] })
    }
    expect(() => read(decoder, extended(`<GUID=${guid}>;<SID=S-1-5-21`))).toThrow(BerError)
  })

  test('values that are no text are told', () => {
    const decoder = new EntryDecoder(['cn', 'photo'])
    expect(read(decoder, entry(attribute('photo', Uint8Array.of(0xff, 0xd8)), attribute('cn', 'c'))).binary).toEqual([
      1,
    ])
  })

  test('broken bytes end in a BerError and in nothing else', () => {
    const decoder = new EntryDecoder(['uid', 'cn'])
    const whole = entry(attribute('uid', 'x', 'y'), attribute('cn', 'abc'))
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, byte, length) => {
        const broken = Buffer.from(whole.subarray(0, length))
        if (at < broken.length) broken[at] = byte
        try {
          read(decoder, broken)
          readResult(new BerReader(broken), broken[0] ?? 0, broken.length)
        } catch (error) {
          expect(error).toBeInstanceOf(BerError)
        }
      }),
      { numRuns: 2000 },
    )
  })
})

test('SEC-24 nothing in a value turns into filter syntax', () => {
  const hostile = '*)(|(objectClass=*'
  const request = searchRequest({
    base: 'dc=x',
    scope: 'sub',
    filter: { and: [{ attribute: 'uid', equals: hostile }] },
    attributes: ['cn'],
  })
  const reader = new BerReader(request).inside(0x63)
  for (let skipped = 0; skipped < 6; skipped++) reader.skip()
  const equality = reader.inside(0xa0).inside(0xa3)
  expect([equality.text(), equality.text(), equality.more]).toEqual(['uid', hostile, false])
})

test('what DirSync and a page say at the end is read from their controls', () => {
  const control = (type: string, ...parts: readonly Buffer[]): Buffer =>
    element(tag.sequence, octets(type), octets(element(tag.sequence, ...parts)))
  const end = (...controls: readonly Buffer[]): ReturnType<typeof readResult> => {
    const done = element(0x65, integer(0, tag.enumerated), octets(''), octets(''))
    const reader = new BerReader(Buffer.concat([done, element(0xa0, ...controls)]))
    return readResult(reader, 0x65, reader.end)
  }
  const cookie = Buffer.from('here')
  expect(end(control(controlType.dirSync, integer(1), integer(0), octets(cookie)))).toMatchObject({
    dirSync: { more: true, cookie },
  })
  const both = end(
    control(controlType.pagedResults, integer(0), octets('')),
    control(controlType.dirSync, integer(0), integer(0), octets(cookie)),
  )
  expect(both).toMatchObject({ cookie: Buffer.alloc(0), dirSync: { more: false, cookie } })
})
