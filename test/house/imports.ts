import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAst } from 'vitest/node'

/** One file of the source, and everything it takes in, however it is written. */
export interface Module {
  /** Path below `src/`. */
  readonly path: string
  readonly text: string
  readonly imports: readonly string[]
  /** How often it says `any`. */
  readonly anys: number
}

/** Every source file below a folder, with its imports; sorted by path. What tests keep for themselves (`.cache`) is none. */
export function modulesBelow(folder: string): readonly Module[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|js)$/.test(path) && !/(^|\/)\./.test(path))
    .sort()
    .map((path) => moduleOf(path, readFileSync(join(folder, path), 'utf8')))
}

/** Reads a module with a real parser: imports, types imported in place, re-exports, `import()` and `require()`. */
export function moduleOf(path: string, text: string): Module {
  const found = { imports: new Set<string>(), anys: 0 }
  collect(parseAst(text, { lang: languageOf(path) }), found)
  return { path, text, imports: [...found.imports].sort(), anys: found.anys }
}

function languageOf(path: string): 'dts' | 'ts' | 'js' {
  return path.endsWith('.d.ts') ? 'dts' : path.endsWith('.ts') ? 'ts' : 'js'
}

interface Found {
  readonly imports: Set<string>
  anys: number
}

function collect(node: unknown, found: Found): void {
  if (Array.isArray(node)) {
    for (const one of node) collect(one, found)
    return
  }
  if (typeof node !== 'object' || node === null) return
  const fields = node as Readonly<Record<string, unknown>>
  const specifier = specifierOf(fields)
  if (specifier !== undefined) found.imports.add(specifier)
  if (fields['type'] === 'TSAnyKeyword') found.anys += 1
  for (const value of Object.values(fields)) collect(value, found)
}

const taking = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
])

function specifierOf(node: Readonly<Record<string, unknown>>): string | undefined {
  if (taking.has(String(node['type']))) return literal(node['source'])
  if (node['type'] !== 'CallExpression' || !isRequire(node['callee'])) return undefined
  return literal((node['arguments'] as readonly unknown[])[0])
}

/** `require('x')`, and `createRequire(...)('x')`. */
function isRequire(callee: unknown): boolean {
  const { type, name, callee: inner } = callee as { type: string; name?: string; callee?: { name?: string } }
  return (type === 'Identifier' && name === 'require') || (type === 'CallExpression' && inner?.name === 'createRequire')
}

function literal(node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null) return undefined
  const { type, value } = node as { type: string; value?: unknown }
  return type === 'Literal' && typeof value === 'string' ? value : undefined
}
