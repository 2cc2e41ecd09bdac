import { assert, property } from 'fast-check'
import { expect, test } from 'vitest'
import { accessPaths } from '../../../src/report/comment/diagram.ts'
import { azure, github, gitlab } from '../../../src/report/comment/dialect.ts'
import { hostileFour } from '../hostile.ts'
import { accessChange, impact, people, sceneOf, tagEdit } from './scenes.ts'
import { isClosed } from './told.ts'

test('UX-27 few paths are drawn, under ids of our own', () => {
  const drawn = accessPaths(tagEdit, github).join('\n')
  expect(drawn).toContain('```mermaid\nflowchart LR\n  n1["a tag, tenants#47;acme#47;entities#46;yaml#58;12"]')
  expect(drawn).toContain('  n1 -.-> n2\n')
  expect(drawn).toContain('  n4 --> n5\n')
})

test('UX-27 500 paths are a table; so is everything where a forge does not draw, or not that much', () => {
  const entities = people(500, 'fund')
  const many = sceneOf({ access: impact([accessChange({ entities, summary: 'ana-li gains view on 500 entities' })]) })
  const table = accessPaths(many, github).join('\n')
  expect(table).not.toContain('mermaid')
  expect(table).toContain('| cause | who | what |')
  expect(accessPaths(tagEdit, azure).join('\n')).not.toContain('mermaid')
  const wide = sceneOf({ access: impact([accessChange({ entities: people(50, 'f'.repeat(50)) })]) })
  expect(accessPaths(wide, gitlab).join('\n')).not.toContain('mermaid')
  expect(accessPaths(wide, github).join('\n')).toContain('mermaid')
  expect(accessPaths(sceneOf({}), github)).toEqual([])
})

test('UX-27 a name draws nothing but itself', () => {
  const lines = /^(?: {2}n\d+(?:\["[^"]*"\]|\("[^"]*"\)|\[\["[^"]*"\]\])| {2}n\d+ -(?:\.-|-)> n\d+|flowchart LR)$/
  assert(
    property(hostileFour, ([name, group, tag, file]) => {
      const change = accessChange({ users: [name, group], entities: [tag], source: { file, line: 1 } })
      const drawn = accessPaths(sceneOf({ access: impact([change]) }), github)
      expect(drawn.filter((line) => line.startsWith('```'))).toHaveLength(2)
      expect(isClosed(drawn.join('\n'))).toBe(true)
      const inside = drawn.join('\n').split('```')[1]?.split('\n').slice(1, -1) ?? []
      for (const line of inside) expect(line).toMatch(lines)
    }),
    { numRuns: 5_000 },
  )
})
