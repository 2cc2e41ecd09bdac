import type { ExportColumns, ExportStates, Platform, PlatformExport } from '../../generated/platform.ts'
import type { PlatformProblem } from './platform-problem.ts'
import { contradiction, entries } from './platform-problem.ts'
import type { Path } from './schema-file.ts'

/** Words of lists that would stand for two things. */
export function wordProblems(spec: Platform): readonly PlatformProblem[] {
  return entries(spec.exports).flatMap(([id, list]) => [
    ...columnsTwice(['exports', id, 'columns'], list),
    ...statesTwice(['exports', id, 'states'], list),
  ])
}

function columnsTwice(path: Path, { columns }: PlatformExport): readonly PlatformProblem[] {
  return twice(path, columns, 'column', 'A column holds one thing: take the name out of one of them.')
}

function statesTwice(path: Path, { states = {} }: PlatformExport): readonly PlatformProblem[] {
  return twice(path, states, 'state', 'A word stands for one state: take it out of one of them.')
}

/** Capitals, blanks and signs do not tell one name from another. */
function twice(path: Path, words: ExportColumns | ExportStates, what: string, fix: string): readonly PlatformProblem[] {
  const taken = new Map<string, string>()
  const lists = Object.entries(words) as (readonly [string, readonly string[]])[]
  return lists.flatMap(([key, names]) =>
    names.flatMap((name, at) => {
      const folded = name
        .normalize('NFKC')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}]/gu, '')
      const before = taken.get(folded)
      taken.set(folded, before ?? key)
      if (before === undefined || before === key) return []
      const message = `${JSON.stringify(name)} is the name of the ${what} \`${before}\` as well.`
      return [contradiction({ path: [...path, key, at], target: 'value', message, fix })]
    }),
  )
}
