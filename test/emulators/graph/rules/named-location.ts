import { isIP } from 'node:net'
import type { Entity } from '../state.ts'
import type { Tenant } from '../tenant.ts'
import { checkNames, fieldsOf, refused, textsOf } from './conditional-access.ts'

const shared = ['id', 'displayName', 'createdDateTime', 'modifiedDateTime', 'deletedDateTime']
const sorts: Readonly<Record<string, readonly string[]>> = {
  '#microsoft.graph.ipNamedLocation': [...shared, 'ipRanges', 'isTrusted'],
  '#microsoft.graph.countryNamedLocation': [
    ...shared,
    'countriesAndRegions',
    'includeUnknownCountriesAndRegions',
    'countryLookupMethod',
  ],
}
const bits: Readonly<Record<string, readonly [family: number, most: number]>> = {
  '#microsoft.graph.iPv4CidrRange': [4, 32],
  '#microsoft.graph.iPv6CidrRange': [6, 128],
}

/** https://learn.microsoft.com/graph/api/resources/ipnamedlocation */
export function checkedLocation(_tenant: Tenant, location: Entity): Entity {
  const type = String(location['@odata.type'])
  const known = sorts[type]
  if (known === undefined)
    throw refused('The @odata.type of a named location must be ipNamedLocation or countryNamedLocation.')
  checkNames(type.replace('#microsoft.graph.', ''), location, known)
  if (typeof location['displayName'] !== 'string' || location['displayName'] === '')
    throw refused('A named location must have a displayName.')
  if (known.includes('ipRanges'))
    return { ...location, ipRanges: rangesOf(location), isTrusted: location['isTrusted'] ?? false }
  if (textsOf(location['countriesAndRegions']).length === 0)
    throw refused('A country named location must have countriesAndRegions.')
  return { includeUnknownCountriesAndRegions: false, countryLookupMethod: 'clientIpAddress', ...location }
}

export function isTrusted(tenant: Tenant, id: string): boolean {
  return tenant.state.namedLocations.get(id)?.['isTrusted'] === true
}

/** Whether a policy names it. */
export function usesLocation(tenant: Tenant, id: string): boolean {
  return [...tenant.state.conditionalAccessPolicies.values()].some((policy) => {
    const { includeLocations, excludeLocations } = fieldsOf(fieldsOf(policy['conditions'])['locations'])
    return [...textsOf(includeLocations), ...textsOf(excludeLocations)].includes(id)
  })
}

/** At most 2,000 ranges, each with its family: https://learn.microsoft.com/entra/identity/conditional-access/concept-assignment-network */
function rangesOf(location: Entity): readonly object[] {
  const ranges = Array.isArray(location['ipRanges']) ? location['ipRanges'].map(fieldsOf) : []
  if (ranges.length === 0 || ranges.length > 2000) throw refused('An IP named location must have 1 to 2000 ipRanges.')
  for (const { '@odata.type': type, cidrAddress } of ranges) {
    const [address = '', prefix = ''] = String(cidrAddress).split('/')
    const [family, most] = bits[String(type)] ?? []
    if (family === undefined || most === undefined)
      throw refused('Each of ipRanges must have an @odata.type: iPv4CidrRange or iPv6CidrRange.')
    if (isIP(address) !== family || !/^\d{1,3}$/.test(prefix) || Number(prefix) > most || Number(prefix) < 8)
      throw refused(`The IP range '${String(cidrAddress)}' is invalid.`)
  }
  return ranges
}
