import type { Provider } from './provider.ts'

/** Where each provider comes from: imported only when a tenant names it. */
const importers: Readonly<Record<string, () => Promise<Provider>>> = {
  'active-directory': async () => (await import('./active-directory/provider.ts')).activeDirectoryProvider(),
  entra: async () => (await import('./entra/provider.ts')).entraProvider(),
  ldap: async () => (await import('./ldap/provider.ts')).ldapProvider(),
  local: async () => (await import('./local/provider.ts')).localProvider,
}

/** The names that `provider:` may have. */
export const providerNames: readonly string[] = Object.keys(importers)

/** Loads the providers of these names; a name that no provider has is left out (validation tells it). */
export async function loadProviders(names: Iterable<string>): Promise<ReadonlyMap<string, Provider>> {
  const loaded = await Promise.all(
    [...new Set(names)].map(async (name) => {
      const importer = Object.hasOwn(importers, name) ? importers[name] : undefined
      return importer === undefined ? [] : [[name, await importer()] as const]
    }),
  )
  return new Map(loaded.flat())
}
