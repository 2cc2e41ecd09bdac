import { valuesOf } from '../../model/value.ts'
import { Refusal } from '../../ldap/faults.ts'
import { referenceOf } from '../../ldap/layout.ts'
import { entriesBelow } from '../../ldap/lookup.ts'
import type { Schema } from '../../ldap/schema.ts'
import type { Connection } from '../../ldap/wire/connection.ts'
import { isRosters } from './policy-place.ts'
import { policyClass } from './policy-values.ts'

/** OpenLDAP's mark of an account that is locked until an administrator unlocks it (slapo-ppolicy). */
export const lockedForGood = '000001010000Z'

/** Attribute that holds the mark. */
export const lockAttribute = 'pwdAccountLockedTime'

/**
 * What a lock is worth on this server. slapo-ppolicy looks at the mark only under a policy with pwdLockout TRUE, and which policy
 * is the default stands in the server's configuration: without a policy of their own, people are held to be locked only where
 * every readable policy locks.
 */
export class Locking {
  /** Whether the server knows the mark at all. */
  readonly isKnown: boolean
  /** Canonical DN of each readable policy -> whether it locks. */
  private readonly policies: ReadonlyMap<string, boolean>
  /** The same of those that roster did not make. */
  private readonly others: readonly boolean[]

  constructor(isKnown: boolean, policies: ReadonlyMap<string, boolean>) {
    this.isKnown = isKnown
    this.policies = policies
    this.others = [...policies].filter(([policy]) => !isRosters(policy)).map(([, locks]) => locks)
  }

  /** Whether it keeps anybody out. */
  get isEnforced(): boolean {
    return this.others.includes(true)
  }

  /**
   * Whether it keeps out somebody who has this policy of their own, or none. Who leaves comes out of a policy of roster's: there
   * the lock is worth what it is worth without.
   */
  holdsFor(policy: string | undefined): boolean {
    const own = policy === undefined ? undefined : referenceOf(policy)
    if (own !== undefined && !isRosters(own)) return this.policies.get(own) === true
    if (own !== undefined && this.policies.get(own) === false) return false
    return this.isEnforced && !this.others.includes(false)
  }
}

/** Looks for password policies in the part of the server's tree that holds the base. */
export async function readLocking(
  connection: Connection,
  { schema, tree }: { readonly schema: Schema; readonly tree: string },
): Promise<Locking> {
  if (schema.attribute(lockAttribute) === undefined) return new Locking(false, new Map())
  try {
    const filter = { attribute: 'objectClass', equals: policyClass }
    const found = await entriesBelow(connection, tree, filter, ['pwdLockout'])
    const locks = ([value]: readonly string[]): boolean => value?.toUpperCase() === 'TRUE'
    const policies = new Map(found.map(({ dn, values }) => [referenceOf(dn), locks(valuesOf(values[0]))]))
    return new Locking(true, policies)
  } catch (error) {
    // What may not be searched, or not to its end, shows no policy: people are read all the same.
    if (error instanceof Refusal) return new Locking(true, new Map())
    throw error
  }
}
