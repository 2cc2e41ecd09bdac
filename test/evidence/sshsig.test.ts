import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { allowedSigners, signerNamed } from '../../src/evidence/allowed-signers.ts'
import { publicKeyLine, signingKeyOf } from '../../src/evidence/ssh-key.ts'
import { sshSign, sshVerify } from '../../src/evidence/sshsig.ts'
import { newKey, scratch, sshKeygen } from './keys.ts'

const namespace = 'roster-evidence'

test('UX-43 a signature is byte for byte what ssh-keygen writes, and each reads the other’s', () => {
  const folder = scratch()
  const { file, line } = newKey(folder, 'auditor')
  const key = signingKeyOf(file, readFileSync(file, 'utf8'))
  for (const message of [Buffer.from(''), Buffer.from('“zoë”\r\n'), Buffer.alloc(70_000, 7)]) {
    writeFileSync(join(folder, 'message'), message)
    writeFileSync(join(folder, 'signers'), `ana@example.org namespaces="${namespace}" ${line}\n`)
    sshKeygen(folder, ['-Y', 'sign', '-q', '-n', namespace, '-f', 'auditor', 'message'])
    const theirs = readFileSync(join(folder, 'message.sig'), 'utf8')
    rmSync(join(folder, 'message.sig'))
    const ours = sshSign(message, namespace, key)
    expect(ours).toBe(theirs)
    expect(sshVerify(message, namespace, theirs)).toEqual({ publicKey: key.publicKey })
    writeFileSync(join(folder, 'ours.sig'), ours)
    const words = ['-Y', 'verify', '-f', 'signers', '-I', 'ana@example.org', '-n', namespace, '-s', 'ours.sig']
    expect(sshKeygen(folder, words, message)).toContain('Good "roster-evidence" signature')
  }
  expect(publicKeyLine(key.publicKey)).toBe(line)
})

test('a PKCS #8 key signs too; others, locked ones and what is no key are refused with what to do', () => {
  const folder = scratch()
  const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }) as string
  const key = signingKeyOf('key.pem', pem)
  const signature = sshSign(Buffer.from('x'), namespace, key)
  expect(sshVerify(Buffer.from('x'), namespace, signature)).toEqual({ publicKey: key.publicKey })

  const locked = newKey(folder, 'locked', { passphrase: 'open sesame' }).file
  expect(() => signingKeyOf('locked', readFileSync(locked, 'utf8'))).toThrow(
    /passphrase.*ssh-keygen -Y sign -n roster-evidence/,
  )
  const sealed = generateKeyPairSync('ed25519').privateKey.export({
    format: 'pem',
    type: 'pkcs8',
    cipher: 'aes-256-cbc',
    passphrase: 'x',
  }) as string
  expect(() => signingKeyOf('sealed', sealed)).toThrow(/passphrase/)
  const other = newKey(folder, 'other', { type: 'ecdsa' }).file
  expect(() => signingKeyOf('other', readFileSync(other, 'utf8'))).toThrow(/type ecdsa-sha2-nistp256; only ed25519/)
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    format: 'pem',
    type: 'pkcs8',
  }) as string
  expect(() => signingKeyOf('rsa', rsa)).toThrow(/type rsa; only ed25519/)
  expect(() => signingKeyOf('none', 'hello')).toThrow(/none is not a private key/)
  const text = readFileSync(newKey(folder, 'cut').file, 'utf8').split('\n')
  expect(() => signingKeyOf('cut', [...text.slice(0, 3), ...text.slice(-2)].join('\n'))).toThrow(
    /not a whole private key/,
  )
})

test('a signature for another purpose, of another message or with any byte changed proves nothing', () => {
  const key = signingKeyOf(
    'key',
    generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
  )
  const message = Buffer.from('manifest')
  const signature = sshSign(message, namespace, key)
  expect(sshVerify(message, 'file', signature)).toEqual({
    fault: 'the signature was made for "roster-evidence", not for file',
  })
  expect(sshVerify(Buffer.from('Manifest'), namespace, signature)).toHaveProperty('fault')
  expect(sshVerify(message, namespace, signature.slice(0, -1))).toHaveProperty('fault')
  expect(sshVerify(message, namespace, `${signature}\n`)).toHaveProperty('fault')
  const bytes = Buffer.from(signature)
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const flipped = Buffer.from(bytes)
      flipped[at] = (flipped[at] ?? 0) ^ change
      const checked = sshVerify(message, namespace, flipped.toString('latin1'))
      expect('publicKey' in checked && checked.publicKey.equals(key.publicKey)).toBe(false)
    }),
    { numRuns: 1500 },
  )
})

test('whose key counts is read as ssh-keygen reads it', () => {
  const folder = scratch()
  const { line } = newKey(folder, 'ana')
  const stranger = newKey(folder, 'eve')
  const publicKey = Buffer.from(line.split(' ')[1] ?? '', 'base64')
  const now = new Date('2026-11-22T12:00:00Z')
  const ask = (text: string, identity?: string): unknown =>
    signerNamed(allowedSigners('signers', text), { publicKey, namespace, identity, now })
  const ana = { principals: ['ana@example.org'] }
  expect(ask(`# people\n\nana@example.org ${line} laptop\n`)).toEqual(ana)
  expect(ask(`ana@example.org namespaces="git,roster-*" ${line}`)).toEqual(ana)
  expect(ask(`ana@example.org valid-after="20260101",valid-before="20270101" ${line}`, 'ana@example.org')).toEqual(ana)
  expect(ask(`"*@example.org,!ben@example.org" ${line}`, 'eva@example.org')).toHaveProperty('principals')
  expect(ask(`"*@example.org,!ben@example.org" ${line}`, 'ben@example.org')).toEqual({
    fault: 'the key that signed is not one of ben@example.org',
  })
  expect(ask(`ana@example.org namespaces="git" ${line}`)).toEqual({
    fault: 'the key that signed is not allowed to sign for roster-evidence',
  })
  expect(ask(`ana@example.org valid-before="20260101" ${line}`)).toHaveProperty('fault')
  expect(ask(`eve@example.org ${stranger.line}`)).toEqual({
    fault: 'the key that signed is none of the allowed signers',
  })
  for (const wrong of [
    `ana@example.org cert-authority ${line}`,
    'ana@example.org ssh-rsa AAAA',
    `ana@example.org sudo ${line}`,
    line,
  ])
    expect(() => ask(wrong), wrong).toThrow(/signers:1 is not an allowed signer/)
})
