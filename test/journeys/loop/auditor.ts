import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Somebody with a key, a file of whose signatures count, and an empty folder. */
export function auditor(): { readonly folder: string; readonly key: string; readonly signers: string } {
  const desk = mkdtempSync(join(tmpdir(), 'roster-auditor-'))
  const key = join(desk, 'key')
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'roster', '-f', key])
  const signers = join(desk, 'signers')
  const [type = '', body = ''] = readFileSync(`${key}.pub`, 'utf8').split(' ')
  writeFileSync(signers, `evidence@msp.example namespaces="roster-evidence" ${type} ${body}\n`)
  return { folder: join(desk, 'pack'), key, signers }
}

/** What an auditor types who has never heard of roster. */
export function verifiedBySsh(folder: string, signers: string): void {
  const words = ['-Y', 'verify', '-f', signers, '-I', 'evidence@msp.example', '-n', 'roster-evidence']
  execFileSync('ssh-keygen', [...words, '-s', join(folder, 'manifest.json.sig')], {
    input: readFileSync(join(folder, 'manifest.json')),
  })
}
