import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)
const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'init.defaultBranch=main']

/** Runs git as a person would, and gives what it printed. */
export async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await execute('git', [...identity, ...args], { cwd: folder })
  return stdout.trim()
}

/** A bare repository that others push to. */
export async function bareRepository(folder: string): Promise<string> {
  await git('/', 'init', '--bare', '--quiet', folder)
  return folder
}

/** A work tree with one commit; `remote`, where given, is its origin. */
export async function clone(folder: string, remote?: string): Promise<string> {
  await git('/', 'init', '--quiet', folder)
  await git(folder, 'commit', '--quiet', '--allow-empty', '-m', 'start')
  if (remote !== undefined) await git(folder, 'remote', 'add', 'origin', remote)
  return folder
}
