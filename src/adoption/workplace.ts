import type { Directory } from '../generated/tenant.ts'
import type { TenantDocuments } from '../language/validate/documents.ts'
import { directoryOf } from '../language/validate/home.ts'
import { dayIn } from '../language/compile/calendar.ts'

/** The tenant that something is imported into, and the directory it is imported from or for. */
export interface Workplace {
  readonly documents: TenantDocuments
  /** Id of the directory; undefined: the tenant has one, or a sheet leaves it open. */
  readonly directory: string | undefined
  readonly zone: string
  /** The calendar day in the zone. */
  readonly today: string
}

export function workplaceOf(documents: TenantDocuments, directory: string | undefined, asOf: Date): Workplace {
  const zone = documents.tenant.spec.timezone ?? documents.roster.spec.timezone ?? 'UTC'
  return { documents, directory, zone, today: dayIn(zone, asOf) }
}

/**
 * What new entries must say of their directory: people where the tenant has several, groups where it would be another. Whom a directory
 * hands on by synchronisation is one person in both.
 */
export function homes({ documents, directory }: Workplace): {
  readonly person: { readonly directories?: readonly string[] }
  readonly group: { readonly directory?: string }
} {
  const { spec } = documents.tenant
  if (directory === undefined) return { person: {}, group: {} }
  const all = Object.entries(spec.directories ?? {})
  const own = all.flatMap(([id, settings]) => (id === directory || comesFrom(settings) === directory ? [id] : []))
  return {
    person: own.length < all.length ? { directories: own } : {},
    group: directoryOf({}, spec) === directory ? {} : { directory },
  }
}

function comesFrom(settings: Directory): string | undefined {
  return 'syncedFrom' in settings ? settings.syncedFrom : undefined
}
