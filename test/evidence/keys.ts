import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { needPackages } from '../servers/packages.ts'

/** A folder that goes away with the test. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'roster-keys-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Runs the real ssh-keygen. */
export function sshKeygen(folder: string, words: readonly string[], input: string | Buffer = ''): string {
  needPackages(['/usr/bin/ssh-keygen'], ['openssh-client'])
  return execFileSync('ssh-keygen', [...words], {
    cwd: folder,
    input,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
  })
}

/** A new key in the folder: its file, and its public line without the comment. */
export function newKey(
  folder: string,
  name: string,
  { type = 'ed25519', passphrase = '' } = {},
): { readonly file: string; readonly line: string } {
  sshKeygen(folder, ['-q', '-t', type, '-N', passphrase, '-C', name, '-f', name])
  const file = join(folder, name)
  return { file, line: readFileSync(`${file}.pub`, 'utf8').split(' ').slice(0, 2).join(' ') }
}
