import { createHash } from 'node:crypto'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Snapshot } from '../../src/providers/snapshot.ts'
import type { SnapshotPlace } from '../../src/providers/snapshot.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'roster-cache-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const fullAt = new Date('2026-11-22T12:00:00Z')
const content: readonly string[] = ['uid=ana', 'uid=zoë']
const isContent = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string')

function snapshot(own: Partial<SnapshotPlace<readonly string[]>> = {}): Snapshot<readonly string[]> {
  return new Snapshot({
    folder,
    tenant: 'acme',
    id: 'hq',
    binding: { identity: 'x', bases: ['ou=people'] },
    now: () => fullAt,
    isContent,
    ...own,
  })
}
const file = (): string => join(folder, 'acme', 'hq.snapshot')

test('what is kept comes back as it was', async () => {
  expect(await snapshot().load()).toBeUndefined()
  await snapshot().save({ fullAt, content })
  expect(await snapshot().load()).toEqual({ fullAt, content })
  await snapshot().save({ fullAt, content: [] })
  expect(await snapshot().load()).toEqual({ fullAt, content: [] })
})

test('SEC-34 only its owner can read it, and nothing half-written is left', async () => {
  await snapshot().save({ fullAt, content })
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  expect(statSync(join(folder, 'acme')).mode & 0o777).toBe(0o700)
  expect(readdirSync(join(folder, 'acme'))).toEqual(['hq.snapshot'])
})

test('a folder that cannot be written to keeps nothing and stops nobody', async () => {
  writeFileSync(join(folder, 'acme'), 'in the way')
  await snapshot().save({ fullAt, content })
  expect(await snapshot().load()).toBeUndefined()
})

describe('it is as if there were none', () => {
  beforeEach(async () => snapshot().save({ fullAt, content }))

  test.each([
    ['a letter is changed', (text: string) => text.replace('uid=ana', 'uid=eva')],
    ['it is cut off', (text: string) => text.slice(0, -1)],
    ['it goes on', (text: string) => `${text} `],
    ['it is empty', () => ''],
    ['it has no end of line', (text: string) => text.split('\n')[0] ?? ''],
    ['it is of another version', (text: string) => text.replace('roster-snapshot 1', 'roster-snapshot 0')],
  ])('where %s', async (_, edit) => {
    writeFileSync(file(), edit(readFileSync(file(), 'utf8')))
    expect(await snapshot().load()).toBeUndefined()
  })

  test('where its sum is right and its content is not', async () => {
    const body = '{"bound":'
    writeFileSync(file(), `roster-snapshot 1 ${createHash('sha256').update(body).digest('hex')}\n${body}`)
    expect(await snapshot().load()).toBeUndefined()
  })

  test('where it was read from elsewhere, by somebody else, or otherwise', async () => {
    expect(await snapshot({ binding: { identity: 'y', bases: ['ou=people'] } }).load()).toBeUndefined()
    expect(await snapshot({ binding: { bases: ['ou=people'], identity: 'x' } }).load()).toEqual({ fullAt, content })
    expect(await snapshot({ tenant: 'other' }).load()).toBeUndefined()
    const isNever = (value: unknown): value is readonly string[] => isContent(value) && value.length === 0
    expect(await snapshot({ isContent: isNever }).load()).toBeUndefined()
  })

  test('after 24 hours, and where it is from the future', async () => {
    const at = (time: string) => snapshot({ now: () => new Date(time) }).load()
    expect(await at('2026-11-23T11:59:59Z')).toBeDefined()
    expect(await at('2026-11-23T12:00:00Z')).toBeUndefined()
    expect(await at('2026-11-22T11:59:59Z')).toBeUndefined()
  })

  test('where others can read or write it, and where it is a link', async () => {
    chmodSync(file(), 0o640)
    expect(await snapshot().load()).toBeUndefined()
    chmodSync(file(), 0o600)
    mkdirSync(join(folder, 'other'))
    symlinkSync(file(), join(folder, 'other', 'hq.snapshot'))
    expect(await snapshot({ tenant: 'other' }).load()).toBeUndefined()
    expect(await snapshot().load()).toBeDefined()
  })
})
