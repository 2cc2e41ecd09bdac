import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from '../../../src/language/load/parse.ts'
import type { Edit } from '../../../src/language/splice/edits.ts'
import { splice } from '../../../src/language/splice/splice.ts'
import type { Model, OwnedLine } from './pages.ts'
import { drawn, hand, ids, model, spec, textOf, values } from './pages.ts'

const ordering = { form: 'map', order: () => ['name', 'title', 'emails', 'groups', 'state'] } as const

const wish = fc.oneof(
  fc.record({ verb: fc.constantFrom('insert', 'set'), place: fc.constant([]), value: spec }),
  fc.record({ verb: fc.constant('set'), place: fc.constant(['title']), value: values.text }),
  fc.record({ verb: fc.constant('set'), place: fc.constant(['state']), value: values.any }),
  fc.record({ verb: fc.constant('set'), place: fc.constant(['groups']), value: fc.oneof(values.list, values.long) }),
  fc.record({ verb: fc.constant('set'), place: fc.constant(['emails']), value: values.maps }),
  fc.record({ verb: fc.constant('set'), place: fc.constant(['name']), value: values.map }),
  fc.record({ verb: fc.constant('set'), place: fc.constant(['name', 'last']), value: values.any }),
  fc.record({
    verb: fc.constant('remove'),
    place: fc.constantFrom([], ['title'], ['groups'], ['name'], ['name', 'first']),
    value: fc.constant(undefined),
  }),
)
const wishes = fc.array(fc.tuple(fc.constantFrom(...ids), wish), { minLength: 1, maxLength: 6 })

/** Whether an edit may change a line. */
function touches({ path }: Edit, { owner, heading }: OwnedLine): boolean {
  if (owner === undefined) return false
  const shared = Math.min(path.length, owner.length)
  if (path.slice(0, shared).join('\0') !== owner.slice(0, shared).join('\0')) return false
  return path.length <= owner.length || !heading
}

/** What a file shall say, worked out the plain way. */
function after(before: Model, edits: readonly Edit[]): Model {
  const result = structuredClone(before) as Record<string, unknown>
  for (const edit of edits) {
    let map = result
    for (const step of edit.path.slice(0, -1)) map = (map[step] ??= {}) as Record<string, unknown>
    if (edit.verb === 'remove') delete map[edit.path.at(-1)!]
    else map[edit.path.at(-1)!] = structuredClone(edit.value)
  }
  return result as Model
}

/** The wishes that make sense, in their order, and what comes of them. */
function sensible(
  before: Model,
  asked: readonly (readonly [string, { verb: string; place: readonly string[]; value: unknown }])[],
) {
  const edits: Edit[] = []
  let now = before
  for (const [id, { verb, place, value }] of asked) {
    const path = [id, ...place]
    if (verb === 'insert' && now[id] !== undefined) continue
    if (verb === 'remove' && place.length > 0 && !has(now, path)) continue
    const edit = { verb, path, ...(verb === 'remove' ? {} : { value }) } as Edit
    edits.push(edit)
    now = after(now, [edit])
  }
  return { edits, wanted: now }
}

function has(value: unknown, path: readonly string[]): boolean {
  let map = value
  for (const step of path) {
    if (typeof map !== 'object' || map === null || !Object.hasOwn(map, step)) return false
    map = (map as Record<string, unknown>)[step]
  }
  return true
}

/** Headings of maps that became empty, or were not there before: their line is written anew. */
function emptied(wanted: Model, { owner }: OwnedLine): boolean {
  if (owner === undefined) return false
  let map: unknown = wanted
  for (const step of owner) map = (map as Record<string, unknown> | undefined)?.[step]
  return typeof map === 'object' && map !== null && Object.keys(map).length === 0
}

describe('UX-08 whatever a file looks like and whatever is changed', () => {
  test('the new text says what was asked for, and every other line is as it was, in its order', () => {
    let made = 0
    fc.assert(
      fc.property(model, hand, wishes, (before, by, asked) => {
        const owned = drawn(before, by)
        const text = textOf(owned, by)
        expect(JSON.parse(JSON.stringify(parse('users.yaml', text).value))).toEqual(before)
        const { edits, wanted } = sensible(before, asked)
        const result = splice({ file: 'users.yaml', text, ordering, edits })
        expect(result.diagnostics).toEqual([])
        expect(JSON.parse(JSON.stringify(parse('users.yaml', result.text).value))).toEqual(wanted)
        expect(result.text.startsWith('\ufeff')).toBe(by.mark)
        if (text.includes('\r\n')) expect(result.text.replaceAll('\r\n', '')).not.toContain('\n')
        else expect(result.text).not.toContain('\r')
        const lines = result.text.replace(/^\ufeff/, '').split(/\r?\n/)
        let at = 0
        for (const line of owned) {
          if (emptied(wanted, line) || edits.some((edit) => touches(edit, line))) continue
          const found = lines.indexOf(line.text, at)
          expect(found, `${line.text} is not where it was`).toBeGreaterThanOrEqual(at)
          at = found + 1
        }
        made += edits.length
        const again = Object.entries(wanted).map(([id, value]) => ({ verb: 'set', path: [id], value }) as const)
        expect(splice({ file: 'users.yaml', text: result.text, ordering, edits: again }).text).toBe(result.text)
      }),
      { numRuns: 1200, seed: 8 },
    )
    expect(made).toBeGreaterThan(2000)
  })
})
