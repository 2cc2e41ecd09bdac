import { compile } from 'json-schema-to-typescript'

type Schema = { readonly [keyword: string]: unknown }

const banner = '/** Made from schema/ by `npm run generate`; change the schema instead. */'

const notTypes = new Set(['examples', 'minItems', 'maxItems'])

/** TypeScript types of one file kind: an interface for the file and one for each of its definitions. */
export async function documentTypes(schema: object): Promise<string> {
  const root = schema as Schema & { readonly title: string }
  const types = await compile(withoutTitles(root, true), root.title, {
    bannerComment: banner,
    additionalProperties: false,
    style: { semi: false, singleQuote: true, printWidth: 120 },
  })
  return types
    .replaceAll(/^( +)(?=[\w[][^*]*: )/gm, '$1readonly ')
    .replaceAll(/(?<=[:|] )(\w+\[\]|\([^\n()]+\)\[\])(?=$| \|)/gm, 'readonly $1')
}

/**
 * The type generator names a type after every title it meets. Titles of properties are for people, so only those of
 * definitions stay, as the name of the definition.
 */
function withoutTitles(schema: Schema, root: boolean): Schema {
  // Words beside a reference would make a type of their own out of the same definition.
  if (schema['$ref'] !== undefined) return { $ref: schema['$ref'] }
  // An index signature would have to hold for the named properties as well: what has any other name is met through Object.entries.
  if (schema['properties'] !== undefined && typeof schema['additionalProperties'] === 'object')
    return withoutTitles({ ...schema, additionalProperties: false }, root)
  const copy: Record<string, unknown> = {}
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'title' && !root) continue
    if (notTypes.has(keyword)) continue
    copy[keyword] = keyword === '$defs' || keyword === 'properties' ? eachOf(value as Schema, keyword) : inner(value)
  }
  return copy
}

function eachOf(schemas: Schema, keyword: string): Schema {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, value]) => {
      const bare = withoutTitles(value as Schema, false)
      return [name, keyword === '$defs' && isStructure(bare) ? { title: typeName(name), ...bare } : bare]
    }),
  )
}

/** Definitions of plain text stay `string`: a name for each would hide that. */
function isStructure(schema: Schema): boolean {
  return schema['properties'] !== undefined || schema['oneOf'] !== undefined
}

function inner(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inner)
  if (typeof value === 'object' && value !== null) return withoutTitles(value as Schema, false)
  return value
}

function typeName(definition: string): string {
  return definition.charAt(0).toUpperCase() + definition.slice(1)
}
