import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { reveal } from '../../src/model/secret.ts'
import { deliverPasswords } from '../../src/secrets/delivery.ts'
import { newPassword } from '../../src/secrets/password.ts'

const ana = 'acme/ad/user/ana-li'
let root = ''

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'roster-secrets-'))
})
afterEach(async () => {
  await rm(root, { recursive: true, force: true })
})

test('SEC-35 each named recipient, and nobody else, opens the delivered password', async () => {
  const [desk, security, stranger] = [
    await generateX25519Identity(),
    await generateX25519Identity(),
    await generateX25519Identity(),
  ]
  const recipients = [await identityToRecipient(desk), await identityToRecipient(security)]
  const password = await deliverPasswords({ recipients, folder: '.roster/secrets', root })(ana)

  const sealed = await readFile(join(root, '.roster/secrets/acme/ad/ana-li.age'))
  for (const identity of [desk, security]) expect(await opened(sealed, identity)).toBe(reveal(password))
  await expect(opened(sealed, stranger)).rejects.toThrow(/no identity matched/)
})

test('SEC-31 the plaintext is nowhere on disk, in no encoding, and no draft is left', async () => {
  const recipients = [await identityToRecipient(await generateX25519Identity())]
  const password = reveal(await deliverPasswords({ recipients, folder: '.roster/secrets', root })(ana))

  const files = (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  expect(files.map((file) => file.name)).toEqual(['ana-li.age'])
  const held = await readFile(join(root, '.roster/secrets/acme/ad/ana-li.age'))
  for (const encoding of ['utf8', 'utf16le', 'base64', 'base64url', 'hex'] as const) {
    const spelled = Buffer.from(password, encoding === 'utf16le' ? encoding : 'utf8')
    const text = encoding === 'utf16le' ? spelled : Buffer.from(spelled.toString(encoding))
    expect(held.includes(text)).toBe(false)
  }
})

test('SEC-35 only the owner may read the file and the folders', async () => {
  const recipients = [await identityToRecipient(await generateX25519Identity())]
  await deliverPasswords({ recipients, folder: 'out', root })(ana)
  expect((await stat(join(root, 'out/acme/ad/ana-li.age'))).mode & 0o777).toBe(0o600)
  expect((await stat(join(root, 'out/acme/ad'))).mode & 0o777).toBe(0o700)
})

test('SEC-35 a password that cannot be delivered is not given out', async () => {
  const good = await identityToRecipient(await generateX25519Identity())
  await expect(deliverPasswords({ recipients: ['age1wrong'], folder: 'out', root })(ana)).rejects.toThrow(
    /not an age recipient/,
  )
  await expect(deliverPasswords({ recipients: [], folder: 'out', root })(ana)).rejects.toThrow(/is empty/)
  await expect(
    deliverPasswords({ recipients: [good], folder: '/dev/null/x'.slice(1), root: '/dev/null' })(ana),
  ).rejects.toThrow()
  expect(await readdir(root)).toEqual([])
})

test('SEC-17 neither a folder nor an id leads out of the workspace', async () => {
  const recipients = [await identityToRecipient(await generateX25519Identity())]
  for (const folder of ['..', '../out', '/tmp/out', '.'])
    expect(() => deliverPasswords({ recipients, folder, root })).toThrow(/inside the workspace/)
  for (const id of ['../../x', '.hidden', 'a/b', '']) {
    await expect(deliverPasswords({ recipients, folder: 'out', root })(`acme/ad/user/${id}`)).rejects.toThrow(
      /no file can be named/,
    )
  }
})

test('SEC-32 passwords are 24 letters and digits of all three sorts, and differ', () => {
  const made = Array.from({ length: 2000 }, () => reveal(newPassword()))
  for (const password of made) expect(password).toMatch(/^(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9])[A-Za-z0-9]{24}$/)
  expect(new Set(made).size).toBe(made.length)
})

test('a draw without a digit is drawn again', () => {
  const draws = [
    ...Array.from({ length: 24 }, (_, index) => index),
    ...Array.from({ length: 24 }, (_, index) => index * 2 + 10),
  ]
  let next = 0
  const password = newPassword(() => draws[next++] ?? 0)
  expect(next).toBe(48)
  expect(reveal(password)).toMatch(/[0-9]/)
})

async function opened(sealed: Uint8Array, identity: string): Promise<string> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  return decrypter.decrypt(sealed, 'text')
}
