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

/** What new entries must say of their directory: people where the tenant has several, groups where it would be another. */
export function homes({ documents, directory }: Workplace): {
  readonly person: { readonly directories?: readonly string[] }
  readonly group: { readonly directory?: string }
} {
  const { spec } = documents.tenant
  const several = Object.keys(spec.directories ?? {}).length > 1
  if (directory === undefined) return { person: {}, group: {} }
  return {
    person: several ? { directories: [directory] } : {},
    group: directoryOf({}, spec) === directory ? {} : { directory },
  }
}
