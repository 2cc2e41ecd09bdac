import type { AccessEntity, AccessGroup, Selector } from '../../access/access.ts'
import type { AccessGroup as WrittenGroup, Selector as WrittenSelector } from '../../generated/access-groups.ts'
import type { Entity } from '../../generated/entities.ts'
import type { Platform } from '../../generated/platform.ts'
import type { Written, WrittenKind } from '../load/source.ts'
import type { TenantInput } from './input.ts'
import type { Draft } from './people.ts'
import { peopleEntities, peopleKind } from './people-entities.ts'

const nothing: readonly never[] = []

/** The entities of one platform: those declared for it, and the people of the tenant where its access is to people. */
export function compileEntities(
  platform: string,
  rules: Platform,
  input: TenantInput,
  drafts: ReadonlyMap<string, Draft>,
): Map<string, AccessEntity> {
  const found = new Map<string, AccessEntity>()
  for (const [id, written] of input.entities)
    if (written.spec.platform === platform) found.set(id, declared(id, written))
  const kind = peopleKind(rules)
  if (kind !== undefined) for (const one of peopleEntities(input, drafts, kind)) found.set(one.id, one)
  return found
}

/** One object for each of a hundred thousand entities: filled in step by step, which is cheaper than spreading. */
function declared(id: string, { spec, file, line }: Written<Entity>): AccessEntity {
  const entity: { -readonly [property in keyof AccessEntity]: AccessEntity[property] } = {
    id,
    name: spec.name,
    kind: spec.kind,
    tags: spec.tags ?? nothing,
    links: spec.links ?? nothing,
    privileged: spec.privileged ?? false,
    source: { file, line, via: nothing },
  }
  if (spec.inside !== undefined) entity.inside = spec.inside
  if (spec.createdBy !== undefined) entity.createdBy = spec.createdBy
  return entity
}

/** The access groups of one platform. */
export function compileAccessGroups(platform: string, groups: WrittenKind<WrittenGroup>): Map<string, AccessGroup> {
  const found = new Map<string, AccessGroup>()
  for (const [id, { spec, file, line }] of groups) {
    if (spec.platform !== platform) continue
    const source = { file, line, via: [] }
    const { name = id, privileged = false } = spec
    found.set(id, { id, name, select: selectorOf(spec.select), privileged, source })
  }
  return found
}

function selectorOf({ tags, match, names }: WrittenSelector): Selector {
  if (tags !== undefined) return { by: 'tags', tags, match: match ?? 'all' }
  return names === undefined ? { by: 'all' } : { by: 'names', names }
}
