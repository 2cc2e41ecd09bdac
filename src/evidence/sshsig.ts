import { createHash, verify } from 'node:crypto'
import { keyType, publicKeyOf, type SigningKey } from './ssh-key.ts'
import { type WireReader, wireReader, wireString } from './ssh-wire.ts'

/** What a signature of SSH says (OpenSSH's PROTOCOL.sshsig, version 1). */
interface SshSignature {
  readonly publicKey: Buffer
  readonly namespace: string
  readonly reserved: Buffer
  readonly hash: 'sha256' | 'sha512'
  readonly signature: Buffer
}

/** A signature that was checked: whose key made it, or why it proves nothing. */
export type Checked = { readonly publicKey: Buffer } | { readonly fault: string }

const [head, foot] = ['-----BEGIN SSH SIGNATURE-----\n', '-----END SSH SIGNATURE-----\n']

/** Signs a message for one purpose; the same bytes as `ssh-keygen -Y sign -n <namespace>` writes. */
export function sshSign(message: Buffer, namespace: string, key: SigningKey): string {
  const unsigned = { publicKey: key.publicKey, namespace, reserved: Buffer.alloc(0), hash: 'sha512' as const }
  const signature = key.sign(signedBytes(unsigned, message))
  return armoured(blobOf({ ...unsigned, signature }))
}

/** Checks a signature of a message. Whose key it is, and whether that counts, is for who knows the signers. */
export function sshVerify(message: Buffer, namespace: string, armour: string): Checked {
  const read = readSignature(armour)
  if ('fault' in read) return read
  if (read.namespace !== namespace)
    return { fault: `the signature was made for ${JSON.stringify(read.namespace)}, not for ${namespace}` }
  const key = publicKeyOf(read.publicKey)
  if (key === undefined) return { fault: 'the signature is not by an ed25519 key' }
  const holds = verify(null, signedBytes(read, message), key, read.signature)
  return holds ? { publicKey: read.publicKey } : { fault: 'the signature does not fit: what was signed was changed' }
}

function signedBytes({ namespace, reserved, hash }: Omit<SshSignature, 'signature'>, message: Buffer): Buffer {
  const digest = createHash(hash).update(message).digest()
  return Buffer.concat([
    Buffer.from('SSHSIG'),
    ...[namespace, reserved, hash, digest].map((field) => wireString(field)),
  ])
}

function blobOf({ publicKey, namespace, reserved, hash, signature }: SshSignature): Buffer {
  const version = Buffer.from([0, 0, 0, 1])
  const signed = Buffer.concat([wireString(keyType), wireString(signature)])
  const fields = [publicKey, namespace, reserved, hash, signed].map((field) => wireString(field))
  return Buffer.concat([Buffer.from('SSHSIG'), version, ...fields])
}

/** Lines of 70, as ssh-keygen writes them. */
function armoured(blob: Buffer): string {
  return `${head}${blob.toString('base64').replaceAll(/.{1,70}/g, '$&\n')}${foot}`
}

/** Every byte counts: what is not base64 to the letter, or is left over, makes it no signature. */
function readSignature(armour: string): SshSignature | { readonly fault: string } {
  const broken = { fault: 'the signature cannot be read: it was cut or edited' }
  if (!armour.startsWith(head) || !armour.endsWith(`\n${foot}`)) return broken
  const lines = armour.slice(head.length, -foot.length).replaceAll('\n', '')
  const blob = Buffer.from(lines, 'base64')
  if (blob.toString('base64') !== lines) return broken
  try {
    return fieldsOf(wireReader(blob)) ?? broken
  } catch (error) {
    if (error instanceof RangeError) return broken
    throw error
  }
}

function fieldsOf(blob: WireReader): SshSignature | undefined {
  if (blob.take(6).toString('latin1') !== 'SSHSIG' || blob.uint32() !== 1) return undefined
  const [publicKey, name, reserved, hashName, signed] = [0, 1, 2, 3, 4].map(() => blob.string())
  const hash = hashName?.toString('latin1')
  if (publicKey === undefined || name === undefined || reserved === undefined || signed === undefined) return undefined
  if (blob.rest().length > 0 || (hash !== 'sha256' && hash !== 'sha512')) return undefined
  const inner = wireReader(signed)
  if (inner.string().toString('latin1') !== keyType) return undefined
  const signature = inner.string()
  if (inner.rest().length > 0 || signature.length !== 64) return undefined
  return { publicKey, namespace: name.toString('utf8'), reserved, hash, signature }
}
