import type { GuardLayer, PermissionLayer } from './access.ts'
import type { Cause, Comparison } from './cause.ts'
import { derived } from './cause.ts'
import { causeOfAccount } from './cause-of-account.ts'
import { causeOfEntity } from './cause-of-entity.ts'
import type { Crowd, Member } from './crowds.ts'
import { same, sameAccount } from './same.ts'
import { rulesOf } from './source.ts'
import type { Step } from './steps.ts'
import type { World } from './world.ts'

/** One permission of one crowd that a step changed. */
export interface Asked {
  readonly crowd: Crowd
  readonly step: Step
  /** How things were before the step. */
  readonly before: World
  readonly column: number
  readonly isLost: boolean
}

/** Finds causes of what one comparison shows. */
export interface Causes {
  /** Of one person, where it is their account that changed. */
  readonly ofMember: (asked: Asked, member: Member) => Cause
  /** Of all of a crowd, on one entity (its number) or on what holds everywhere. */
  readonly ofCrowd: (asked: Asked, entity: number | undefined) => Cause
}

/** Reads both states of a platform. */
export function causesOf(compared: Comparison, linked: (entity: number) => readonly number[]): Causes {
  return {
    ofMember: (asked, { before, after }) => {
      const key = asked.before.catalogue.keys[asked.column] ?? ''
      const accounts = [...new Set([...after, ...before])].filter((account) => !isSameIn(compared, account))
      const causes = accounts.flatMap(
        (account) => causeOfAccount(compared, { account, key, isLost: asked.isLost }) ?? [],
      )
      return causes.find(({ explicit }) => explicit) ?? causes[0] ?? byRules(compared)
    },
    ofCrowd: (asked, entity) => {
      switch (asked.step.name) {
        case 'account':
        case 'platform':
          return byRules(compared)
        case 'role':
          return ofRole(compared, asked)
        case 'accessGroup':
          return ofGroup(compared, asked, { entity, near: entity === undefined ? [] : linked(entity) })
        case 'entity':
          return ofEntity(compared, asked, { entity, near: entity === undefined ? [] : linked(entity) })
        case 'department':
          return ofDepartment(compared, asked)
        case 'tenant':
          return ofTenant(compared, asked)
      }
    },
  }
}

function isSameIn({ before, after }: Comparison, account: string): boolean {
  const [was, is] = [before.accounts.get(account), after.accounts.get(account)]
  return was !== undefined && is !== undefined && sameAccount(was, is)
}

function byRules({ after }: Comparison): Cause {
  return derived('platform', rulesOf(after.platform), `the rules of ${after.rules.name} changed`)
}

function ofRole(compared: Comparison, { crowd, step, before, column }: Asked): Cause {
  const roles = rolesOf(crowd).filter((id) => !same(compared.before.roles.get(id), compared.after.roles.get(id)))
  const says = (world: World, id: string): number | undefined => world.chains.ofRole(id)[column]
  const id = roles.find((role) => says(before, role) !== says(step.world, role)) ?? roles[0]
  const role = id === undefined ? undefined : (compared.after.roles.get(id) ?? compared.before.roles.get(id))
  return role === undefined
    ? byRules(compared)
    : derived('role', role.scope?.source ?? role.source, `role ${role.id} changed`)
}

interface Spot {
  readonly entity: number | undefined
  /** What it is linked with. */
  readonly near: readonly number[]
}

function ofGroup(compared: Comparison, { crowd, step, before }: Asked, { entity, near }: Spot): Cause {
  const groups = groupsOf(crowd, step.world).filter(
    (id) => !same(compared.before.groups.get(id), compared.after.groups.get(id)),
  )
  const differs = (id: string, at: number): boolean =>
    before.reaches.ofGroup(id).has(at) !== step.world.reaches.ofGroup(id).has(at)
  const spots = entity === undefined ? [] : [entity, ...near]
  const id = spots.flatMap((spot) => groups.filter((group) => differs(group, spot)))[0] ?? groups[0]
  const group = id === undefined ? undefined : (compared.after.groups.get(id) ?? compared.before.groups.get(id))
  if (group === undefined) return byRules(compared)
  return derived('accessGroup', group.source, `access group ${group.id} chooses differently`)
}

function ofEntity(compared: Comparison, { crowd, step }: Asked, { entity, near }: Spot): Cause {
  const { ids } = step.world.graph.numbers
  const tags = new Set(
    groupsOf(crowd, step.world).flatMap((id) => {
      const select = step.world.access.groups.get(id)?.select
      return select?.by === 'tags' ? select.tags : []
    }),
  )
  const id = entity === undefined ? '' : (ids[entity] ?? '')
  return causeOfEntity(compared, { id, near: near.map((other) => ids[other] ?? ''), tags }) ?? byRules(compared)
}

function ofDepartment(compared: Comparison, { crowd }: Asked): Cause {
  const id = crowd.is[0]?.account?.department ?? ''
  const layer = compared.after.departments.get(id) ?? compared.before.departments.get(id)
  if (layer === undefined) return byRules(compared)
  return derived('department', layer.source, `permissions of the department ${id} changed`)
}

/** Guards first, then ceilings, then what everybody starts from: the first of them that says something else about the key. */
function ofTenant(compared: Comparison, { column, before }: Asked): Cause {
  const { before: was, after: is } = compared
  const key = before.catalogue.keys[column] ?? ''
  const found =
    changeOfGuard(was.guards, is.guards, key) ??
    changeOfLayer({ was: was.ceilings, is: is.ceilings, key, word: 'ceiling' }) ??
    changeOfLayer({ was: was.base, is: is.base, key, word: 'company default' })
  return found ?? byRules(compared)
}

function changeOfGuard(was: readonly GuardLayer[], is: readonly GuardLayer[], key: string): Cause | undefined {
  const [then, now] = [was, is].map((guards) => guards.find(({ keys }) => keys.includes(key)))
  if ((then === undefined) === (now === undefined)) return undefined
  const source = (now ?? is[0] ?? then)?.source
  const why = now === undefined ? `no guard on ${key} any more` : `guard on ${key}`
  return source === undefined ? undefined : derived('tenant', source, why)
}

interface LayerChange {
  readonly was: readonly PermissionLayer[]
  readonly is: readonly PermissionLayer[]
  readonly key: string
  readonly word: string
}

function changeOfLayer({ was, is, key, word }: LayerChange): Cause | undefined {
  const say = (layers: readonly PermissionLayer[]): readonly PermissionLayer[] =>
    layers.filter(({ permissions }) => permissions[key] !== undefined)
  const [then, now] = [say(was), say(is)]
  const [before, after] = [then, now].map((layers) => layers.map(({ permissions }) => permissions[key]))
  if (same(before, after)) return undefined
  const source = (now.at(-1) ?? is[0] ?? then.at(-1))?.source
  return source === undefined ? undefined : derived('tenant', source, `${word} of ${key} changed`)
}

/** Roles of the people, as they are in the end. */
export function rolesOf({ was, is }: Crowd): readonly string[] {
  return [...new Set([...is, ...was].flatMap(({ account }) => account?.roles ?? []))]
}

/** Access groups that say what the people reach: their own, and those in the scopes of their roles. */
export function groupsOf(crowd: Crowd, { access }: World): readonly string[] {
  const own = [...crowd.is, ...crowd.was].flatMap(({ account }) => account?.accessGroups ?? [])
  const scoped = rolesOf(crowd).flatMap((id) => access.roles.get(id)?.scope?.accessGroups ?? [])
  return [...new Set([...own, ...scoped])]
}
