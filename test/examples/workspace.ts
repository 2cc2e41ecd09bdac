import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export const examples = fileURLToPath(new URL('../../examples/tenants/', import.meta.url))

export const tenants = ['northwind-msp', 'acme', 'lindgren', 'harbor-logistics'] as const

/** The day on which the example plays. */
export const day = '2026-12-01'

/** A copy of the example that a test may change; outside any repository, removed after the test. */
export function copyOfExample(): string {
  const folder = mkdtempSync(join(tmpdir(), 'roster-example-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const part of ['roster.yaml', 'library', 'tenants', 'live']) {
    cpSync(join(examples, part), join(folder, part), { recursive: true })
  }
  return folder
}
