import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Runs a tool of ldb on the files of a domain, with the rights of the system itself. */
export function offline(tool: 'ldbmodify' | 'ldbsearch', folder: string, argv: readonly string[], input = ''): string {
  const files = [`--configfile=${join(folder, 'smb.conf')}`, '-H', join(folder, 'private', 'sam.ldb')]
  return run(tool, [...files, ...argv], input)
}

/** Runs a program to its end; gives its output. Throws with its last words. */
export function run(name: string, argv: readonly string[], input = '', env: NodeJS.ProcessEnv = process.env): string {
  const { status, stdout, stderr } = spawnSync(name, argv, { env, input, encoding: 'utf8', maxBuffer: 1 << 30 })
  if (status !== 0) throw new Error(`${name}: ${stderr.trim().split('\n').slice(-5).join('\n')}`)
  return stdout
}
