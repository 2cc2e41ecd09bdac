import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EntryDecoder, readResult } from '../../src/ldap/wire/answer.ts'
import { BerError, BerReader, element, endOfElement, integer, octets, tag } from '../../src/ldap/wire/ber.ts'
import { envelope, modifyRequest, searchRequest } from '../../src/ldap/wire/protocol.ts'

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
