import type { CST } from 'yaml'
import type { Mistake, Mistakes } from './mistakes.ts'
import { yamlPackage } from './yaml-package.ts'

/** Collections inside collections. */
export const deepest = 32
/** Entries of all maps and lists of a file. */
export const mostValues = 100_000
// A file that is meant well has at most half as many; above it, `yaml` would take seconds for 1 MiB.
const mostLexemes = 700_000

/**
 * Reads a text into tokens and reports what the language forbids of YAML. undefined: too deep or too many to be
 * looked at further. Does not recurse, so depth cannot exhaust the stack.
 */
export function tokensOf(text: string, mistakes: Mistakes): readonly CST.Token[] | undefined {
  const tokens = tokenised(text)
  if (tokens === undefined) return refuse(0, mistakes, tooMany)
  const waiting: Waiting[] = []
  let values = 0
  for (const token of tokens.toReversed()) waiting.push({ token, depth: 0 })
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { token, depth } = next
    if (depth > deepest) return refuse(token.offset, mistakes, tooDeep)
    values += 'items' in token ? token.items.length : 0
    if (values > mostValues) return refuse(token.offset, mistakes, tooMany)
    inspect(token, mistakes)
    for (const inner of childrenOf(token).toReversed()) waiting.push({ token: inner, depth: depth + deeper(token) })
  }
  return tokens
}

function tokenised(text: string): readonly CST.Token[] | undefined {
  const { Lexer, Parser } = yamlPackage()
  const parser = new Parser()
  const tokens: CST.Token[] = []
  let lexemes = 0
  for (const lexeme of new Lexer().lex(text)) {
    if (++lexemes > mostLexemes) return undefined
    tokens.push(...parser.next(lexeme))
  }
  tokens.push(...parser.end())
  return tokens
}

interface Waiting {
  readonly token: CST.Token
  readonly depth: number
}

const tooDeep = {
  slug: 'yaml-depth',
  message: `This is nested deeper than ${deepest} levels.`,
  fix: 'Check the brackets and the indentation.',
} as const
const tooMany = {
  slug: 'yaml-size',
  message: `This file holds more than 100,000 values.`,
  fix: 'Split the file.',
} as const

function refuse(offset: number, mistakes: Mistakes, mistake: typeof tooDeep | typeof tooMany): undefined {
  mistakes.at(offset, mistake)
  return undefined
}

function deeper(token: CST.Token): 0 | 1 {
  return token.type === 'block-map' || token.type === 'block-seq' || token.type === 'flow-collection' ? 1 : 0
}

function childrenOf(token: CST.Token): readonly CST.Token[] {
  if (token.type === 'document') return [...token.start, token.value].filter(speaks)
  if (token.type === 'block-scalar') return token.props.filter(speaks)
  if (!('items' in token)) return []
  return token.items.flatMap((item) => [...item.start, item.key, ...(item.sep ?? []), item.value].filter(speaks))
}

function speaks(token: CST.Token | null | undefined): token is CST.Token {
  return token !== null && token !== undefined && token.type !== 'space' && token.type !== 'newline'
}

function inspect(token: CST.Token, mistakes: Mistakes): void {
  const mistake = forbidden.get(token.type)
  if (mistake === undefined || !('source' in token)) return
  const source = token.source.trim()
  mistakes.at(token.offset, { ...mistake, message: `\`${source}\` ${mistake.message}` })
}

const forbidden: ReadonlyMap<CST.Token['type'], Mistake> = new Map<CST.Token['type'], Mistake>([
  [
    'anchor',
    {
      slug: 'yaml-anchor',
      message: 'is an anchor; values are not repeated by reference here.',
      fix: 'Write the value out where it is needed, or put quotes around it if the sign belongs to the text.',
    },
  ],
  [
    'alias',
    {
      slug: 'yaml-alias',
      message: 'is an alias; values are not repeated by reference here.',
      fix: 'Write the value out, or put quotes around it if the star belongs to the text.',
    },
  ],
  [
    'tag',
    {
      slug: 'yaml-tag',
      message: 'is a tag; values have no tags here.',
      fix: 'Remove the tag, and put quotes around the value if it is text.',
    },
  ],
  [
    'directive',
    {
      slug: 'yaml-directive',
      message: 'is a directive; files are read as YAML 1.2, without any.',
      fix: 'Remove the line.',
    },
  ],
])
