import type { GraphCall, GraphReply } from '../call.ts'
import { list } from '../odata/listing.ts'
import { notFound } from '../refusal.ts'
import { seenObjects, sortOf } from '../relations.ts'
import type { Found } from '../relations.ts'
import type { Entity } from '../state.ts'
import type { Tenant } from '../tenant.ts'
import { lenientView } from './members.ts'

/** A listing of objects of several sorts, each with what it has of what was asked. */
export function listedObjects(call: GraphCall, tenant: Tenant, ids: () => Iterable<string>, type?: string): GraphReply {
  const found = new Map<Entity, Found>()
  const of = (entity: Entity): Found => {
    const known = found.get(entity) ?? seenObjects(tenant, [entity.id])[0]
    if (known === undefined) throw notFound(entity.id)
    return known
  }
  return list(call, tenant, {
    set: 'directoryObjects',
    rows: () => {
      for (const each of seenObjects(tenant, ids()))
        if (type === undefined || sortOf(each).type === `#microsoft.graph.${type}`) found.set(each.entity, each)
      return [...found.keys()]
    },
    view: (entity) => lenientView(call, of(entity)),
    typed: (entity) => sortOf(of(entity)).type,
  })
}
