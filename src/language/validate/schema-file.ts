import { readFileSync } from 'node:fs'

/** The files of the language that have a schema. */
export type SchemaKind =
  | 'roster'
  | 'tenant'
  | 'departments'
  | 'users'
  | 'groups'
  | 'templates'
  | 'policies'
  | 'acknowledgements'
  | 'leave'
  | 'roles'
  | 'entities'
  | 'access-groups'
  | 'imports'
  | 'actions'
  | 'tests'
  | 'platform'

/** Property names and positions of lists, from the top of a document. */
export type Path = readonly (string | number)[]

/** The keywords of a schema that messages and the order of properties are made of. */
export interface Schema {
  readonly title?: string
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly string[]
  readonly const?: unknown
  readonly pattern?: string
  readonly format?: string
  readonly examples?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | false
  readonly items?: Schema
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
}

/** A schema, and the name of the definition it stands in (the kind itself for the file's own properties). */
export interface Located {
  readonly schema: Schema
  readonly name: string
  /** What a definition of its own says of the form of its values. */
  readonly form?: string
}

const folder = new URL('../../../schema/', import.meta.url)
const files = new Map<SchemaKind, Schema>()

/** The text of `schema/<kind>.schema.json`. */
function schemaText(kind: SchemaKind): string {
  return readFileSync(new URL(`${kind}.schema.json`, folder), 'utf8')
}

/** The schema of a place in a document, with the words for people; undefined where nothing may stand. */
export function schemaAt(kind: SchemaKind, path: Path, document: unknown): Located | undefined {
  const file = schemaFile(kind)
  let here: Located | undefined = resolve({ schema: file, name: kind }, file, document)
  let value = document
  for (const step of path) {
    value = childOf(value, step)
    here = here === undefined ? undefined : inside(here, step, file, value)
  }
  return here
}

/** In which order the properties of a place are written: path from the top of the file -> names. */
export function propertyOrder(kind: SchemaKind): (path: Path) => readonly string[] {
  return (path) => Object.keys(schemaAt(kind, path, undefined)?.schema.properties ?? {})
}

function schemaFile(kind: SchemaKind): Schema {
  const known = files.get(kind)
  if (known !== undefined) return known
  const schema = JSON.parse(schemaText(kind)) as Schema
  files.set(kind, schema)
  return schema
}

function inside(here: Located, step: string | number, file: Schema, value: unknown): Located | undefined {
  const { schema, name } = here
  const next = typeof step === 'number' ? schema.items : (schema.properties?.[step] ?? schema.additionalProperties)
  return next === undefined || next === false ? undefined : resolve({ schema: next, name }, file, value)
}

/** Follows references, and chooses among alternatives by `provider` (without one, all their properties together). */
function resolve(here: Located, file: Schema, value: unknown): Located {
  const { schema } = here
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace('#/$defs/', '')
    const found = resolve({ schema: file.$defs?.[name] ?? {}, name }, file, value)
    const { $ref: _, ...words } = schema
    const form = found.form ?? found.schema.description
    return { name: found.name, schema: { ...found.schema, ...words }, ...(form === undefined ? {} : { form }) }
  }
  if (schema.oneOf === undefined) return here
  const alternatives = schema.oneOf.map((one) => resolve({ schema: one, name: here.name }, file, undefined))
  const provider = childOf(value, 'provider')
  const chosen = alternatives.find(({ schema: one }) => one.properties?.['provider']?.const === provider)
  return chosen ?? { name: here.name, schema: { ...schema, properties: together(alternatives) } }
}

function together(alternatives: readonly Located[]): Readonly<Record<string, Schema>> {
  const names = alternatives.map(({ schema }) => schema.properties ?? {})
  const providers = names.map((properties) => properties['provider']?.const as string)
  return { ...Object.assign({}, ...names), provider: { type: 'string', enum: providers } } as Record<string, Schema>
}

function childOf(value: unknown, step: string | number): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.hasOwn(value, step) ? (value as Record<string | number, unknown>)[step] : undefined
}
