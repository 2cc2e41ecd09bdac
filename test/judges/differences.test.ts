import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { differencesOf } from './differences.ts'

describe('what a client shows beside what was declared', () => {
  test('anything is what it is', () => {
    const isItself = (value: unknown): boolean => differencesOf(value, structuredClone(value)).length === 0
    fc.assert(fc.property(fc.jsonValue(), isItself))
  })

  test('more than was expected of an object is no difference; less is', () => {
    expect(differencesOf({ title: 'Lead' }, { title: 'Lead', id: '7' })).toEqual([])
    expect(differencesOf({ title: 'Lead', id: '7' }, { title: 'Lead' })).toEqual([
      'id is not there, and "7" was expected',
    ])
  })

  test('lists are compared whole, in order, and wherever they lie', () => {
    expect(differencesOf({ value: [{ id: 1 }, { id: 2 }] }, { value: [{ id: 1 }, { id: 3 }] })).toEqual([
      'value[1].id is 3, and 2 was expected',
    ])
    expect(differencesOf(['a'], ['a', 'b'])).toEqual(['the answer is ["a","b"], and ["a"] was expected'])
    expect(differencesOf([], null)).toEqual(['the answer is null, and [] was expected'])
  })

  test('a text may be told by a pattern', () => {
    expect(differencesOf({ said: /no right/ }, { said: 'it has no right to' })).toEqual([])
    expect(differencesOf(/no right/, 'it may')).toEqual(['the answer is "it may", and /no right/ was expected'])
    expect(differencesOf(/undefined/, undefined)).toHaveLength(1)
  })

  test('a value that moved is always seen', () => {
    const moved = fc.tuple(fc.string(), fc.string()).filter(([one, other]) => one !== other)
    fc.assert(fc.property(moved, ([one, other]) => differencesOf({ one }, { one: other }).length === 1))
  })
})
