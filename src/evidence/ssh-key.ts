import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { UsageError } from '../model/fault.ts'
import { type WireReader, wireReader, wireString } from './ssh-wire.ts'

/** The only kind of key that is used: its signatures depend on nothing but key and message. */
export const keyType = 'ssh-ed25519'

/** A key that signs. */
export interface SigningKey {
  /** The public key, as SSH writes it on the wire. */
  readonly publicKey: Buffer
  readonly sign: (message: Buffer) => Buffer
}

const ed25519 = {
  // What stands before the 32 bytes of a key in PKCS #8 and in SubjectPublicKeyInfo (RFC 8410 sections 4 and 7).
  privatePrefix: Buffer.from('302e020100300506032b657004220420', 'hex'),
  publicPrefix: Buffer.from('302a300506032b6570032100', 'hex'),
} as const

const openssh = /^-----BEGIN OPENSSH PRIVATE KEY-----\s+([A-Za-z0-9+/=\s]+)-----END OPENSSH PRIVATE KEY-----\s*$/

/** Reads a private key, of OpenSSH or PKCS #8. `name`: how people know the file. Throws UsageError where it is no key that can sign here. */
export function signingKeyOf(name: string, text: string): SigningKey {
  const body = openssh.exec(text)?.[1]
  const key = body === undefined ? pemKey(name, text) : openSshKey(name, Buffer.from(body, 'base64'))
  return { publicKey: wireOf(createPublicKey(key)), sign: (message) => sign(null, message, key) }
}

/** The key that checks signatures; undefined where the bytes are no ed25519 key. */
export function publicKeyOf(wire: Buffer): KeyObject | undefined {
  try {
    const reader = wireReader(wire)
    const type = reader.string().toString('latin1')
    const point = reader.string()
    if (type !== keyType || point.length !== 32 || reader.rest().length > 0) return undefined
    return createPublicKey({ key: Buffer.concat([ed25519.publicPrefix, point]), format: 'der', type: 'spki' })
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** A public key in one line, as a file of allowed signers has it. */
export function publicKeyLine(wire: Buffer): string {
  return `${keyType} ${wire.toString('base64')}`
}

function wireOf(key: KeyObject): Buffer {
  const der = key.export({ format: 'der', type: 'spki' })
  return Buffer.concat([wireString(keyType), wireString(der.subarray(ed25519.publicPrefix.length))])
}

function pemKey(name: string, text: string): KeyObject {
  if (text.includes('ENCRYPTED')) throw locked(name)
  let key: KeyObject
  try {
    key = createPrivateKey(text)
  } catch (cause) {
    throw new UsageError(`${name} is not a private key. Make one with: ssh-keygen -t ed25519 -N '' -f ${name}`, {
      cause,
    })
  }
  if (key.asymmetricKeyType === 'ed25519') return key
  throw otherType(name, key.asymmetricKeyType ?? 'unknown')
}

/** The format of OpenSSH's file PROTOCOL.key. */
function openSshKey(name: string, bytes: Buffer): KeyObject {
  try {
    const file = wireReader(bytes)
    if (file.take(15).toString('latin1') !== 'openssh-key-v1\0') throw new RangeError('another format')
    if (file.string().toString('latin1') !== 'none') throw locked(name)
    file.string()
    file.string()
    if (file.uint32() !== 1) throw new RangeError('several keys')
    file.string()
    return seedIn(name, wireReader(file.string()))
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new UsageError(`${name} is not a whole private key of OpenSSH. Bring it back from a copy.`, { cause })
  }
}

function seedIn(name: string, secret: WireReader): KeyObject {
  if (secret.uint32() !== secret.uint32()) throw new RangeError('the check numbers differ')
  const type = secret.string().toString('latin1')
  if (type !== keyType) throw otherType(name, type)
  secret.string()
  const seed = secret.string().subarray(0, 32)
  return createPrivateKey({ key: Buffer.concat([ed25519.privatePrefix, seed]), format: 'der', type: 'pkcs8' })
}

function locked(name: string): UsageError {
  return new UsageError(
    `${name} is locked with a passphrase, which roster does not ask for. Leave --key out, and sign with ssh-keygen and your agent: ` +
      `ssh-keygen -Y sign -n roster-evidence -f ${name} manifest.json`,
  )
}

function otherType(name: string, type: string): UsageError {
  return new UsageError(
    `${name} is a key of type ${type}; only ed25519 signs here. Make one with: ssh-keygen -t ed25519 -N '' -f <file>`,
  )
}
