import type { Schema } from './subset.ts'

/** Gives what was sent the contract's spelling: Graph reads the names of properties in any case. */
export type Spelling = (schema: Schema, value: unknown) => unknown

/** By these types. Ids of a batch may be numbers as well: some clients send them so. */
export function spellingOf(schemas: Readonly<Record<string, Schema>>): Spelling {
  const spelled: Spelling = (schema, value) => {
    const { properties = {}, items } = meant(schema)
    if (Array.isArray(value)) return items === undefined ? value : value.map((one) => spelled(items, one))
    if (typeof value !== 'object' || value === null) return value
    const names = new Map(Object.keys(properties).map((name) => [name.toLowerCase(), name]))
    return Object.fromEntries(
      Object.entries(value).map(([given, one]) => {
        const name = names.get(given.toLowerCase()) ?? given
        const known = properties[name]
        if (name === 'id' && typeof one === 'number') return [name, String(one)]
        return [name, known === undefined ? one : spelled(known, one)]
      }),
    )
  }

  const meant = (schema: Schema): Schema => {
    const reference = schema.$ref?.replace('#/components/schemas/', '')
    if (reference !== undefined) return schemas[reference] ?? {}
    const [first] = schema.anyOf ?? []
    return first === undefined ? schema : meant(first)
  }
  return spelled
}
