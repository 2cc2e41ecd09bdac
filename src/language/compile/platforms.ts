import type { DesiredPlatforms } from './desired-platforms.ts'
import type { TenantInput } from './input.ts'
import type { Draft } from './people.ts'

/** What a tenant asks for beyond its directories, at a moment. */
export function compilePlatforms(_input: TenantInput, _drafts: ReadonlyMap<string, Draft>): DesiredPlatforms {
  return {
    access: new Map(),
    subscriptions: new Map(),
    separation: [],
    waivers: [],
    tests: [],
    checklists: new Map(),
    reviews: [],
    actions: [],
    identityProviders: new Map(),
  }
}
