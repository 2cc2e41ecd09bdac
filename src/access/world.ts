import type { AccessAccount, PlatformAccess } from './access.ts'
import type { Alike } from './alike.ts'
import { alikeOf, nobody } from './alike.ts'
import type { Catalogue } from './catalogue.ts'
import { catalogueOf } from './catalogue.ts'
import type { Chains } from './chain.ts'
import { chainsOf } from './chain.ts'
import type { EntityNumbers, Graph } from './graph.ts'
import { graphOf, numbersOf } from './graph.ts'
import type { Reaches } from './reach.ts'
import { reachesOf } from './reach.ts'

/** What a tenant says about access on a platform, ready to be asked. */
export interface World {
  readonly access: PlatformAccess
  readonly catalogue: Catalogue
  readonly graph: Graph
  readonly chains: Chains
  readonly reaches: Reaches
  /** By the key of an account; whoever is not active, and whoever is unknown, is nobody. */
  readonly alike: (account: string) => Alike
}

/** What two worlds have to agree on before they can be compared. */
export interface Common {
  readonly numbers: EntityNumbers
  readonly keys: readonly string[]
}

/** Makes a world; accounts are looked at when they are first asked for. `like`: one that may have parts in common. */
export function worldOf(access: PlatformAccess, common?: Common, like?: World): World {
  const isSame = (...parts: readonly (keyof PlatformAccess)[]): boolean =>
    parts.every((part) => like?.access[part] === access[part])
  const known = like !== undefined && isSame('rules') ? like : undefined
  const catalogue = known?.catalogue ?? catalogueOf(access.rules, common?.keys)
  const isSameGround = known !== undefined && isSame('entities')
  const graph = isSameGround ? known.graph : graphOf(access, common?.numbers ?? numbersOf(access))
  const chains = chainsOf(access, catalogue)
  const reaches = isSameGround && isSame('roles', 'groups') ? known.reaches : reachesOf(access, graph)
  return { access, catalogue, graph, chains, reaches, alike: alikesOf(access, { catalogue, graph, chains, reaches }) }
}

function alikesOf(
  access: PlatformAccess,
  { catalogue, graph, chains, reaches }: Omit<World, 'access' | 'alike'>,
): World['alike'] {
  const none = nobody(catalogue)
  const known = new Map<string, Alike>()
  const byAccount = new Map<string, Alike>()
  const find = (key: string): Alike => {
    const account = access.accounts.get(key)
    if (account === undefined || !hasAccess(account, access)) return none
    const marks = marksOf(account)
    const there = known.get(marks)
    if (there !== undefined) return there
    const made = alikeOf(account, reaches.parts(account), { catalogue, chains, graph })
    known.set(marks, made)
    return made
  }
  return (key) => {
    const there = byAccount.get(key)
    if (there !== undefined) return there
    const made = find(key)
    byAccount.set(key, made)
    return made
  }
}

/** Whether somebody can have permissions at all: those who are active, and of a sort that signs in and may hold roles. */
export function hasAccess({ state, type }: AccessAccount, { rules }: PlatformAccess): boolean {
  const sort = rules.accountTypes?.[type]
  return state === 'active' && sort?.platformAccess !== false && sort?.roles?.max !== 0
}

/** What makes accounts alike, as text. */
export function marksOf(account: AccessAccount): string {
  const { subscription, type, roles, accessGroups, department, overrides } = account
  const marks = `${subscription}|${type}|${roles.join(' ')}|${accessGroups.join(' ')}|${department ?? ''}`
  return overrides.length === 0 ? marks : `${marks}|${overrides.map(({ key, level }) => `${key}=${level}`).join(' ')}`
}
