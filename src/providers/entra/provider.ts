import type { Provider, Reader, Writer } from '../provider.ts'
import { entraCapabilities } from './capabilities.ts'
import { entraOnly } from './settings.ts'

/** What the provider takes from outside; tests bring their own. */
export interface Habits {
  /** How requests leave this machine. */
  readonly fetch: typeof fetch
  /** Objects a page: Graph gives at most 999. */
  readonly pageSize: number
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
}

/** A tenant of Microsoft Entra ID, through Microsoft Graph. */
export function entraProvider(_own: Partial<Habits> = {}): Provider {
  return {
    name: 'entra',
    capabilities: entraCapabilities,
    territories: (directory) => [`entra:/${entraOnly(directory).tenantId.toLowerCase()}/`],
    read: async (): Promise<Reader> => {
      throw new Error('to come')
    },
    write: async (): Promise<Writer> => {
      throw new Error('to come')
    },
  }
}
