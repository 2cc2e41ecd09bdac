import { addressOf, undeclaredIn } from '../../model/address.ts'
import type { Address } from '../../model/address.ts'
import type { Locator } from '../../model/outcome.ts'
import type { Kind } from '../../model/kind.ts'
import { entryById } from './by-id.ts'
import { referenceOf } from '../../ldap/layout.ts'
import type { LdapSettings } from './settings.ts'
import type { Connection } from '../../ldap/wire/connection.ts'

export interface Place {
  readonly tenant: string
  readonly id: string
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Knows where the objects that operations name lie now, renames of this run included. DNs are canonical. */
export class Targets {
  private readonly place: Place
  private readonly settings: LdapSettings
  private readonly locate: (address: Address) => Locator | undefined
  private readonly current = new Map<string, string>()
  private readonly renamed = new Map<string, string>()
  private readonly underWay = new Set<Promise<unknown>>()

  constructor(place: Place, settings: LdapSettings, locate: (address: Address) => Locator | undefined) {
    this.place = place
    this.settings = settings
    this.locate = locate
  }

  /** A declared object, if it is there. */
  object(kind: Kind, id: string): Locator | undefined {
    const locator = this.locate(addressOf({ tenant: this.place.tenant, directory: this.place.id, kind, id }))
    if (locator === undefined) return undefined
    return {
      immutableId: locator.immutableId,
      reference: this.current.get(locator.immutableId) ?? this.now(locator.reference),
    }
  }

  /** Where an object that is known by its id lay last. */
  lastKnown(immutableId: string): string | undefined {
    return this.current.get(immutableId)
  }

  /** A member or reference as operations name it: a user's id, `group:<id>`, or `~` and an immutable id or a reference. */
  async reference(member: string, connection: Connection): Promise<string | undefined> {
    if (member.startsWith('group:')) return this.object('group', member.slice('group:'.length))?.reference
    const named = undeclaredIn(member)
    if (named === undefined) return this.object('user', member)?.reference
    if (!uuid.test(named)) return this.now(named)
    const entry = await entryById(
      connection,
      { id: named, hint: this.current.get(named), base: this.settings.base },
      [],
    )
    return entry === undefined ? undefined : referenceOf(entry.dn)
  }

  /** The DN that an old DN has become in this run. */
  now(reference: string): string {
    let dn = reference
    for (let next = this.renamed.get(dn); next !== undefined; next = this.renamed.get(dn)) dn = next
    return dn
  }

  /** Whether this run gave anything another name or place, or is about to. */
  get hasMoves(): boolean {
    return this.renamed.size > 0 || this.underWay.size > 0
  }

  /** Does what gives something another name, and keeps in mind that it is under way: the server may be done with it and its answer not here. */
  async moving<T>(move: () => Promise<T>): Promise<T> {
    const work = move()
    this.underWay.add(work)
    try {
      return await work
    } finally {
      this.underWay.delete(work)
    }
  }

  /** Waits for the moves that are under way, references to what moves included; how they end is for others to tell. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.underWay)
  }

  created(immutableId: string, reference: string): Locator {
    this.renamed.delete(reference)
    this.current.set(immutableId, reference)
    return { immutableId, reference }
  }

  moved(immutableId: string, from: string, to: string): Locator {
    this.renamed.delete(to)
    if (from !== to) this.renamed.set(from, to)
    this.current.set(immutableId, to)
    return { immutableId, reference: to }
  }
}
