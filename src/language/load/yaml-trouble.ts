import type { ErrorCode } from 'yaml'
import type { Mistake } from './mistakes.ts'
import type { Lines } from './place.ts'

/** What the `yaml` package found: a code, its own words, and where. */
export interface Trouble {
  readonly code: ErrorCode
  readonly message: string
  readonly pos: readonly [number, number]
}

/** A mistake in the form of the file, and where it begins. */
export interface SyntaxMistake {
  readonly at: number
  readonly mistake: Mistake
}

/** What people most likely did where the reader lost its way: one mistake a line, the first; what follows from it is not told. */
export function syntaxMistakes(text: string, lines: Lines, troubles: readonly Trouble[]): readonly SyntaxMistake[] {
  const told = new Set<number>()
  return troubles
    .map((trouble) => likely({ text, lines, trouble }))
    .filter(({ at }) => told.size !== told.add(lines.indexOf(at)).size)
}

const conflict = /^<{7} [^]*?^>{7}(?: .*)?$/gm

/** Both sides of a merge that git could not do stand in the file: nothing else in it means anything. */
export function unresolvedConflicts(text: string, lines: Lines): readonly SyntaxMistake[] {
  if (!text.includes('<<<<<<< ')) return []
  return [...text.matchAll(conflict)].map((found) => {
    const last = lines.indexOf(found.index + found[0].length) + 1
    const message = `git could not merge lines ${lines.indexOf(found.index) + 1} to ${last}; both versions stand in the file.`
    const fix = 'Keep the lines that are right, and remove the three that begin with <<<<<<<, ======= and >>>>>>>.'
    return { at: found.index, mistake: { slug: 'yaml-syntax', message, fix } }
  })
}

interface Found {
  readonly text: string
  readonly lines: Lines
  readonly trouble: Trouble
}

function likely(found: Found): SyntaxMistake {
  const { trouble } = found
  const usual = unclosed(found) ?? keyTrouble(found)
  if (usual !== undefined) return usual
  const plain = trouble.message.split(/ at line |\n/)[0] ?? trouble.message
  const words = byCode.get(trouble.code)
  const mistake = { slug: 'yaml-syntax', message: words?.message ?? `${plain}.`, fix: words?.fix ?? compare } as const
  return { at: trouble.pos[0], mistake }
}

const compare = 'Compare the line, its indentation and its quotes with the lines around it.'
const sameColumn = 'Start the line in the same column as its neighbours.'
const byCode: ReadonlyMap<ErrorCode, { readonly message?: string; readonly fix: string }> = new Map([
  ['TAB_AS_INDENT', { message: 'A tab stands where the line is indented.', fix: 'Indent with spaces.' }],
  ['BAD_INDENT', { message: 'This line does not start in the column of its neighbours.', fix: sameColumn }],
  ['BAD_SCALAR_START', { fix: 'Put quotes around the value.' }],
])

/** A quote, brace or bracket without its partner is noticed only where the text ends; people look for where it opens. */
function unclosed({ text, trouble: { message, pos } }: Found): SyntaxMistake | undefined {
  const quote = /^Missing closing (["'])quote/.exec(message)?.[1]
  const bracket = /end with a ([}\]])$/.exec(message)?.[1]
  const closing = quote ?? bracket
  if (closing === undefined) return undefined
  const opening = quote ?? (bracket === '}' ? '{' : '[')
  const at = quote === undefined ? openingOf(text, pos[0], opening, closing) : text.lastIndexOf(quote, pos[0] - 1)
  if (at < 0) return undefined
  const fix = `Write \`${closing}\` where it ends.`
  return { at, mistake: { slug: 'yaml-syntax', message: `The \`${opening}\` that opens here is never closed.`, fix } }
}

function openingOf(text: string, end: number, opening: string, closing: string): number {
  let open = 0
  for (let at = end - 1; at >= 0; at--) {
    if (text[at] === closing) open++
    else if (text[at] === opening && open-- === 0) return at
  }
  return -1
}

const keyCodes: ReadonlySet<ErrorCode> = new Set(['BLOCK_AS_IMPLICIT_KEY', 'MULTILINE_IMPLICIT_KEY', 'MISSING_CHAR'])

/** Where a key and its colon were looked for: the line itself mostly shows what is missing. */
function keyTrouble({ text, lines, trouble }: Found): SyntaxMistake | undefined {
  if (!keyCodes.has(trouble.code)) return undefined
  const line = lines.indexOf(trouble.pos[0])
  const start = lines.startOf(line)
  const [, indent = '', content = ''] = /^(\s*)(.*?)\s*$/.exec(text.slice(start, lines.startOf(line + 1))) ?? []
  const of = (message: string, fix: string, at = start + indent.length): SyntaxMistake => ({
    at,
    mistake: { slug: 'yaml-syntax', message, fix },
  })
  if (content.startsWith('- ')) {
    const fix = 'Remove the dash, and start the line in the same column as the names above.'
    return of('An entry of a list stands here among `name: value` pairs.', fix)
  }
  const joined = /^([A-Za-z0-9._-]+):([^\s:].*)$/.exec(content)
  if (joined !== null) return of('There is no space after the colon.', `Write \`${joined[1]}: ${joined[2]}\`.`)
  if (!/:(?:\s|$)/.test(content)) return of('There is no colon on this line.', `Write \`${content}:\`, or remove it.`)
  const [, key = '', value = ''] = /^(.*?):\s+(.*)$/.exec(content) ?? []
  if (!/:(?:\s|$)/.test(value)) {
    return of('This line begins further to the right than the one above it.', sameColumn, lines.startOf(line + 1))
  }
  const fix = `Put quotes around the value if the second colon belongs to it: \`${key}: ${JSON.stringify(value)}\`.`
  return of('There are two colons on this line, so it is not clear what the key is.', fix, trouble.pos[0])
}
