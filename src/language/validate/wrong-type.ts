import type { Mistake } from './problem.ts'
import { seen } from './problem.ts'
import { capital, yaml } from './names-in-messages.ts'
import type { Schema } from './schema-file.ts'

interface Mistyped {
  readonly name: string
  readonly value: unknown
  readonly expected: readonly string[]
  readonly schema: Schema | undefined
}

/** A value of another type than the schema asks for. */
export function wrongType({ name, value, expected, schema }: Mistyped): Mistake {
  const isScalar = typeof value === 'number' || typeof value === 'boolean'
  if (expected.includes('string') && isScalar) {
    return {
      slug: 'text-not-quoted',
      message: (source) => `YAML reads \`${source}\` as ${typeName(value)}; ${name} is text.`,
      fix: (source) => quotedFix(source, schema),
    }
  }
  if (value === null) {
    return {
      slug: 'not-clearable',
      message: `\`null\` clears a value, but ${name} cannot be cleared.`,
      fix: expected.includes('array')
        ? 'Write `[]` for none, or remove the line.'
        : expected.includes('string')
          ? (source) => `Remove the line, or write a value; if the word is meant, put quotes around it: "${source}".`
          : 'Remove the line, or write a value.',
    }
  }
  const due = expected.filter((type) => type !== 'null').map((type) => typeWords[type] ?? type)
  return {
    slug: 'wrong-type',
    message: `${capital(name)} is ${due.join(' or ')}, but ${isFromEnvironment(schema) ? 'this' : seen(value)} is ${typeName(value)}.`,
    fix: typeFix({ value, expected, schema }),
  }
}

/** Quotes alone help only where what stands between them is right then. */
function quotedFix(source: string, schema: Schema | undefined): string {
  const example = schema?.examples?.[0]
  const form = schema?.format === 'date' ? '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' : schema?.pattern
  const isRight = form === undefined || new RegExp(form).test(source)
  return isRight || example === undefined
    ? `Put quotes around it: \`${JSON.stringify(source)}\`.`
    : `Write it as text, for example \`${yaml(example)}\`.`
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of properties',
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (value === null) return 'nothing'
  if (typeof value === 'string') return 'text'
  if (typeof value === 'number') return 'a number'
  return typeof value === 'boolean' ? 'true or false' : 'a map of properties'
}

function typeFix({ value, expected, schema }: Omit<Mistyped, 'name'>): string {
  if (expected.includes('array') && typeof value === 'string') return `Write a list: \`[${value}]\`.`
  if (expected.includes('integer') && typeof value === 'string' && /^[0-9]+$/.test(value)) {
    return `Remove the quotes: \`${value}\`.`
  }
  if (expected.includes('boolean')) return 'Write `true` or `false`.'
  if (isFromEnvironment(schema))
    return 'Name the variable of the environment that holds it: `{ env: NAME_OF_THE_VARIABLE }`. If a secret stands here, change it: in a file it is none.'
  const map = mapOf(value, schema)
  if (map !== undefined) return `Write a map: \`${map}\`.`
  const example = schema?.examples?.[0]
  if (example !== undefined) return `For example \`${yaml(example)}\`.`
  const names = Object.keys(schema?.properties ?? {})
  return names.length > 0 ? `Properties here: ${names.join(', ')}.` : 'Write it in the form that is due.'
}

/** Whether a variable is due: what stands there instead may be the secret itself, and is not said again. */
function isFromEnvironment(schema: Schema | undefined): boolean {
  return Object.keys(schema?.properties ?? {}).join() === 'env'
}

/** `Kim X` or `["+31..."]` where a map is due: the same value behind the names of the properties that take it. */
function mapOf(value: unknown, schema: Schema | undefined): string | undefined {
  const properties = Object.entries(schema?.properties ?? {})
  const list = properties.find(([, { type }]) => type === 'array')?.[0]
  if (Array.isArray(value) && list !== undefined) return `{ ${list}: ${yaml(value)} }`
  const words: readonly unknown[] = typeof value === 'string' ? value.split(' ') : Array.isArray(value) ? value : []
  const fits = words.length > 0 && words.length <= properties.length && properties.every(([, one]) => isText(one))
  if (!fits || !words.every((word) => typeof word === 'string' && word !== '')) return undefined
  return `{ ${words.map((word, at) => `${properties[at]?.[0]}: ${yaml(word)}`).join(', ')} }`
}

function isText({ type, enum: values }: Schema): boolean {
  return values === undefined && (type === 'string' || (Array.isArray(type) && type.includes('string')))
}
