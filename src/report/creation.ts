import type { Answer } from './answer.ts'
import { count, some } from './count.ts'
import { sheetColumns } from './table.ts'

/** An entity that was written, and who comes to reach it. */
export interface Creation {
  readonly tenant: string
  readonly entity: string
  /** Who makes it. */
  readonly as: string
  /** What it took over. */
  readonly tags: readonly string[]
  readonly accessGroup?: string
  /** People who reach it, sorted. */
  readonly gained: readonly string[]
  readonly files: readonly { readonly path: string; readonly change: 'created' | 'changed' }[]
}

/** What was written for a new entity. */
export function creationAnswer(made: Creation): Omit<Answer, 'exitCode'> {
  return {
    document: { kind: 'new', ...made },
    table: {
      columns: sheetColumns(['entity', 'user']),
      rows: made.gained.map((user) => [made.entity, user]),
    },
    text: ({ ink, everything }) => {
      const signs = { created: ink.add('+'), changed: ink.change('~') }
      const files = made.files.map(({ path, change }) => `${signs[change]} ${ink.plain(path)}`)
      const group = made.accessGroup === undefined ? '' : `, as the access group ${made.accessGroup} has it`
      const tags = made.tags.length === 0 ? '' : ` with the tags ${made.tags.join(', ')}`
      const what = files.length === 0 ? 'is written already: nothing was changed' : `is written${tags}${group}`
      const who =
        made.gained.length === 0
          ? 'Nobody reaches it.'
          : `${count(made.gained.length, 'person')} reach it: ${some(made.gained, everything ? made.gained.length : 10)}.`
      return [...files, ink.plain(`${made.entity} ${what}.`), ink.plain(who), ''].join('\n')
    },
  }
}
