import { spawn } from 'node:child_process'

/**
 * Runs something while no other process does so under the same lock file. The kernel holds the lock for a helper that ends
 * with this process, however that one ends: no lock is ever left behind.
 */
export async function alone<T>(file: string, run: () => T | Promise<T>): Promise<T> {
  const keeper = spawn('flock', [file, 'sh', '-c', 'echo mine; exec cat'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const gone = new Promise<void>((resolve) => keeper.once('close', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    keeper.stdout.once('data', () => resolve())
    keeper.once('error', reject)
    keeper.once('close', () => reject(new Error(`flock ${file} ended before it had the lock`)))
  })
  try {
    return await run()
  } finally {
    keeper.stdin.end()
    await gone
  }
}
