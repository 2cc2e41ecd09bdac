import { assert, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { format } from '../../../src/language/load/fmt.ts'
import { parse } from '../../../src/language/load/parse.ts'
import { newDocument } from '../../../src/language/splice/new-document.ts'
import { propertyOrder } from '../../../src/language/validate/schema-file.ts'
import { model } from './pages.ts'

const ordering = { form: 'map', order: propertyOrder('users') } as const

describe('UX-08 a new file', () => {
  test('names its schema and is as roster fmt leaves it', () => {
    const value = {
      zed: { title: '1e3', name: { first: 'Zed', last: 'Ö' } },
      abe: { groups: [], emails: [{ address: 'a@x.example', type: 'work' }], employeeId: '007', title: undefined },
    }
    const { text } = newDocument({ file: 'tenants/acme/users.yaml', schema: 'users', ordering, value })
    expect(text).toBe(`# yaml-language-server: $schema=../../schema/users.schema.json
abe:
  emails:
    - { address: a@x.example, type: work }
  employeeId: "007"
  groups: []
zed:
  name: { first: Zed, last: Ö }
  title: "1e3"
`)
    expect(format('users.yaml', text, ordering).text).toBe(text)
  })

  test('without anything in it says so', () => {
    expect(newDocument({ file: 'x.yaml', schema: undefined, ordering, value: {} }).text).toBe('{}\n')
  })

  test('of one spec has its properties at the top', () => {
    const one = { form: 'one', order: ordering.order } as const
    const value = { title: 'x', name: { first: 'A' } }
    const { text } = newDocument({ file: 'tenants/a/users/b.yaml', schema: undefined, ordering: one, value })
    expect(text).toBe('name: { first: A }\ntitle: x\n')
  })

  test('is refused where it could not be read', () => {
    const refused = newDocument({ file: 'x.yaml', schema: 'users', ordering, value: { 'Ana Li': {} } })
    expect(refused).toMatchObject({ text: '', diagnostics: [{ slug: 'edit-refused', file: 'x.yaml' }] })
  })

  test('says what it was asked to say, and formatting changes nothing', () => {
    assert(
      property(model, (value) => {
        const { text, diagnostics } = newDocument({ file: 'x.yaml', schema: 'users', ordering, value })
        expect(diagnostics).toEqual([])
        expect(JSON.parse(JSON.stringify(parse('x.yaml', text).value))).toEqual(value)
        expect(format('x.yaml', text, ordering).text).toBe(text)
      }),
      { numRuns: 300, seed: 9 },
    )
  })
})
