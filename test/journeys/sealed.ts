import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import type { Stage } from './stage.ts'

/** A key pair of somebody who receives passwords. */
export async function key(): Promise<{ readonly identity: string; readonly recipient: string }> {
  const identity = await generateX25519Identity()
  return { identity, recipient: await identityToRecipient(identity) }
}

/** The password that was delivered for somebody, opened with a key. */
export async function passwordOf(stage: Stage, id: string, identity: string): Promise<string> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  return decrypter.decrypt(readFileSync(join(stage.folder, `.roster/secrets/acme/hq/${id}.age`)), 'text')
}
