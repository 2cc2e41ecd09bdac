import { addressOf, undeclaredIn } from '../../model/address.ts'
import type { Address } from '../../model/address.ts'
import type { Kind } from '../../model/kind.ts'
import type { Locator } from '../../model/outcome.ts'
import { code, Refusal } from '../../ldap/faults.ts'
import type { Connection } from '../../ldap/wire/connection.ts'
import { isGuid } from './ids.ts'
import { objectAt } from './lookup.ts'

export interface Place {
  readonly tenant: string
  readonly id: string
}

/** What an operation names: the GUID of an object of this domain, or the DN of one that only its own domain knows more of. */
export type Target = { readonly guid: string } | { readonly dn: string }

/**
 * Knows what the objects are that operations name. All by GUID: neither a renaming by somebody else nor one of this run makes a
 * difference.
 */
export class Targets {
  private readonly place: Place
  private readonly locate: (address: Address) => Locator | undefined

  constructor(place: Place, locate: (address: Address) => Locator | undefined) {
    this.place = place
    this.locate = locate
  }

  /** A declared object, if it is there. */
  object(kind: Kind, id: string): Locator | undefined {
    return this.locate(addressOf({ tenant: this.place.tenant, directory: this.place.id, kind, id }))
  }

  /** A member or reference as operations name it: a user's id, `group:<id>`, or `~` and a GUID or a DN; undefined: it is not there. */
  async target(named: string, connection: Connection): Promise<Target | undefined> {
    const reference = undeclaredIn(named)
    if (reference === undefined) {
      const locator = named.startsWith('group:')
        ? this.object('group', named.slice('group:'.length))
        : this.object('user', named)
      return locator === undefined ? undefined : { guid: locator.immutableId }
    }
    return isGuid(reference) ? { guid: reference.toLowerCase() } : this.atDn(reference, connection)
  }

  /** The object that has this DN now. What another domain holds stays a DN. */
  async atDn(dn: string, connection: Connection): Promise<Target | undefined> {
    try {
      const found = await objectAt(connection, dn)
      return found === undefined ? undefined : { guid: found.guid }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (error.result.code === code.referral) return { dn }
      if (error.result.code === code.invalidDnSyntax) return undefined
      throw error
    }
  }
}
