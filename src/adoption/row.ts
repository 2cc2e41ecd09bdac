import * as validators from '../generated/validators.js'
import { idMistake } from '../language/load/ids.ts'
import { schemaMistakes } from '../language/validate/schema-mistakes.ts'
import { quoted } from '../sheets/problem.ts'
import type { SheetRow } from '../sheets/table.ts'
import type { Entry } from './attributes.ts'
import { at, put, sayable } from './attributes.ts'
import type { Column } from './columns.ts'

/** What one row says, as far as it can be said without the others. */
export interface RowPerson {
  readonly row: number
  readonly entry: Entry
  readonly id: string | undefined
  readonly department: string | undefined
  readonly manager: string | undefined
  readonly groups: readonly string[]
  /** What is wrong with the row by itself. */
  readonly mistakes: readonly string[]
}

/** What else sheets call the states. */
const states: Readonly<Record<string, string>> = { enabled: 'active', inactive: 'disabled' }

/** Reads one row. An empty cell says nothing. */
export function readRow({ row, cells }: SheetRow, columns: ReadonlyMap<string, Column>): RowPerson {
  const entry: Entry = {}
  const mistakes: string[] = []
  const named = new Map<string, string>()
  const headerOf = new Map<string, string>()
  for (const [header, text] of cells) {
    const column = columns.get(header)
    if (column === undefined || text === '') continue
    const said = sayable(text)
    if ('why' in said) mistakes.push(`The ${header} cannot be used: ${said.why}.`)
    else if ('special' in column) named.set(column.special, said.text)
    else {
      put(entry, column.path, column.path === 'state' ? stateOf(said.text) : said.text)
      headerOf.set(column.path, header)
    }
  }
  const id = named.get('id')
  const mistake = id === undefined ? undefined : idMistake(id)
  if (mistake !== undefined) mistakes.push(`${mistake.message} ${mistake.fix ?? ''}`.trim())
  if (!hasName(cells, columns)) mistakes.push('There is no name. Fill in first name and last name, or display name.')
  const template = named.get('template')
  if (template !== undefined) entry['template'] = template
  const guest = named.get('guest')
  if (guest !== undefined && /^(?:yes|true|x|1)$/i.test(guest)) entry['guest'] = true
  else if (guest !== undefined && !/^(?:no|false|0)$/i.test(guest))
    mistakes.push(`The guest ${JSON.stringify(guest)} is neither yes nor no.`)
  mistakes.push(...formMistakes(entry, headerOf))
  return {
    row,
    entry,
    id,
    department: named.get('department'),
    manager: named.get('manager'),
    groups: listIn(named.get('groups')),
    mistakes,
  }
}

function hasName(cells: SheetRow['cells'], columns: ReadonlyMap<string, Column>): boolean {
  return [...cells].some(([header, text]) => {
    const column = columns.get(header)
    return text !== '' && column !== undefined && 'path' in column && /^(?:name\.|displayName$)/.test(column.path)
  })
}

function stateOf(text: string): string {
  const word = text.toLowerCase()
  return states[word] ?? word
}

/** Several names in one cell, separated by semicolons, commas or line ends. */
function listIn(text: string | undefined): readonly string[] {
  const parts = (text ?? '').split(/[;,\n]/).map((part) => part.trim())
  return [...new Set(parts.filter((part) => part !== ''))]
}

/** What the schema says, in the names of the sheet. */
function formMistakes(entry: Entry, headerOf: ReadonlyMap<string, string>): readonly string[] {
  if (validators.user(entry)) return []
  const document = Object.assign(Object.create(null) as object, { person: entry })
  const errors = (validators.user.errors ?? []).map((error) => ({
    ...error,
    instancePath: `/person${error.instancePath}`,
  }))
  return schemaMistakes({ kind: 'users', document }, errors).map(({ path, message, fix }) => {
    const dotted = path.slice(1).join('.')
    const header = headerOf.get(dotted)
    const value = at(entry, dotted)
    const source = JSON.stringify(value ?? '')
    const told = [message, fix].map((text) => (typeof text === 'function' ? text(source) : (text ?? ''))).join(' ')
    return header === undefined
      ? told.trim()
      : `The ${header} ${quoted(String(value))} cannot be used. ${inCells(told)}`
  })
}

/** A sentence about a value in a file, for somebody who looks at its cell. */
function inCells(told: string): string {
  const reason = told
    .replace(/^.*? is not right for `[^`]*`(?:\.|: ?)\s*/s, '')
    .replace(/^`[^`]*` is /, 'It is ')
    .replace(/`null` (?:for none|clears it)\. /, '')
    .replaceAll('`', '"')
  return reason.slice(0, 1).toUpperCase() + reason.slice(1).trim()
}
