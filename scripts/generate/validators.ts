import { Ajv2020 } from 'ajv/dist/2020.js'
import { _ } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'
import formats from 'ajv-formats'

type Schema = { readonly [keyword: string]: unknown }

/** What is checked at a time: the whole of some files, one entry of others. Name of the validator -> file kind and definition. */
const checked = {
  roster: ['roster', ''],
  tenant: ['tenant', ''],
  platform: ['platform', ''],
  department: ['departments', '#/$defs/department'],
  user: ['users', '#/$defs/user'],
  group: ['groups', '#/$defs/group'],
  template: ['templates', '#/$defs/template'],
  role: ['roles', '#/$defs/role'],
  entity: ['entities', '#/$defs/entity'],
  accessGroup: ['access-groups', '#/$defs/accessGroup'],
  accessTest: ['tests', '#/$defs/accessTest'],
  action: ['actions', '#/$defs/action'],
  policies: ['policies', ''],
  upstream: ['imports', '#/$defs/upstream'],
  acknowledgement: ['acknowledgements', '#/$defs/acknowledgement'],
  leave: ['leave', '#/$defs/leave'],
} as const

/** Source of an ES module that exports one compiled validator for each thing checked. */
export function validators(read: (kind: string) => object): string {
  const ajv = compiler()
  const kinds = new Set(Object.values(checked).map(([kind]) => kind))
  const ids = new Map([...kinds].map((kind) => [kind, addTo(ajv, read(kind) as Schema & { $id: string })]))
  const named = Object.entries(checked).map(([name, [kind, definition]]) => [name, `${ids.get(kind)}${definition}`])
  const source = standalone.default(ajv, Object.fromEntries(named) as Record<string, string>)
  return withRequire(source)
}

function compiler(): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    ownProperties: true,
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    discriminator: true,
    messages: false,
    // Lengths in UTF-16 units: the limits are there against abuse, not for typography.
    unicode: false,
    logger: false,
    code: { source: true, esm: true, optimize: 1 },
  })
  formats.default(ajv, ['date', 'date-time'])
  ajv.removeKeyword('uniqueItems')
  // ajv's own compares every item with every other; our lists hold texts only.
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    code: (check) => check.pass(_`${check.data}.length < 2 || new Set(${check.data}).size === ${check.data}.length`),
  })
  return ajv
}

function addTo(ajv: Ajv2020, schema: Schema & { readonly $id: string }): string {
  ajv.addSchema(tagged(schema) as Schema)
  return schema.$id
}

/** Words for people, which ajv would carry along. */
const words = new Set(['title', 'description', 'examples'])

/** Leaves the words out, and tells ajv by which property it may choose among alternatives, so that it reports on the one that was meant. */
function tagged(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(tagged)
  if (typeof schema !== 'object' || schema === null) return schema
  const kept = Object.entries(schema).filter(([keyword, value]) => !(words.has(keyword) && !isSchema(value)))
  const copy = Object.fromEntries(kept.map(([keyword, value]) => [keyword, tagged(value)]))
  return 'oneOf' in schema ? { ...copy, discriminator: { propertyName: 'provider' } } : copy
}

/** A property may be called `title` or `description` too; its value is then a schema. */
function isSchema(value: unknown): boolean {
  return typeof value === 'object' && !Array.isArray(value)
}

/** ajv writes `require` into ES modules. */
function withRequire(source: string): string {
  return `import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)\n${source}\n`
}
