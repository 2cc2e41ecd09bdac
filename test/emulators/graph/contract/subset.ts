/** A JSON Schema 2020-12, as the contract writes it: only the words it uses. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly pattern?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
  /** Takes properties that its type does not declare: extensions. */
  readonly 'x-open'?: boolean
  readonly 'x-abstract'?: boolean
  /** Its objects may be of a derived type, which `@odata.type` names. */
  readonly 'x-hasSubtypes'?: boolean
}

/** The part of an OpenAPI 3.1 description that is looked at. */
export interface Subset {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

interface DescribedOperation {
  readonly requestBody?: Content
  readonly responses: Readonly<Record<string, Partial<Content>>>
}

interface Content {
  readonly content: { readonly 'application/json': { readonly schema: Schema } }
}

/** One thing that can be asked. */
export interface Operation {
  readonly method: string
  /** `/users/{id}`. */
  readonly template: string
  /** Of the body that is sent; undefined: none is. */
  readonly sent: Schema | undefined
  /** Of the body that is answered, by status (`default`: of every error); undefined: none is. */
  readonly given: Readonly<Record<string, Schema | undefined>>
  /** Options of its own, beside those of OData. */
  readonly options?: readonly string[]
}
