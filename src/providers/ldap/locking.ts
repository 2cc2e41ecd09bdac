import { valuesOf } from '../../model/value.ts'
import { isWithin } from '../../ldap/dn.ts'
import { Refusal } from '../../ldap/faults.ts'
import { referenceOf } from '../../ldap/layout.ts'
import { entriesBelow } from '../../ldap/lookup.ts'
import type { Schema } from '../../ldap/schema.ts'
import type { Connection } from '../../ldap/wire/connection.ts'

/** OpenLDAP's mark of an account that is locked until an administrator unlocks it (slapo-ppolicy). */
export const lockedForGood = '000001010000Z'

/** Attribute that holds the mark. */
export const lockAttribute = 'pwdAccountLockedTime'

/** Attribute of a person that names the password policy that holds for them instead of the default one. */
export const policyAttribute = 'pwdPolicySubentry'

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

  constructor(isKnown: boolean, policies: ReadonlyMap<string, boolean>) {
    this.isKnown = isKnown
    this.policies = policies
  }

  /** Whether it keeps anybody out. */
  get isEnforced(): boolean {
    return [...this.policies.values()].includes(true)
  }

  /** Whether it keeps out somebody who has this policy of their own, or none. */
  holdsFor(policy: string | undefined): boolean {
    if (policy !== undefined) return this.policies.get(referenceOf(policy)) === true
    return this.isEnforced && ![...this.policies.values()].includes(false)
  }
}

/** Looks for password policies in the part of the server's tree that holds the base. */
export async function readLocking(
  connection: Connection,
  { schema, base, trees }: { readonly schema: Schema; readonly base: string; readonly trees: readonly string[] },
): Promise<Locking> {
  if (schema.attribute(lockAttribute) === undefined) return new Locking(false, new Map())
  const tree = trees.map(referenceOf).find((each) => each !== '' && isWithin(base, each)) ?? base
  try {
    const filter = { attribute: 'objectClass', equals: 'pwdPolicy' }
    const found = await entriesBelow(connection, tree, filter, ['pwdLockout'])
    const locks = ([value]: readonly string[]): boolean => value?.toUpperCase() === 'TRUE'
    return new Locking(true, new Map(found.map(({ dn, values }) => [referenceOf(dn), locks(valuesOf(values[0]))])))
  } catch (error) {
    // What may not be searched, or not to its end, shows no policy: people are read all the same.
    if (error instanceof Refusal) return new Locking(true, new Map())
    throw error
  }
}
