import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { noSignIn } from '../faults.ts'
import { reasonOf } from './assertion.ts'

/** A certificate with its private key, as the library for signing in takes it. */
export interface Certificate {
  readonly thumbprintSha256: string
  readonly privateKey: string
  /** The certificate and its chain: lets an application trust whoever signed it. */
  readonly x5c: string
}

/** Reads a PEM file with a certificate and its private key. `variable` is what named it. Throws DirectoryFault. */
export async function certificateIn(path: string, root: string, variable: string, now: Date): Promise<Certificate> {
  const text = await textOf(resolve(root, path), variable)
  const [chain, key] = [blocks(text, 'CERTIFICATE'), blocks(text, '(?:RSA )?PRIVATE KEY')]
  if (chain[0] === undefined || key[0] === undefined)
    throw noSignIn(`the file that ${variable} names needs a certificate and its private key, unencrypted, both as PEM.`)
  const certificate = read(chain[0], key[0], variable)
  if (new Date(certificate.validTo) < now)
    throw noSignIn(
      `the certificate that ${variable} names ran out on ${certificate.validTo}. Upload a new one to the application.`,
    )
  return {
    thumbprintSha256: certificate.fingerprint256.replaceAll(':', ''),
    privateKey: key[0],
    x5c: chain.join('\n'),
  }
}

async function textOf(path: string, variable: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw noSignIn(`the file that ${variable} names cannot be read (${reasonOf(error)}).`)
  }
}

function blocks(text: string, label: string): readonly string[] {
  return text.match(new RegExp(`-----BEGIN ${label}-----[^-]+-----END ${label}-----`, 'g')) ?? []
}

/** OpenSSL says of a bad file what it is made of; only that it is bad is told. */
function read(pem: string, key: string, variable: string): X509Certificate {
  const certificate = parsed(pem, variable)
  const isPair = certificate.checkPrivateKey(privateKeyOf(key, variable))
  if (!isPair)
    throw noSignIn(`the private key in the file that ${variable} names does not belong to the certificate before it.`)
  return certificate
}

function parsed(pem: string, variable: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch {
    throw noSignIn(`the certificate in the file that ${variable} names cannot be read.`)
  }
}

function privateKeyOf(key: string, variable: string): ReturnType<typeof createPrivateKey> {
  try {
    return createPrivateKey(key)
  } catch {
    throw noSignIn(`the private key in the file that ${variable} names cannot be read.`)
  }
}
