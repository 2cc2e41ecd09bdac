/** Compiled by `npm run generate`; one validator for each thing that is checked on its own. */
export interface SchemaError {
  readonly instancePath: string
  readonly schemaPath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  readonly propertyName?: string
}
export interface Validator {
  (value: unknown): boolean
  readonly errors?: readonly SchemaError[] | null
}
export const roster: Validator
export const tenant: Validator
export const platform: Validator
export const department: Validator
export const user: Validator
export const group: Validator
export const template: Validator
export const role: Validator
export const entity: Validator
export const accessGroup: Validator
export const accessTest: Validator
export const upstream: Validator
export const action: Validator
export const policies: Validator
export const acknowledgement: Validator
export const leave: Validator
