import { createHash } from 'node:crypto'
import { canonical } from '../model/canonical.ts'

/** What somebody can have: membership of a group, a licence of a directory, an account with a platform, and parts of that. */
export type ItemSort = 'group' | 'licence' | 'account' | 'role' | 'accessGroup' | 'permission'

/** One thing that somebody has, on which a reviewer decides. */
export interface ReviewItem {
  readonly person: string
  readonly has: ItemSort
  /** Of the group, the licence, the role, the access group; the key of the permission; of an account the sort of it. */
  readonly id: string
  /** The directory, or the contract. */
  readonly where: string
}

/** Whose access a campaign is about, and what of it. */
export interface Population {
  readonly people: number
  readonly items: number
  /** sha256 over all people and items, in any order. */
  readonly hash: string
}

/** What an item is told apart by. */
export function itemKey({ person, has, id, where }: ReviewItem): string {
  return canonical([person, where, has, id])
}

/** The code of an item in a campaign: who writes it down has had the line before their eyes. */
export function codeOf(campaign: string, item: ReviewItem): string {
  // A letter in front: no reader takes it for a number.
  return `r${sha256(canonical([campaign, itemKey(item)])).slice(0, 11)}`
}

/** In the order of people, then of what they have: order is part of what reviewers get. */
export function inOrder<T extends ReviewItem>(items: readonly T[]): readonly T[] {
  const keyed = items.map((item) => [itemKey(item), item] as const)
  return keyed.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, item]) => item)
}

/** Counts a population, and hashes it. Each item counts once. */
export function populationOf(people: readonly string[], items: readonly ReviewItem[]): Population {
  const [all, keys] = [[...new Set(people)].toSorted(), [...new Set(items.map(itemKey))].toSorted()]
  return { people: all.length, items: keys.length, hash: digestOf([all, keys]) }
}

/** `group cooks on hq`. */
export function inWords({ has, id, where }: Pick<ReviewItem, 'has' | 'id' | 'where'>): string {
  const sort = has === 'accessGroup' ? 'access group' : has
  return has === 'account' ? `account on ${where}` : `${sort} ${id} on ${where}`
}

/** `sha256:` and the hash of a value's canonical JSON. */
export function digestOf(value: unknown): string {
  return `sha256:${sha256(canonical(value))}`
}

/** `sha256:` and the hash of a text. */
export function textDigest(text: string): string {
  return `sha256:${sha256(text)}`
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
