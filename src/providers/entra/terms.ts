import type { Rule } from './mapping.ts'
import { mappingRules } from './mapping.ts'
import type { EntraSettings } from './settings.ts'

/** What roster knows of one tenant of Entra ID before it reads people and groups. */
export interface Terms {
  readonly settings: EntraSettings
  /** Which property of an account is filled from which path of users.yaml. */
  readonly rules: readonly Rule[]
  readonly domains: Domains
  /** Object ids of the service principals that roster signs in as; empty where they may not be read. */
  readonly ownIds: ReadonlySet<string>
  readonly learnt: Learnt
}

/** Domains of the tenant, in lower case. */
export interface Domains {
  /** `northwind.onmicrosoft.com`: guests' sign-in names end in it. */
  readonly initial: string
  /** The one of people for whom no sign-in name is declared. */
  readonly default: string
  readonly verified: ReadonlySet<string>
}

/** What is learnt while the tenant is read. */
export interface Learnt {
  /** Display names of directory roles, folded; empty: not read yet. */
  readonly roles: Set<string>
  /** Ids of what `protect` and `breakGlass` cover by name. */
  readonly protectedIds: Set<string>
  /** Folded name or id of an emergency account, as the settings write it -> its id; filled where rules for signing in are read. */
  readonly emergency: Map<string, string>
  /** Ids of accounts that hold a directory role. */
  readonly administrators: Set<string>
  /** Ids that something read points to: they are there. */
  readonly linked: Set<string>
}

/** Puts together what is known. */
export function termsOf(settings: EntraSettings, domains: Domains, ownIds: ReadonlySet<string>): Terms {
  const learnt = {
    roles: new Set<string>(),
    protectedIds: new Set<string>(),
    emergency: new Map<string, string>(),
    administrators: new Set<string>(),
    linked: new Set<string>(),
  }
  return { settings, rules: mappingRules(settings), domains, ownIds, learnt }
}

/** The domain of sign-in names of people for whom none is declared. */
export function peopleDomain({ settings, domains }: Pick<Terms, 'settings' | 'domains'>): string {
  return settings.users.domain ?? domains.default
}
