import { largestFile, parse } from '../language/load/parse.ts'
import { type Tree, workTree } from '../language/load/tree.ts'

/** What the command line itself needs of roster.yaml and tenant.yaml, read leniently: mistakes in them are validate's to tell. */
export interface Settings {
  readonly store: 'file' | 'git'
  readonly zone: string
  readonly zoneOf: (tenant: string) => string
}

/** Reads the settings of a workspace, from its folder unless said; a tenant's zone only when somebody asks for it. */
export function settingsOf(root: string, tree: Tree = workTree(root)): Settings {
  const shared = mappingIn(tree, 'roster.yaml')
  const zone = zoneIn(shared) ?? 'UTC'
  const zones = new Map<string, string>()
  const ledger = shared['ledger']
  return {
    store: isMapping(ledger) && ledger['store'] === 'git' ? 'git' : 'file',
    zone,
    zoneOf: (tenant) => {
      const found = zones.get(tenant) ?? zoneIn(mappingIn(tree, `tenants/${tenant}/tenant.yaml`)) ?? zone
      zones.set(tenant, found)
      return found
    },
  }
}

type Mapping = Readonly<Record<string, unknown>>

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function mappingIn(tree: Tree, file: string): Mapping {
  try {
    const { value } = parse(file, Buffer.from(tree.read(file, largestFile)).toString('utf8'))
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

/** Why nothing is applied in a tenant for now, by its own settings or those of the workspace; read leniently. */
export function pausedIn(tree: Tree, tenant: string): string | undefined {
  const [everywhere, here] = ['roster.yaml', `tenants/${tenant}/tenant.yaml`].map((file) => {
    const { paused } = mappingIn(tree, file)
    return typeof paused === 'string' && paused !== '' ? paused : undefined
  })
  return everywhere ?? here
}
