import { rankOf } from '../model/level.ts'
import type { AccessAccount, AccessRole, Levels, PlatformAccess } from './access.ts'
import type { Catalogue } from './catalogue.ts'
import { kept } from './kept.ts'

/** What the layers come to, for each key. */
export interface Chain {
  /** Ranks of levels, after guard and ceilings. */
  readonly levels: Int8Array
  /** Which layer decided, and which entry of it: see `deciderOf`. */
  readonly deciders: Uint16Array
  /** 1 where a role says none in so many words. */
  readonly refused: Uint8Array
}

/** Who says what about a key, the weakest first. `forced`: the platform itself, whatever is asked. */
export type Layer = 'nobody' | 'base' | 'roles' | 'department' | 'override' | 'forced'

/** What an account brings into the chain, apart from its roles. */
export type Standing = Pick<AccessAccount, 'subscription' | 'department' | 'overrides'>

/** Chains of accounts; what several have in common is worked out once. */
export interface Chains {
  /** What an account comes to with some of its roles. */
  of(standing: Standing, roles: readonly string[]): Chain
  /** What a role says by itself: ranks, or -1 where it says nothing. */
  ofRole(id: string): Int8Array
  /** The most that guard, ceilings and the catalogue leave. */
  most(subscription: string): Int8Array
}

const unset = -1
const layers: readonly Layer[] = ['nobody', 'base', 'roles', 'department', 'override', 'forced']
const perLayer = 8
const roleLayer = layers.indexOf('roles')
const overrideLayer = layers.indexOf('override')

/** Which layer decided, and which of its entries: the n-th base, role of the account, or override. */
export function deciderOf(decider: number): { readonly layer: Layer; readonly entry: number } {
  return { layer: layers[decider % perLayer] ?? 'nobody', entry: Math.floor(decider / perLayer) }
}

/** Whether a role gives every key its highest level, by itself or by a switch. */
export function grantsEverything({ grants, flags }: AccessRole, { rules }: PlatformAccess): boolean {
  return grants === 'everything' || flags.some((flag) => rules.roleFlags?.[flag]?.grants === 'everything')
}

/** Reads the layers of a platform. */
export function chainsOf(access: PlatformAccess, catalogue: Catalogue): Chains {
  const start = baseOf(access, catalogue)
  const said = new Map<string, Int8Array>()
  const caps = new Map<string, Int8Array>()
  const departments = new Map<string, Saying>()
  const withRoles = new Map<string, Chain>()
  const withDepartment = new Map<string, Chain>()
  const finished = new Map<string, Chain>()
  const ofRole = (id: string): Int8Array => kept(said, id, () => roleSays(access, catalogue, id))
  const most = (subscription: string): Int8Array =>
    kept(caps, subscription, () => capsOf(access, catalogue, subscription))
  const ofRoles = (key: string, roles: readonly string[]): Chain =>
    kept(withRoles, key, () => {
      const chain = { levels: start.levels.slice(), deciders: start.deciders.slice(), refused: start.refused.slice() }
      for (const [entry, id] of roles.entries()) addRole(chain, ofRole(id), entry)
      return chain
    })
  const below = (key: string, roles: readonly string[], department: string): Chain => {
    const saying = kept(departments, department, () => sayingOf(access.departments.get(department), catalogue))
    const chain = ofRoles(key, roles)
    if (saying.length === 0) return chain
    return kept(withDepartment, `${key}\n\n${department}`, () => changed(chain, saying, deciderAt('department', 0)))
  }
  return {
    ofRole,
    most,
    of: ({ subscription, department = '', overrides }, roles) => {
      const key = roles.length === 1 ? (roles[0] ?? '') : roles.join('\n')
      const make = (): Chain => {
        const chain = withOverrides(below(key, roles, department), catalogue, overrides)
        return forced({ ...chain, levels: cut(chain.levels, most(subscription)) }, { access, catalogue, roles })
      }
      return overrides.length > 0 ? make() : kept(finished, `${subscription}\n${key}\n\n${department}`, make)
    },
  }
}

/** Columns, each with the rank that is said for it. */
type Saying = readonly (readonly [column: number, rank: number])[]

function sayingOf(layer: { readonly permissions: Levels } | undefined, catalogue: Catalogue): Saying {
  return Object.entries(layer?.permissions ?? {}).flatMap(([key, level]): Saying => {
    const column = catalogue.column.get(key)
    return column === undefined ? [] : [[column, rankOf(level)]]
  })
}

