import type { SchemaError } from '../../generated/validators.js'
import { nearest } from '../load/nearest.ts'
import { isLaterProperty, isLaterValue } from './later.ts'
import type { Mistake } from './problem.ts'
import { seen } from './problem.ts'
import type { Path, SchemaKind } from './schema-file.ts'
import { schemaAt } from './schema-file.ts'
import { placeName, seenName, yaml } from './names-in-messages.ts'
import { outOfBounds, wrongForm, wrongName } from './wrong-form.ts'
import { wrongType } from './wrong-type.ts'

/** A mistake and where it is, from the top of the document that was checked. */
export type SchemaMistake = Mistake & { readonly path: Path; readonly target: 'key' | 'value' }

/** What is checked: a document of a kind, as far below the top of its file as `prefix` says. */
export interface Checked {
  readonly kind: SchemaKind
  readonly document: unknown
}

/** What the validator found, in words; one mistake for each thing that has to be changed. */
export function schemaMistakes(checked: Checked, errors: readonly SchemaError[]): SchemaMistake[] {
  const alternatives = errors.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath)
  return errors
    .filter((error) => error.keyword === 'anyOf' || !alternatives.some((path) => isAtOrBelow(error.instancePath, path)))
    .filter(
      ({ keyword, params }) =>
        !(keyword === 'discriminator' && params['error'] === 'tag') && keyword !== 'propertyNames',
    )
    .map((error) => inWords(checked, error))
}

function isAtOrBelow(path: string, top: string): boolean {
  return path === top || path.startsWith(`${top}/`)
}

function inWords(checked: Checked, error: SchemaError): SchemaMistake {
  const path = pathOf(error.instancePath, checked.document)
  const value = valueAt(checked.document, path)
  const here = schemaAt(checked.kind, path, checked.document)
  const at = { path, target: 'value' } as const
  const name = seenName(path)
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownProperty(checked, path, String(error.params['additionalProperty']))
    case 'required':
      return { ...at, target: 'key', ...missing(checked, path, String(error.params['missingProperty'])) }
    case 'discriminator':
      return { path: [...path, 'provider'], target: 'value', ...notAllowed(checked, [...path, 'provider']) }
    case 'type':
      if (isMisspelt(checked, path)) return unknownProperty(checked, path.slice(0, -1), String(path.at(-1)))
      return { ...at, ...wrongType({ name, value, expected: typesOf(error.params['type']), schema: here?.schema }) }
    case 'enum':
    case 'const':
      return { ...at, ...notAllowed(checked, path) }
    case 'pattern':
    case 'format':
    case 'anyOf':
      return error.propertyName === undefined
        ? { ...at, ...wrongForm({ name, value, here }) }
        : { path: [...path, error.propertyName], target: 'key', ...wrongName(error.propertyName, here) }
    default:
      return { ...at, ...outOfBounds({ name, value, keyword: error.keyword, schema: here?.schema ?? {} }) }
  }
}

function unknownProperty(checked: Checked, path: Path, property: string): SchemaMistake {
  const here = schemaAt(checked.kind, path, checked.document)
  const names = Object.keys(here?.schema.properties ?? {})
  const place = { path: [...path, property], target: 'key' } as const
  if (isLaterProperty(here?.name ?? '', property)) return { ...place, ...notYet(property) }
  const near =
    nearest(property, names) ??
    names.find((name) => name.toLowerCase() === property.toLowerCase()) ??
    inside(checked, path, property)
  return {
    ...place,
    slug: 'unknown-property',
    message: `\`${property}\` is not a property of ${placeName(path, here)}.`,
    fix: near === undefined ? `Properties here: ${names.join(', ')}.` : `Did you mean \`${near}\`?`,
  }
}

/** Where any name may stand (switches of a role, plurals in a scope), one of the wrong type that is nearly a property is a slip. */
function isMisspelt({ kind, document }: Checked, path: Path): boolean {
  const [name, parent] = [path.at(-1), schemaAt(kind, path.slice(0, -1), document)?.schema]
  const names = Object.keys(parent?.properties ?? {})
  if (typeof name !== 'string' || names.length === 0 || names.includes(name)) return false
  return nearest(name, names) !== undefined
}

/** `phones: { mobile: ... }`, where `mobile` was written beside `phones`. */
function inside({ kind }: Checked, path: Path, property: string): string | undefined {
  const names = Object.keys(schemaAt(kind, path, undefined)?.schema.properties ?? {})
  const outer = names.find((name) =>
    Object.hasOwn(schemaAt(kind, [...path, name], undefined)?.schema.properties ?? {}, property),
  )
  return outer === undefined ? undefined : `${outer}: { ${property}: ... }`
}

function notYet(name: string): Mistake {
  return {
    slug: 'not-yet-supported',
    message: `\`${name}\` is part of the language, but this version does not carry it out yet.`,
    fix: 'Remove it.',
  }
}

function missing(checked: Checked, path: Path, property: string): Mistake {
  const schema = schemaAt(checked.kind, [...path, property], checked.document)?.schema
  const allowed = schema?.enum === undefined ? undefined : `one of ${schema.enum.join(', ')}`
  const example = schema?.examples?.[0]
  return {
    slug: 'required-property',
    message: `\`${property}\` is missing${path.length === 0 ? '' : ` in \`${path.at(-1)}\``}.`,
    fix: `Add \`${property}:\`${allowed === undefined ? (example === undefined ? '' : `, for example \`${property}: ${yaml(example)}\``) : `, ${allowed}`}.`,
  }
}

function notAllowed(checked: Checked, path: Path): Mistake {
  const value = valueAt(checked.document, path)
  const property = path.findLast((step) => typeof step === 'string') ?? ''
  const parent = schemaAt(checked.kind, path.slice(0, -1), checked.document)
  if (isLaterValue(parent?.name ?? '', property, value)) return notYet(String(value))
  const schema = schemaAt(checked.kind, path, checked.document)?.schema ?? {}
  const allowed = schema.enum ?? (schema.const === undefined ? [] : [yaml(schema.const)])
  const near = typeof value === 'string' ? nearest(value.toLowerCase(), allowed) : undefined
  const list = `Allowed: ${allowed.join(', ')}.`
  return {
    slug: 'not-allowed',
    message: `${seen(value)} is not a value of ${seenName(path)}.`,
    fix: near === undefined ? list : `Did you mean \`${near}\`? ${list}`,
  }
}

function typesOf(type: unknown): readonly string[] {
  return Array.isArray(type) ? type.map(String) : [String(type)]
}

/** Reads a JSON pointer; digits are positions where the document has a list. */
function pathOf(pointer: string, document: unknown): Path {
  let value: unknown = document
  return pointer
    .split('/')
    .slice(1)
    .map((part) => {
      const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
      const step = Array.isArray(value) ? Number(name) : name
      value = valueAt(value, [step])
      return step
    })
}

function valueAt(document: unknown, path: Path): unknown {
  let value = document
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Record<string | number, unknown>)[step]
  }
  return value
}
