import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

const folders: string[] = []
afterAll(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/** An empty folder that is gone when the file of tests is through. */
export function inTempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'roster-report-'))
  folders.push(folder)
  return folder
}
