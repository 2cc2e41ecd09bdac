import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export const examples = fileURLToPath(new URL('../../examples/tenants/', import.meta.url))

export const tenants = [
  'northwind-msp',
  'acme',
  'bakery',
  'lindgren',
  'harbor-logistics',
  'kestrel-funds',
  'nordlys-energy',
] as const

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

const firstDay = ['northwind-msp'].map((tenant) =>
  join('tenants', tenant, 'acknowledgements.first-day.yaml'),
)

/** Moves the acknowledgements of the first day to today: an apply knows no other day, and they hold for three at most. */
export function acknowledgedToday(cwd: string): void {
  const end = new Date(Date.now() + 48 * 3_600_000).toISOString()
  for (const file of firstDay) {
    const text = readFileSync(join(cwd, file), 'utf8')
    writeFileSync(join(cwd, file), text.replace(/expires: .*/, `expires: ${end}`))
  }
}

/** Takes them away, as one does after the first apply. */
export function withoutFirstDay(cwd: string): void {
  for (const file of firstDay) rmSync(join(cwd, file))
}
