import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { writeAll } from '../../src/adoption/write.ts'

function folder(): string {
  const root = mkdtempSync(join(tmpdir(), 'roster-write-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  writeFileSync(join(root, 'a.yaml'), 'a: 1\n')
  mkdirSync(join(root, 'z.yaml', 'inside'), { recursive: true })
  return root
}

const a = { path: 'a.yaml', text: 'a: 2\n', before: 'a: 1\n' }
const b = { path: 'b.yaml', text: 'b: 1\n' }

test('all files are written, and nothing else is left', () => {
  const root = folder()
  writeAll(root, [a, b])
  expect(readdirSync(root)).toEqual(['a.yaml', 'b.yaml', 'z.yaml'])
  expect([a, b].map(({ path }) => readFileSync(join(root, path), 'utf8'))).toEqual([a.text, b.text])
})

test('UX-09 where one file cannot be written, the others are as before', () => {
  const root = folder()
  // A folder stands where the file is to be, so that the last step fails.
  expect(() => writeAll(root, [a, b, { path: 'z.yaml', text: 'z: 1\n' }])).toThrow(/z\.yaml/)
  expect(readdirSync(root)).toEqual(['a.yaml', 'z.yaml'])
  expect(readFileSync(join(root, 'a.yaml'), 'utf8')).toBe('a: 1\n')
})

test('a file that somebody else changed or made meanwhile is not written over', () => {
  const root = folder()
  writeFileSync(join(root, 'a.yaml'), 'a: 9\n')
  expect(() => writeAll(root, [b, a])).toThrow('Nothing was written: a.yaml was changed by somebody else meanwhile')
  writeFileSync(join(root, 'b.yaml'), 'b: 9\n')
  expect(() => writeAll(root, [b])).toThrow('b.yaml was changed')
  expect(readdirSync(root)).toEqual(['a.yaml', 'b.yaml', 'z.yaml'])
  expect(readFileSync(join(root, 'b.yaml'), 'utf8')).toBe('b: 9\n')
})
