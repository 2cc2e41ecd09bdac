import type { ObservedPolicies, ObservedPolicy } from '../../model/observed.ts'
import { valuesOf } from '../../model/value.ts'
import { canonical } from '../../model/canonical.ts'
import { Refusal } from '../../ldap/faults.ts'
import { referenceOf } from '../../ldap/layout.ts'
import { Rights } from '../../ldap/listing.ts'
import { entriesBelow } from '../../ldap/lookup.ts'
import type { Connection } from '../../ldap/wire/connection.ts'
import { isRosters } from './policy-place.ts'
import type { PolicyPlace } from './policy-place.ts'
import type { Terms } from './translate.ts'

interface Known {
  readonly place: PolicyPlace
  readonly policies: readonly ObservedPolicy[]
  readonly terms: Terms
}

/**
 * What holds for whoever names no policy. It stands in the server's configuration alone, which few accounts may read: where this one may
 * not, the only policy of others is taken for it as far as nothing may be weakened, and for nothing as far as rules are to hold.
 */
export async function generalPolicy(
  connection: Connection,
  known: Known,
): Promise<Pick<ObservedPolicies, 'general' | 'doubt'> | { readonly unreadable: string }> {
  const configured = await configuredDefault(connection, known)
  if (configured !== undefined) return asConfigured(configured, known)
  const { policies, place } = known
  const others = policies.filter(({ reference, immutableId }) => immutableId !== reference && !isRosters(reference))
  const [first, ...more] = new Map(others.map((policy) => [canonical(policy.attributes), policy])).values()
  const { bindDn } = known.terms.settings.credentials.read
  const unknown = `Which policy holds for whoever names none is not shown to ${bindDn}`
  const right = `Give it the right to read olcSuffix and olcPPolicyDefault below cn=config.`
  if (more.length > 0)
    return {
      unreadable: `${unknown[0]?.toLowerCase()}${unknown.slice(1)}, and there are several that could: ${others.map(({ reference }) => reference).join('; ')}. ${right}`,
    }
  if (first === undefined)
    return { general: {}, doubt: `${unknown}, and no policy of others is to be seen in ${place.tree}. ${right}` }
  return {
    general: first.attributes,
    doubt: `${unknown}. Nothing is taken to be held by it; ${first.reference}, the only one it can be, is not weakened. ${right}`,
  }
}

function asConfigured(
  configured: string | null,
  { policies, terms }: Known,
): Pick<ObservedPolicies, 'general'> | { readonly unreadable: string } {
  if (configured === null) return { general: {} }
  const policy = policies.find(({ reference }) => reference === configured)
  if (policy !== undefined) return { general: policy.attributes }
  return {
    unreadable: `${configured}, the default policy, is not there or not shown to ${terms.settings.credentials.read.bindDn}. Make it, or give the right to read it.`,
  }
}

/** The canonical DN of `ppolicy_default` (slapd-config: olcPPolicyDefault); null: there is none; undefined: it is not shown. */
async function configuredDefault(connection: Connection, { place, terms }: Known): Promise<string | null | undefined> {
  try {
    const [database] = await entriesBelow(connection, 'cn=config', { attribute: 'olcSuffix', equals: place.tree }, [])
    if (database === undefined) return undefined
    const isOverlay = { attribute: 'objectClass', equals: 'olcPPolicyConfig' }
    const [overlay] = await entriesBelow(connection, database.dn, isOverlay, ['olcPPolicyDefault'])
    if (overlay === undefined) return undefined
    const [policy] = valuesOf(overlay.values[0])
    if (policy !== undefined) return referenceOf(policy)
    const isHidden = await new Rights(terms.schema).isHidden(overlay.dn, 'olcPPolicyDefault', connection)
    return isHidden ? undefined : null
  } catch (error) {
    // Without the right to it, and on other servers, the configuration is not there.
    if (error instanceof Refusal) return undefined
    throw error
  }
}
