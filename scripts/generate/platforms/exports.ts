import type { Platform, PlatformExport } from '../../../src/generated/platform.ts'
import { table } from '../page-parts.ts'
import { code, entries, section, spaced, together } from './words.ts'

/** Lists that the product gives out and roster reads. */
export function exportsPart({ exports }: Platform): string {
  const lists = entries(exports)
  if (lists.length === 0) return ''
  const several = lists.length > 1 ? ' Which of them it is says `--export`.' : ''
  const intro = `Read with \`roster observe <subscription> <file>\`, CSV or XLSX. Capitals and blanks in names do not count; other columns are left alone.${several}`
  return section('Lists that are read', intro, ...lists.flatMap(([id, list]) => listText(id, list)))
}

function listText(id: string, { types, where, columns, states }: PlatformExport): readonly string[] {
  const found = where === undefined ? '' : ` Found at: ${where}.`
  const head = `${code(id)}: accounts ${together(types.map(code))}.${found}`
  const columnRows = rowsOf(columns).map(([column, names]) => [spaced(column), names.join(', ')])
  const stateRows = rowsOf(states ?? {}).map(([state, words]) => [spaced(state), words.join(', ')])
  return [
    head,
    table(['what is read', 'the column is called'], columnRows),
    stateRows.length === 0 ? '' : table(['an account is', 'where the state says'], stateRows),
  ]
}

function rowsOf(map: object): readonly (readonly [string, readonly string[]])[] {
  return Object.entries(map) as (readonly [string, readonly string[]])[]
}
