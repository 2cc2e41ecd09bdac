import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from '../language/load/parse.ts'

/** What the command line itself needs of roster.yaml and tenant.yaml, read leniently: mistakes in them are validate's to tell. */
export interface Settings {
  readonly store: 'file' | 'git'
  readonly zone: string
  readonly zoneOf: (tenant: string) => string
}

/** Reads the settings of a workspace; a tenant's zone only when somebody asks for it. */
export function settingsOf(root: string): Settings {
  const shared = mappingIn(root, 'roster.yaml')
  const zone = zoneIn(shared) ?? 'UTC'
  const zones = new Map<string, string>()
  const ledger = shared['ledger']
  return {
    store: isMapping(ledger) && ledger['store'] === 'git' ? 'git' : 'file',
    zone,
    zoneOf: (tenant) => {
      const found = zones.get(tenant) ?? zoneIn(mappingIn(root, `tenants/${tenant}/tenant.yaml`)) ?? zone
      zones.set(tenant, found)
      return found
    },
  }
}

type Mapping = Readonly<Record<string, unknown>>

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function mappingIn(root: string, file: string): Mapping {
  try {
    const { value } = parse(file, readFileSync(join(root, file), 'utf8'))
    return isMapping(value) ? value : {}
  } catch {
    return {}
  }
}

function zoneIn(mapping: Mapping): string | undefined {
  const zone = mapping['timezone']
  if (typeof zone !== 'string') return undefined
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone === '' ? undefined : zone
  } catch {
    return undefined
  }
}
