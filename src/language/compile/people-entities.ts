import type { AccessEntity } from '../../access/access.ts'
import type { Platform } from '../../generated/platform.ts'
import type { Person } from '../../model/desired.ts'
import type { TenantInput } from './input.ts'
import type { Draft } from './people.ts'

/** The kind of entity that people are on a platform, where its access is to people. */
export function peopleKind({ entityKinds }: Platform): string | undefined {
  return Object.entries(entityKinds ?? {}).find(([, { people }]) => people === true)?.[0]
}

/** Ids of entities that nobody declares: a colon is in no declared id. */
export function userEntity(user: string): string {
  return `user:${user}`
}
/** The id of a department as an entity. */
export function departmentEntity(department: string): string {
  return `department:${department}`
}
/** The id of a tenant as an entity. */
export function tenantEntity(tenant: string): string {
  return `tenant:${tenant}`
}

/**
 * The people of a tenant as entities: each in their department, and that in the tenant. A parent's roles may name
 * children and departments of theirs; those are here without their people, who are another tenant's.
 */
export function peopleEntities(
  input: TenantInput,
  drafts: ReadonlyMap<string, Draft>,
  kind: string,
): readonly AccessEntity[] {
  const { tenant, departments } = input
  const here = tenantEntity(input.id)
  const own = { file: tenant.file, line: tenant.line, via: [] }
  return [
    entity({ id: here, name: tenant.spec.name, kind: 'tenant', source: own }),
    ...[...departments].map(([id, { spec, file, line }]) =>
      entity({
        id: departmentEntity(id),
        name: spec.name,
        kind: 'department',
        inside: here,
        source: { file, line, via: [] },
      }),
    ),
    ...[...drafts.values()].flatMap(({ person }) =>
      person.state === 'absent' ? [] : [personEntity(input, person, kind)],
    ),
    ...childrenNamed(input),
  ]
}

type Bare = Pick<AccessEntity, 'id' | 'name' | 'kind' | 'source'> & { readonly inside?: string }

function entity(bare: Bare): AccessEntity {
  return { ...bare, tags: [], links: [], privileged: false }
}

function personEntity({ id, departments }: TenantInput, person: Person, kind: string): AccessEntity {
  const { department, displayName } = person.values
  const known = typeof department === 'string' && departments.has(department)
  return entity({
    id: userEntity(person.id),
    name: typeof displayName === 'string' ? displayName : person.id,
    kind,
    inside: known ? departmentEntity(department) : tenantEntity(id),
    source: person.source,
  })
}

/** Children, and departments of theirs, as far as roles name them. */
function childrenNamed({ id: own, roles }: TenantInput): readonly AccessEntity[] {
  const found = new Map<string, AccessEntity>()
  for (const { spec, file, line } of roles.values()) {
    const source = { file, line, via: [] }
    const add = (bare: Omit<Bare, 'source'>): void => {
      if (!found.has(bare.id)) found.set(bare.id, entity({ ...bare, source }))
    }
    const addTenant = (tenant: string): void => {
      if (tenant !== own) add({ id: tenantEntity(tenant), name: tenant, kind: 'tenant' })
    }
    for (const tenant of spec.scope?.tenants ?? []) addTenant(tenant)
    for (const department of spec.scope?.departments ?? []) {
      const [tenant, name] = department.split('/')
      if (tenant === undefined || name === undefined) continue
      addTenant(tenant)
      add({ id: departmentEntity(department), name, kind: 'department', inside: tenantEntity(tenant) })
    }
  }
  return [...found.values()]
}