/** A chain with something said on top of it; what does not change is shared. */
function changed(chain: Chain, saying: Saying, decider: number): Chain {
  const [levels, deciders] = [chain.levels.slice(), chain.deciders.slice()]
  for (const [column, rank] of saying) {
    levels[column] = rank
    deciders[column] = decider
  }
  return { levels, deciders, refused: chain.refused }
}

function baseOf(access: PlatformAccess, catalogue: Catalogue): Chain {
  const width = catalogue.keys.length
  const nothing = {
    levels: new Int8Array(width).fill(unset),
    deciders: new Uint16Array(width),
    refused: new Uint8Array(width),
  }
  return access.base.reduce<Chain>(
    (chain, layer, entry) => changed(chain, sayingOf(layer, catalogue), deciderAt('base', entry)),
    nothing,
  )
}

function roleSays(access: PlatformAccess, catalogue: Catalogue, id: string): Int8Array {
  const says = new Int8Array(catalogue.keys.length).fill(unset)
  const role = access.roles.get(id)
  if (role === undefined) return says
  const grants = role.builtIn ? access.rules.builtInRoles?.[id]?.grants : undefined
  if (grantsEverything(role, access)) says.set(catalogue.highest)
  else if (grants === 'nothing') says.fill(0)
  for (const [key, level] of Object.entries(role.permissions)) {
    const column = catalogue.column.get(key)
    if (column !== undefined) says[column] = rankOf(level)
  }
  return says
}

/** Among roles none in so many words wins, else the highest level. */
function addRole({ levels, deciders, refused }: Chain, says: Int8Array, entry: number): void {
  const decider = deciderAt('roles', entry)
  for (let key = 0; key < says.length; key += 1) {
    const level = says[key] ?? unset
    if (level === unset || refused[key] === 1) continue
    const isFirst = (deciders[key] ?? 0) % perLayer !== roleLayer
    if (level === 0) refused[key] = 1
    else if (!isFirst && level <= (levels[key] ?? unset)) continue
    levels[key] = level
    deciders[key] = decider
  }
}

/** Of two overrides of one key the lower counts, in whatever order they are written. */
function withOverrides(chain: Chain, catalogue: Catalogue, overrides: Standing['overrides']): Chain {
  if (overrides.length === 0) return chain
  const [levels, deciders] = [chain.levels.slice(), chain.deciders.slice()]
  for (const [entry, { key, level }] of overrides.entries()) {
    const column = catalogue.column.get(key)
    if (column === undefined) continue
    const isSecond = (deciders[column] ?? 0) % perLayer === overrideLayer
    if (isSecond && rankOf(level) >= (levels[column] ?? unset)) continue
    levels[column] = rankOf(level)
    deciders[column] = deciderAt('override', entry)
  }
  return { levels, deciders, refused: chain.refused }
}

function cut(levels: Int8Array, most: Int8Array): Int8Array {
  const left = new Int8Array(levels.length)
  for (let key = 0; key < left.length; key += 1) {
    left[key] = Math.max(0, Math.min(levels[key] ?? unset, most[key] ?? 0))
  }
  return left
}

interface Holder {
  readonly access: PlatformAccess
  readonly catalogue: Catalogue
  readonly roles: readonly string[]
}

/** What the platform does by itself for holders of a role it brings along stands above all that is asked. */
function forced(chain: Chain, { access, catalogue, roles }: Holder): Chain {
  return roles.reduce((before, role, entry) => {
    if (access.roles.get(role)?.builtIn !== true) return before
    const permissions = access.rules.builtInRoles?.[role]?.forced
    if (permissions === undefined) return before
    return changed(before, sayingOf({ permissions }, catalogue), deciderAt('forced', entry))
  }, chain)
}

function capsOf({ guards, ceilings }: PlatformAccess, catalogue: Catalogue, subscription: string): Int8Array {
  const most = catalogue.atMost.slice()
  for (const ceiling of ceilings) {
    for (const [key, level] of Object.entries(ceiling.permissions)) lower(most, catalogue, key, rankOf(level))
  }
  for (const guard of guards) {
    if (guard.subscription !== undefined && guard.subscription !== subscription) continue
    for (const key of guard.keys) lower(most, catalogue, key, 0)
  }
  return most
}

function lower(most: Int8Array, catalogue: Catalogue, key: string, level: number): void {
  const column = catalogue.column.get(key)
  if (column !== undefined) most[column] = Math.min(most[column] ?? 0, level)
}

function deciderAt(layer: Layer, entry: number): number {
  return layers.indexOf(layer) + perLayer * entry
}
