import type { AccessEntity } from './access.ts'
import type { Cause, Comparison } from './cause.ts'
import { derived } from './cause.ts'
import { sameEntity } from './same.ts'

/** What is asked about: an entity, what it is linked with, and the tags that count. */
export interface AboutEntity {
  readonly id: string
  readonly near: readonly string[]
  /** Those that the access groups of the people look for. */
  readonly tags: ReadonlySet<string>
}

/**
 * Why something about entities changed who has access to one of them: the entity itself, what it lies in, what it is
 * linked with.
 */
export function causeOfEntity(compared: Comparison, { id, near, tags }: AboutEntity): Cause | undefined {
  const chain = upwards(compared, id)
  const around = near.flatMap((other) => upwards(compared, other))
  const changes = [...chain, ...around].flatMap((one) => changeOf(compared, one, tags) ?? [])
  return changes.find(({ counts }) => counts)?.cause ?? changes[0]?.cause
}

interface Change {
  readonly cause: Cause
  readonly counts: boolean
}

function changeOf({ before, after }: Comparison, id: string, tags: ReadonlySet<string>): Change | undefined {
  const [was, is] = [before.entities.get(id), after.entities.get(id)]
  if (is === undefined) return was === undefined ? undefined : certain('entity', was, `${id} removed`)
  if (was === undefined) return certain('entity', is, `${id} is new`)
  if (sameEntity(was, is)) return undefined
  if (was.kind !== is.kind) return certain('entity', is, `${id} is now a ${is.kind}`)
  const isPlace = was.inside !== is.inside
  const [gone, come] = [minus(was.tags, is.tags), minus(is.tags, was.tags)]
  const counting = [...gone, ...come].filter((tag) => tags.has(tag))
  if (isPlace && counting.length === 0) return certain('entity', is, movedTo(is))
  if (gone.length + come.length > 0) {
    const told = (list: readonly string[]): readonly string[] =>
      counting.length === 0 ? list : list.filter((tag) => tags.has(tag))
    return { cause: derived('tag', is.source, tagsMoved(told(gone), told(come))), counts: counting.length > 0 }
  }
  return certain('entity', is, linksMoved(was, is))
}

function certain(cause: 'entity', { source }: AccessEntity, why: string): Change {
  return { cause: derived(cause, source, why), counts: true }
}

function movedTo({ id, inside }: AccessEntity): string {
  return inside === undefined ? `${id} lies in nothing any more` : `${id} lies in ${inside} now`
}

function tagsMoved(gone: readonly string[], come: readonly string[]): string {
  const list = (tags: readonly string[], word: string): readonly string[] =>
    tags.length === 0
      ? []
      : [`${tags.length === 1 ? 'tag' : 'tags'} ${tags.map((tag) => `\`${tag}\``).join(', ')} ${word}`]
  return [...list(gone, 'removed'), ...list(come, 'added')].join(', ')
}

function linksMoved(was: AccessEntity, is: AccessEntity): string {
  const ends = ({ links }: AccessEntity): readonly string[] => links.map(({ to }) => to)
  const [gone, come] = [minus(ends(was), ends(is)), minus(ends(is), ends(was))]
  const list = (ids: readonly string[], word: string): readonly string[] =>
    ids.length === 0 ? [] : [`link of ${is.id} to ${ids.join(', ')} ${word}`]
  const said = [...list(gone, 'removed'), ...list(come, 'added')].join(', ')
  return said === '' ? `links of ${is.id} changed` : said
}

function minus(all: readonly string[], others: readonly string[]): readonly string[] {
  return all.filter((one) => !others.includes(one))
}

/** An entity and what it lies in, before or after. */
function upwards({ before, after }: Comparison, start: string): readonly string[] {
  const found = new Set([start])
  for (const id of found) {
    for (const { entities } of [after, before]) {
      const inside = entities.get(id)?.inside
      if (inside !== undefined) found.add(inside)
    }
  }
  return [...found]
}
