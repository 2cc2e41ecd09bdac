import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'

const guard = '/usr/sbin/policy-rc.d'

/**
 * Installs Debian packages whose files are missing. No service is started by it: while it runs, a policy file forbids that,
 * unless one stands there already. Without root it fails with the command to run.
 */
export function needPackages(files: readonly string[], packages: readonly string[]): void {
  if (files.every((file) => existsSync(file))) return
  if (process.getuid?.() !== 0) throw new Error(`these tests need a server: sudo apt-get install ${packages.join(' ')}`)
  const ours = !existsSync(guard)
  if (ours) writeFileSync(guard, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const install = ['install', '-y', '-qq', '--no-install-recommends', ...packages]
    if (spawnSync('apt-get', install, { env, stdio: 'ignore' }).status === 0) return
    execFileSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' })
    execFileSync('apt-get', install, { env, stdio: 'ignore' })
  } finally {
    if (ours) rmSync(guard)
  }
}
