import { grouped } from '../model/grouped.ts'
import type { Cause } from './cause.ts'
import type { Row } from './rows.ts'

/** Changes with one cause: each of the users, each of the rows, on each of the entities. */
export interface Collected {
  readonly cause: Cause
  readonly isLost: boolean
  readonly isPrivileged: boolean
  /** Sorted. */
  readonly users: readonly string[]
  /** Numbers, sorted; undefined: what holds everywhere. */
  readonly entities: readonly number[] | undefined
  readonly rows: readonly Row[]
}

/** Takes changes in one by one, and gives them back as few as they can be told. */
export interface Collector {
  readonly add: (change: Collected) => void
  readonly all: () => readonly Collected[]
}

/** Puts together what has the same cause and rows: first users with the same entities, then entities of the same users. */
export function collector(): Collector {
  const causes = new Map<string, Collected[]>()
  return {
    add: (change) => {
      const key = nameOf(change)
      const there = causes.get(key)
      if (there === undefined) causes.set(key, [change])
      else there.push(change)
    },
    all: () => [...causes.values()].flatMap(mergedByUsers),
  }
}

function nameOf({ cause, isLost, rows }: Collected): string {
  const said = rows.map(({ column, from, to }) => `${column}:${from}>${to}`).join(' ')
  return `${nameOfCause(cause)}\n${isLost ? 'lost' : 'gained'}\n${said}`
}

/** The same for causes that are the same. */
export function nameOfCause({ cause, source, why, explicit }: Cause): string {
  return [cause, source.file, source.line, source.via.join(), why, explicit].join('\n')
}

function mergedByUsers(changes: readonly Collected[]): readonly Collected[] {
  if (changes.length === 1) return changes
  const lists = new Map<readonly number[], string>()
  const listed = (entities: readonly number[]): string => {
    const text = lists.get(entities) ?? entities.join()
    lists.set(entities, text)
    return text
  }
  const byEntities = merged(
    changes,
    ({ entities }) => (entities === undefined ? '*' : listed(entities)),
    (some) => {
      const users = new Set(some.flatMap(({ users: theirs }) => theirs))
      return { users: [...users].toSorted() }
    },
  )
  return merged(
    byEntities,
    ({ users, entities }) => `${entities === undefined ? '*' : ''}${users.join()}`,
    (some) => {
      const entities = new Set(some.flatMap(({ entities: theirs }) => theirs ?? []))
      return some[0]?.entities === undefined ? {} : { entities: [...entities].toSorted((a, b) => a - b) }
    },
  )
}

function merged(
  changes: readonly Collected[],
  nameOfOne: (change: Collected) => string,
  together: (changes: readonly Collected[]) => Partial<Collected>,
): readonly Collected[] {
  return [...grouped(changes, nameOfOne).values()].flatMap((some) => {
    const [first] = some
    if (first === undefined || some.length === 1) return some
    return [{ ...first, isPrivileged: some.some(({ isPrivileged }) => isPrivileged), ...together(some) }]
  })
}
