import { Ajv2020 } from 'ajv/dist/2020.js'
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { Schema } from './subset.ts'

/** Holds a value against a schema; `name` is what the schema is remembered by. Sentences, none where all is well. */
export type Check = (name: string, schema: Schema, value: unknown) => readonly string[]

/**
 * Which side of the wire. What is sent may have only declared properties, extensions by their names, and bindings; what is given may have
 * any annotation, and undeclared properties where the type is open.
 */
export type Direction = 'sent' | 'given'

/** Names of extensions: https://learn.microsoft.com/graph/extensibility-overview */
const extension = String.raw`^(extension_[0-9a-f]{32}_|ext[0-9a-z]{8}_)\w+$`
const reference: Schema = { type: 'string', format: 'uri' }
const bound: Schema = { anyOf: [reference, { type: 'array', items: reference, maxItems: 20 }] }

const annotations: Readonly<Record<Direction, Readonly<Record<string, Schema | true>>>> = {
  sent: {
    [String.raw`^@odata\.(type|id)$`]: { type: 'string' },
    [String.raw`^\w+@odata\.type$`]: { type: 'string' },
    [String.raw`^\w+@odata\.bind$`]: bound,
  },
  given: { '[@#]': true },
}

/** Strict checks by the schemas of the contract: its types are closed but where it says that they are open. */
export function checksOf(schemas: Readonly<Record<string, Schema>>, direction: Direction): Check {
  const ajv = new Ajv2020({ strict: true, allErrors: true, allowMatchingProperties: true, allowUnionTypes: true })
  formats.default(ajv)
  ajv.addFormat('int32', { type: 'number', validate: (value) => Number.isInteger(value) && Math.abs(value) < 2 ** 31 })
  const compiled = new Map<string, ValidateFunction>()
  const checkOf = (name: string, schema: () => Schema): ValidateFunction => {
    const check = compiled.get(name) ?? ajv.compile(strict(schema(), direction))
    compiled.set(name, check)
    return check
  }
  ajv.addKeyword({ keyword: 'derived', schemaType: 'string', errors: 'full', compile: derivedWith(checkOf, schemas) })
  for (const [name, schema] of Object.entries(schemas)) ajv.addSchema(typed(name, schema, direction), name)
  return (name, schema, value) => {
    const check = checkOf(name, () => schema)
    return check(value) ? [] : sentences(check.errors ?? [])
  }
}

/** A type that others derive from is told by `@odata.type`; the rest as it stands. */
function typed(name: string, schema: Schema, direction: Direction): object {
  return schema['x-hasSubtypes'] === true ? { type: 'object', derived: name } : strict(schema, direction)
}

function derivedWith(
  checkOf: (name: string, schema: () => Schema) => ValidateFunction,
  schemas: Readonly<Record<string, Schema>>,
): (base: string) => (value: unknown, context?: { readonly instancePath: string }) => boolean {
  return (base) => {
    const derived = (value: unknown, context?: { readonly instancePath: string }): boolean => {
      const name = typeOf(value) ?? base
      const schema = schemas[name] ?? unlisted[name]
      if (schema === undefined)
        return tell([{ ...nowhere, message: `is of the type ${name}, which the contract does not know` }])
      const check = checkOf(`type ${name}`, () => schema)
      return check(value) || tell(check.errors ?? [])

      function tell(errors: readonly ErrorObject[]): false {
        const at = context?.instancePath ?? ''
        derived.errors = errors.map((error) => ({ ...error, instancePath: at + error.instancePath }))
        return false
      }
    }
    derived.errors = [] as ErrorObject[]
    return derived
  }
}

const nowhere: ErrorObject = { keyword: 'derived', instancePath: '', schemaPath: '', params: {} }

/** Derived types that Graph has and the contract leaves out. */
const unlisted: Readonly<Record<string, Schema>> = Object.fromEntries(
  ['softwareOath', 'email', 'windowsHelloForBusiness', 'platformCredential'].map((method) => [
    `microsoft.graph.${method}AuthenticationMethod`,
    { type: 'object', properties: { id: { type: 'string' } }, 'x-open': true },
  ]),
)

function typeOf(value: unknown): string | undefined {
  const named = (value as Readonly<Record<string, unknown>>)['@odata.type']
  return typeof named === 'string' ? named.replace(/^#/, '') : undefined
}

/** The same schema for ajv: references by name, and closed where the contract does not say `x-open`. */
function strict(schema: Schema, direction: Direction): object {
  const { $ref, items, anyOf, properties, 'x-open': open, 'x-abstract': _, 'x-hasSubtypes': __, ...rest } = schema
  return {
    ...rest,
    ...($ref === undefined ? {} : { $ref: $ref.replace('#/components/schemas/', '') }),
    ...(items === undefined ? {} : { items: strict(items, direction) }),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map((one) => strict(one, direction)) }),
    ...(properties === undefined ? {} : closed(properties, open === true, direction)),
  }
}

function closed(properties: Readonly<Record<string, Schema>>, open: boolean, direction: Direction): object {
  return {
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [name, strict(schema, direction)]),
    ),
    patternProperties: { ...annotations[direction], ...(open && direction === 'sent' ? { [extension]: true } : {}) },
    additionalProperties: open && direction === 'given',
  }
}

function sentences(errors: readonly ErrorObject[]): readonly string[] {
  return errors.map(({ instancePath, message, params }) => {
    const which = 'additionalProperty' in params ? ` (${String(params['additionalProperty'])})` : ''
    return `at ${instancePath === '' ? '/' : instancePath} ${message}${which}`
  })
}
