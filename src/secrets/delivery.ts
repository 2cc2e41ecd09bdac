import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { makeFolder, replaceFile } from '../ledger/durable.ts'
import { type Address, parseAddress } from '../model/address.ts'
import { reveal, type Secret } from '../model/secret.ts'
import { newPassword } from './password.ts'

interface Delivery {
  /** age recipients (`age1...`): whoever holds one of their keys can read the passwords. */
  readonly recipients: readonly string[]
  /** Folder for the encrypted files, relative to `root`. */
  readonly folder: string
  /** Folder of the workspace. */
  readonly root: string
}

/**
 * Makes first passwords. Each lies encrypted and durable in `<folder>/<tenant>/<directory>/<id>.age` before it is given out, so that no
 * account exists whose password nobody can learn. A later password of the same account takes the place of the earlier one.
 */
export function deliverPasswords(delivery: Delivery): (address: Address) => Promise<Secret> {
  const deliver = deliverSecrets(delivery)
  return async (address) => {
    const password = newPassword()
    await deliver(address, password)
    return password
  }
}

/** The same of something secret that is there already: it lies encrypted and durable in the file of the account. */
export function deliverSecrets({
  recipients,
  folder,
  root,
}: Delivery): (address: Address, secret: Secret) => Promise<void> {
  const top = inside(root, folder)
  return async (address, secret) => {
    const path = join(top, ...fileOf(address))
    const sealed = await seal(secret, recipients)
    await makeFolder(dirname(path), 0o700)
    await replaceFile(path, sealed, 0o600)
  }
}

/** Loaded only here: most runs make no password. */
async function seal(password: Secret, recipients: readonly string[]): Promise<Uint8Array> {
  if (recipients.length === 0)
    throw new Error('initialPasswords.recipients is empty: name at least one age recipient (age1...)')
  const { Encrypter } = await import('age-encryption')
  const encrypter = new Encrypter()
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient)
    } catch (cause) {
      throw new Error(
        `initialPasswords.recipients: ${recipient} is not an age recipient; \`age-keygen -y key.txt\` prints yours (age1...)`,
        { cause },
      )
    }
  }
  return encrypter.encrypt(reveal(password))
}

function fileOf(address: Address): readonly [string, string, string] {
  const { tenant, directory, id } = parseAddress(address)
  for (const part of [tenant, directory, id]) {
    if (!/^[a-z0-9][a-z0-9._-]{0,62}$/.test(part))
      throw new Error(`no file can be named after ${JSON.stringify(address)}: an id of slugs is needed`)
  }
  return [tenant, directory, `${id}.age`]
}

function inside(root: string, folder: string): string {
  const top = resolve(root, folder)
  const way = relative(resolve(root), top)
  if (way !== '' && !way.startsWith('..') && !isAbsolute(way)) return top
  throw new Error(`initialPasswords.folder must lie inside the workspace: ${JSON.stringify(folder)} does not`)
}
