import { readdirSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import type { User } from '../../../src/generated/users.ts'

type Schema = { readonly [keyword: string]: unknown }

const folder = new URL('../../../schema/', import.meta.url)
const schemas = new Map(
  readdirSync(folder).map((name) => [
    name.replace('.schema.json', ''),
    JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Schema,
  ]),
)
const language = [
  'roster',
  'tenant',
  'departments',
  'users',
  'groups',
  'templates',
  'policies',
  'acknowledgements',
  'leave',
  'platform',
  'roles',
  'entities',
  'access-groups',
  'imports',
  'actions',
  'tests',
]

test('there is a schema for every kind of file, and for what roster writes', () => {
  expect([...schemas.keys()].toSorted()).toEqual([...language, 'import', 'plan', 'ledger-entry'].toSorted())
})

describe.each([...schemas])('schema of %s', (_kind, schema) => {
  const places = [...placesOf(schema, '#')]

  test('UX-15 keeps to what ajv, editors and the type generator understand', () => {
    const forbidden = [
      'unevaluatedProperties',
      'unevaluatedItems',
      'prefixItems',
      'allOf',
      'if',
      'not',
      'patternProperties',
      'dependentSchemas',
    ]
    expect(places.filter(([, one]) => forbidden.some((keyword) => keyword in one)).map(([place]) => place)).toEqual([])
  })

  test('UX-15 every structure is closed', () => {
    // A role has the switches of its platform, a scope the kinds of entity of its platform: both are checked against the profile.
    const byPlatform = ['#/$defs/role', '#/$defs/scope']
    const open = places.filter(([, one]) => 'properties' in one && one['additionalProperties'] !== false)
    expect(open.map(([place]) => place).filter((place) => !byPlatform.includes(place))).toEqual([])
  })

  test('UX-14 every property has a title and a description', () => {
    const named = places.filter(([place]) => /\/properties\/[^/]+$/.test(place))
    const silent = named.filter(([, one]) => !isText(one['title']) || !isText(one['description']))
    expect(silent.map(([place]) => place)).toEqual([])
  })

  test('ajv takes it, in strict mode', () => {
    const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true })
    formats.default(ajv)
    expect(() => ajv.compile(schema)).not.toThrow()
  })

  test('SEC-23 every pattern is linear', () => {
    for (const [, { pattern }] of places) {
      if (!isText(pattern)) continue
      const expression = new RegExp(pattern, 'u')
      for (const unit of ['a', '0', '.', 'a.', '-', 'a@', 'a-', '/', 'ldap://a:', '1 days', ' ']) {
        const text = `${unit.repeat(50_000 / unit.length)}\n`
        expect({ pattern, unit, ms: fastest(() => expression.test(text)) }).toSatisfy(({ ms }) => ms < 100)
      }
    }
  })
})

test('UX-15 the examples of every schema are right', () => {
  for (const kind of language) {
    const ajv = new Ajv2020({ strict: false })
    formats.default(ajv)
    const schema = schemas.get(kind) ?? {}
    ajv.addSchema(schema, 'file')
    for (const [place, { examples }] of placesOf(schema, '#')) {
      for (const example of Array.isArray(examples) ? examples : []) {
        const valid = ajv.validate({ $ref: `file${place}` }, example)
        expect({ kind, place, example, errors: valid ? [] : ajv.errors }).toMatchObject({ errors: [] })
      }
    }
  }
})

test('definitions of one name say the same in every file', () => {
  const known = new Map<string, string>()
  for (const kind of language) {
    for (const [name, definition] of Object.entries((schemas.get(kind)?.['$defs'] ?? {}) as Schema)) {
      const text = JSON.stringify(definition)
      expect({ kind, name, text: known.get(name) ?? text }).toEqual({ kind, name, text })
      known.set(name, text)
    }
  }
})

test('UX-15 a misspelt property does not compile', () => {
  // tsc checks this: `false` may only be assigned if the type knows no such property.
  const manger: 'manger' extends keyof User ? true : false = false
  const manager: 'manager' extends keyof User ? true : false = true
  expect([manger, manager]).toEqual([false, true])
})

/** Milliseconds of the fastest of a few runs: on a busy machine one alone says nothing. */
function fastest(run: () => void): number {
  let best = Infinity
  for (let turn = 0; turn < 5 && best > 50; turn++) {
    const before = performance.now()
    run()
    best = Math.min(best, performance.now() - before)
  }
  return best
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** Every schema inside a schema, with its place as a JSON pointer. */
function* placesOf(schema: Schema, place: string): Generator<readonly [string, Schema]> {
  yield [place, schema]
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'properties' || keyword === '$defs') {
      for (const [name, inner] of Object.entries(value as Schema))
        yield* placesOf(inner as Schema, `${place}/${keyword}/${name}`)
    } else if (['items', 'additionalProperties', 'propertyNames'].includes(keyword) && typeof value === 'object') {
      yield* placesOf(value as Schema, `${place}/${keyword}`)
    } else if (keyword === 'oneOf' || keyword === 'anyOf') {
      for (const [at, inner] of (value as Schema[]).entries()) yield* placesOf(inner, `${place}/${keyword}/${at}`)
    }
  }
}
