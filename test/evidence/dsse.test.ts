import { createHash, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { allowedSigners } from '../../src/evidence/allowed-signers.ts'
import { type Envelope, opened, planType, sealed, type Trusted } from '../../src/evidence/dsse.ts'
import { publicKeyOf, signingKeyOf } from '../../src/evidence/ssh-key.ts'
import { newKey, scratch } from './keys.ts'

const plan = { digest: `sha256:${'a'.repeat(64)}`, operations: [{ summary: 'Zoë “😀” joins', b: 1, a: null }] }
const now = new Date('2026-11-22T12:00:00Z')

function person(
  name: string,
  options = 'namespaces="roster-plan"',
): { key: ReturnType<typeof signingKeyOf>; trusted: Trusted } {
  const { file, line } = newKey(scratch(), name)
  const signers = allowedSigners('signers', `${name}@example.org ${options} ${line}\n`)
  return { key: signingKeyOf(file, readFileSync(file, 'utf8')), trusted: { signers, now } }
}

const faultOf = (envelope: unknown, trusted: Trusted): string => {
  const result = opened(envelope, planType, trusted)
  return 'fault' in result ? result.fault : ''
}

test('SEC-15 a signed plan is an envelope of DSSE: what is signed is written out by its specification', () => {
  const { key, trusted } = person('ana')
  const envelope = sealed(plan, planType, key)
  expect(opened(envelope, planType, trusted)).toEqual({ document: plan, principals: ['ana@example.org'] })
  const payload = Buffer.from(envelope.payload, 'base64')
  const message = Buffer.concat([Buffer.from(`DSSEv1 32 application/vnd.roster.plan+json ${payload.length} `), payload])
  const publicKey = publicKeyOf(key.publicKey)
  expect(
    publicKey !== undefined &&
      verify(null, message, publicKey, Buffer.from(envelope.signatures[0]?.sig ?? '', 'base64')),
  ).toBe(true)
  expect(sealed({ operations: plan.operations, digest: plan.digest }, planType, key)).toEqual(envelope)
})

test('SEC-15 the wrong key, name, purpose, time or type, and what is cut or written in another order, are refused', () => {
  const ana = person('ana')
  const envelope = sealed(plan, planType, ana.key)
  const payload = (text: string): Envelope => ({ ...envelope, payload: Buffer.from(text).toString('base64') })
  expect(faultOf(envelope, person('eve').trusted)).toContain('no signature in it is by one of the allowed signers')
  expect(faultOf(envelope, { ...ana.trusted, identity: 'ben@example.org' })).toBe(
    'the key that signed is not one of ben@example.org',
  )
  const git = person('ana', 'namespaces="git"')
  expect(faultOf(sealed(plan, planType, git.key), git.trusted)).toBe(
    'the key that signed is not allowed to sign for roster-plan',
  )
  const late = person('ana', 'valid-before="20260101"')
  expect(faultOf(sealed(plan, planType, late.key), late.trusted)).toContain('is over')

  const note = sealed(plan, 'application/vnd.roster.note+json', ana.key)
  expect(faultOf(note, ana.trusted)).toBe(`it holds "application/vnd.roster.note+json", not ${planType}`)
  expect(faultOf({ ...note, payloadType: planType }, ana.trusted)).toContain('it was changed')

  expect(faultOf(payload(JSON.stringify(plan)), ana.trusted)).toContain('it was changed')
  const text = Buffer.from(envelope.payload, 'base64').toString('utf8')
  expect(faultOf(payload(text.slice(0, -1)), ana.trusted)).toContain('it was changed')
  expect(faultOf({ ...envelope, signatures: [] }, ana.trusted)).toContain('no signature')
  const { payload: _, ...half } = envelope
  for (const wrong of [half, undefined, 'x', { ...envelope, signatures: [null] }])
    expect(faultOf(wrong, ana.trusted)).toBe('it is not a whole envelope')
})

test('SEC-15 a document that is signed, and not in its one spelling, could be read in two ways: it is refused', () => {
  const { key, trusted } = person('ana')
  const payload = Buffer.from('{"digest":"a","digest":"b"}')
  const message = Buffer.concat([Buffer.from(`DSSEv1 ${planType.length} ${planType} ${payload.length} `), payload])
  const twice = {
    payloadType: planType,
    payload: payload.toString('base64'),
    signatures: [{ keyid: '', sig: key.sign(message).toString('base64') }],
  }
  expect(faultOf(twice, trusted)).toBe('the document in it is not in its one spelling')
})

test('SEC-15 any byte of the payload or the signature that is changed is found; the key id decides nothing', () => {
  const { key, trusted } = person('ana')
  const envelope = sealed(plan, planType, key)
  const flip = (text: string, at: number, change: number): string => {
    const bytes = Buffer.from(text, 'base64')
    bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ change
    return bytes.toString('base64')
  }
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, change, inPayload) => {
      const [first] = envelope.signatures
      const flipped = inPayload
        ? { ...envelope, payload: flip(envelope.payload, at, change) }
        : { ...envelope, signatures: [{ keyid: '', sig: flip(first?.sig ?? '', at, change) }] }
      expect(faultOf(flipped, trusted)).not.toBe('')
    }),
    { numRuns: 500 },
  )
  const other = {
    ...envelope,
    signatures: envelope.signatures.map(({ sig }) => ({ keyid: createHash('md5').digest('hex'), sig })),
  }
  expect(faultOf(other, trusted)).toBe('')
})
