import type { AccessScope } from '../../access/access.ts'
import type { Scope } from '../../generated/roles.ts'
import type { Platform } from '../../generated/platform.ts'
import type { Entity } from '../../generated/entities.ts'
import type { WrittenKind } from '../load/source.ts'
import { departmentEntity, peopleKind, tenantEntity, userEntity } from './people-entities.ts'

/** What the words of a scope stand for on one platform. */
export interface ScopeWords {
  /** Ids of a list that is called by the plural of a kind. */
  readonly ofKind: (plural: string, ids: readonly string[]) => readonly string[]
  readonly ofTenant: (tenant: string) => readonly string[]
  readonly ofDepartment: (department: string) => readonly string[]
}

/** People, departments and tenants are entities only where the platform has access to people. */
export function scopeWords(platform: string, rules: Platform, entities: WrittenKind<Entity>): ScopeWords {
  const people = peopleKind(rules)
  const plural = people === undefined ? undefined : rules.entityKinds?.[people]?.plural
  return {
    ofKind: (name, ids) => (name === plural ? ids.map(userEntity) : ids),
    ofDepartment: (department) => (people === undefined ? [] : [departmentEntity(department)]),
    ofTenant: (tenant) => [
      ...(people === undefined ? [] : [tenantEntity(tenant)]),
      ...[...entities].flatMap(([id, { spec }]) => (spec.tenant === tenant && spec.platform === platform ? [id] : [])),
    ],
  }
}

/** A scope as it is written, spelt out as entities. */
export function compileScope(scope: Scope, words: ScopeWords): AccessScope {
  const { all, tenants = [], departments = [], accessGroups = [], except = {}, ...lists } = scope
  const chosen = Object.entries<readonly string[]>(lists)
  return {
    all: all ?? false,
    chosen: [
      ...chosen.flatMap(([plural, ids]) => words.ofKind(plural, ids)),
      ...tenants.flatMap(words.ofTenant),
      ...departments.flatMap(words.ofDepartment),
    ],
    accessGroups,
    except: Object.entries(except).flatMap(([plural, ids]) => words.ofKind(plural, ids)),
  }
}
