import type { Organization as Tenant, ServicePrincipal, VerifiedDomain } from '@microsoft/microsoft-graph-types'
import { DirectoryFault } from '../../model/fault.ts'
import { literal } from './graph/quote.ts'
import type { Graph } from './graph/request.ts'
import { restOf } from './listing.ts'
import { idOf, rowsIn, select, textIn } from './row.ts'
import type { Row } from './row.ts'
import type { EntraSettings } from './settings.ts'
import type { Domains } from './terms.ts'

/** What a tenant says of itself. */
export interface Organization {
  readonly domains: Domains
  /** Wall clock of Graph, where the answer had it. */
  readonly time: Date | undefined
}

/** Proves which tenant this is, and learns its domains. Throws DirectoryFault. */
export async function readOrganization(
  graph: Graph,
  { tenantId }: Pick<EntraSettings, 'tenantId'>,
): Promise<Organization> {
  const query = { $select: select<Tenant>('id', 'displayName', 'verifiedDomains') }
  const answer = await graph.ask({ method: 'GET', path: '/organization', query })
  const [organization = {}]: readonly Row<Tenant>[] = await restOf(answer, 'reading which tenant this is', graph)
  const found = idOf(organization)
  if (found !== tenantId) throw anotherTenant(found, tenantId)
  const date = answer.outcome === 'done' ? answer.headers.get('date') : null
  const time = date === null ? Number.NaN : Date.parse(date)
  return {
    domains: domainsOf(rowsIn(organization.verifiedDomains)),
    time: Number.isNaN(time) ? undefined : new Date(time),
  }
}

/** Trouble: credentials that lead to another tenant than is meant. */
export function anotherTenant(found: string, meant: string): DirectoryFault {
  return new DirectoryFault(
    'refused',
    `Microsoft Graph: this is the tenant ${found}, and ${meant} is meant. Correct tenantId or the credentials; nothing was read.`,
  )
}

function domainsOf(rows: readonly Row<VerifiedDomain>[]): Domains {
  const named = (flag: 'isDefault' | 'isInitial'): string | undefined =>
    rows.flatMap((row) => (row[flag] === true ? (textIn(row, 'name') ?? []) : []))[0]?.toLowerCase()
  const verified = new Set(rows.flatMap((row) => textIn(row, 'name')?.toLowerCase() ?? []))
  const standard = named('isDefault') ?? named('isInitial')
  if (standard === undefined)
    throw new DirectoryFault(
      'permission',
      'the domains of the tenant cannot be read. Consent to Organization.Read.All for the application of credentials.read.',
    )
  return { initial: named('isInitial') ?? standard, default: standard, verified }
}

/** Object ids of applications; whoever may not see applications learns none. Throws DirectoryFault. */
export async function servicePrincipalsOf(clientIds: readonly string[], graph: Graph): Promise<readonly string[]> {
  if (clientIds.length === 0) return []
  const $filter = `appId in (${clientIds.map(literal).join(',')})`
  const query = { $select: select<ServicePrincipal>('id', 'appId'), $filter }
  const answer = await graph.ask({ method: 'GET', path: '/servicePrincipals', query })
  if (answer.outcome === 'refused' && answer.status === 403) return []
  return (await restOf(answer, 'looking up our own service principals', graph)).map(idOf)
}
