import type { AccessSource } from '../access/access.ts'
import type { AccessPlace } from '../model/plan.ts'

/** A role, an access group or an entity, in the words of the ledger. */
interface Known {
  readonly id: string
  readonly source: AccessSource
  readonly tags?: readonly string[]
}

/** What became of an element that nobody gained or lost anything by. */
export function elementWords({ was, is }: { readonly was: unknown; readonly is: unknown }): {
  readonly words: string
  readonly source: AccessPlace
} {
  const [before, now] = [was as Known | undefined, is as Known | undefined]
  const { id, source } = now ?? before ?? { id: '', source: { file: '', line: 0, via: [] } }
  const place = { file: source.file, line: source.line }
  if (before === undefined) return { words: `${id} is new`, source: place }
  if (now === undefined) return { words: `${id} is gone`, source: place }
  const parts = [...tagsIn(before, now), ...fieldsIn(before, now)]
  return { words: `${id} changed: ${parts.join(', ')}`, source: place }
}

function tagsIn({ tags: was = [] }: Known, { tags: is = [] }: Known): readonly string[] {
  return [
    ...is.filter((tag) => !was.includes(tag)).map((tag) => `tag ${tag} added`),
    ...was.filter((tag) => !is.includes(tag)).map((tag) => `tag ${tag} removed`),
  ]
}

/** Names of what is otherwise, besides its tags. */
function fieldsIn(was: object, is: object): readonly string[] {
  const [before, now] = [new Map(Object.entries(was)), new Map(Object.entries(is))]
  const names = [...new Set([...before.keys(), ...now.keys()])].filter((name) => name !== 'source' && name !== 'tags')
  return names.filter((name) => JSON.stringify(before.get(name)) !== JSON.stringify(now.get(name))).toSorted()
}
