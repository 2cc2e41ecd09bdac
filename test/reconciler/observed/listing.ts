import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { createHash } from 'node:crypto'
import type { ObservedAccount } from '../../../src/model/platform.ts'
import { observeExport } from '../../../src/reconciler/observed/observe.ts'
import type { ObserveReport, ObserveRequest } from '../../../src/reconciler/observed/request.ts'
import { readSheet } from '../../../src/sheets/sheet.ts'
import type { Desk } from '../seats/desk.ts'

/** What somebody says about a list besides the file. */
export type Said = Partial<Omit<ObserveRequest, 'sheet' | 'digest'>>

/** Reads a list that somebody exported from the console of a desk. */
export function observe(
  { office }: Pick<Desk, 'office'>,
  file: string | Uint8Array,
  said: Said = {},
): Promise<ObserveReport> {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file
  const name = bytes[0] === 0x50 && bytes[1] === 0x4b ? 'technicians.xlsx' : 'technicians.csv'
  return observeExport(office.bench.run(), {
    tenant: 'acme',
    subscription: office.subscription,
    export: 'technicians',
    sheet: readSheet(bytes, name),
    file: name,
    digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    recordedBy: 'ben@desk',
    ...said,
  })
}

/** Lines below the usual columns: name, address, role, state. */
export function csv(...rows: readonly string[]): string {
  return ['Name,Email,Role,Status', ...rows].join('\r\n')
}

/** A line about somebody of the desk. */
export function line(id: string, role = 'Beginner', status = 'Active'): string {
  return `${id},${id}@acme.example,${role},${status}`
}

/** What is known of an account of the desk. */
export async function known(desk: Desk, id: string): Promise<ObservedAccount | undefined> {
  return (await desk.memory()).accounts.get(`acme/atera/account/${id}`)?.account
}

/** How many facts the ledger of the desk has. */
export async function facts({ office }: Pick<Desk, 'office'>): Promise<number> {
  return (await office.bench.entries()).length
}

/** What a published schema has against a value. */
export function schema(name: string): (value: unknown) => readonly unknown[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  const path = new URL(`../../../schema/${name}.schema.json`, import.meta.url)
  const valid = ajv.compile(JSON.parse(readFileSync(path, 'utf8')) as object)
  return (value) => {
    valid(JSON.parse(JSON.stringify(value)))
    return valid.errors ?? []
  }
}
