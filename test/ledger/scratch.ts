import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

const made: string[] = []

/** A folder that is removed when the tests of the file have ended. */
export async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'roster-ledger-'))
  made.push(folder)
  return folder
}

/** Call once in each test file that uses `scratch`. */
export function sweep(): void {
  afterAll(async () => {
    for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  })
}
