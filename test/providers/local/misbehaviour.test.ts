import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { matches } from '../../../src/providers/local/glob.ts'
import { createUser, fileOf, groupLine, localTrial, operation, userLine, type LocalTrial } from './directory.ts'

const child = fileURLToPath(new URL('./child.ts', import.meta.url))
const crowd = Array.from({ length: 1000 }, (_, n) => userLine(`u${n}`))

let trial: LocalTrial
beforeEach(() => {
  trial = localTrial()
})
afterEach(() => trial.close())

describe('a directory that misbehaves when it is read', () => {
  test.each([1, 2, 3, 4])('REL-01 a listing cut at page %i is a fault, and is never called complete', async (page) => {
    trial.write(fileOf({ pageSize: 250, cut: { kind: 'user', page } }, ...crowd))
    const reader = await trial.reader()
    let seen = 0
    const listing = async (): Promise<void> => {
      for await (const users of reader.observe(['user'])) seen += users.length
    }
    await expect(listing()).rejects.toMatchObject({ name: 'DirectoryFault', kind: 'incomplete' })
    expect(seen).toBe((page - 1) * 250)
    expect(reader.completeness()).toMatchObject([{ complete: false }])
  })

  test('a right hides some entries, always the same, and the listing calls itself complete', async () => {
    trial.write(fileOf({ hidePercent: 20 }, ...crowd))
    const [first, second] = [await trial.list(), await trial.list()]
    expect(first).toEqual(second)
    expect(first.length).toBeGreaterThan(700)
    expect(first.length).toBeLessThan(900)
    const reader = await trial.reader()
    const ids = crowd.map((line) => (line as { id: string }).id)
    expect((await reader.find(ids)).size).toBe(first.length)
  })

  test('an empty answer', async () => {
    trial.write(fileOf({ empty: true }, ...crowd))
    expect(await trial.list()).toEqual([])
  })

  test('attributes that cannot be read', async () => {
    trial.write(
      fileOf(
        { unreadable: ['title', 'members'] },
        userLine('ana', { attributes: { title: 'x' } }),
        groupLine('vpn', []),
      ),
    )
    expect(await trial.user('ana')).toMatchObject({ attributes: {}, unknown: ['title', 'members'] })
    expect((await trial.group('vpn')).members).toBe('unknown')
  })

  test('REL-13 the first calls are turned away, with the time to wait', async () => {
    trial.write(fileOf({ throttle: { reads: 2, retryAfterMs: 40 } }, userLine('ana')))
    for (const _ of [1, 2]) await expect(trial.reader()).rejects.toMatchObject({ kind: 'throttled', retryAfterMs: 40 })
    expect((await trial.list()).length).toBe(1)
  })

  test('a plan on a directory that behaves leaves no trace', async () => {
    trial.write(fileOf({ hidePercent: 0, pageSize: 3 }, ...crowd))
    await trial.list()
    expect(existsSync(`${trial.file}.reads`)).toBe(false)
  })
})

describe('a directory that misbehaves when it is written', () => {
  test('REL-13 the first writes are turned away and nothing happened', async () => {
    trial.write(fileOf({ throttle: { writes: 1, retryAfterMs: 40 } }))
    expect(await trial.apply(createUser('ana'), createUser('ana'))).toMatchObject([
      { status: 'failed', class: 'retryable', retryAfterMs: 40 },
      { status: 'applied' },
    ])
  })

  test('REL-15 the n-th write fails before or after it took effect', async () => {
    for (const [when, kind, there] of [
      ['before', 'retryable', ['ana', 'eva']],
      ['after', 'unknown', ['ana', 'ben', 'eva']],
    ] as const) {
      const one = localTrial()
      one.write(fileOf({ fail: { write: 2, when } }))
      expect(await one.apply(createUser('ana'), createUser('ben'), createUser('eva'))).toMatchObject([
        { status: 'applied' },
        { status: 'failed', class: kind },
        { status: 'applied' },
      ])
      expect((await one.list()).map((user) => user.kind === 'user' && user.username)).toEqual(there)
      one.close()
    }
  })

  test('REL-11 killed at the n-th write, before and after it; the next process goes on', async () => {
    for (const [when, first, second] of [
      ['before', 'applied ', 'unchanged applied applied '],
      ['after', 'applied ', 'unchanged unchanged applied '],
    ] as const) {
      const one = localTrial()
      one.write(fileOf({ kill: { write: 2, when } }))
      expect(applies(one)).toEqual({ stdout: first, signal: 'SIGKILL' })
      expect(applies(one)).toEqual({ stdout: second, signal: null })
      expect((await one.list()).length).toBe(3)
      one.close()
    }
  })

  test('a write that lags is accepted, and visible after so many reads', async () => {
    trial.write(fileOf({ lagReads: 2 }, userLine('ana')))
    expect(await trial.apply(createUser('ben'))).toMatchObject([{ status: 'accepted', locator: {} }])
    const reader = await trial.reader()
    const confirmed = []
    for (const _ of [1, 2, 3]) confirmed.push(await reader.confirm(createUser('ben'), () => undefined))
    expect(confirmed).toEqual([false, true, true])
    expect(await trial.apply(createUser('ben'))).toMatchObject([{ status: 'unchanged' }])
  })

  test('values are folded, and compared so', async () => {
    trial.write(fileOf({ foldCase: true }, userLine('ana', { attributes: { title: 'lead' } })))
    const update = operation('ana', {
      kind: 'user',
      verb: 'update',
      before: { immutableId: 'id-ana', attributes: { title: 'Lead' }, references: {} },
      after: { attributes: { title: 'Head' }, references: {} },
    })
    expect(await trial.apply(update)).toMatchObject([{ status: 'applied' }])
    expect((await trial.user('ana')).attributes).toEqual({ title: 'head' })
    expect((await trial.reader()).dialect.same('title', 'Head', 'head')).toBe(true)
  })

  test('writes that are answered and not done are not confirmed', async () => {
    trial.write(fileOf({ ignoreWrites: true }))
    expect(await trial.apply(createUser('ana'))).toMatchObject([{ status: 'applied' }])
    expect(await (await trial.reader()).confirm(createUser('ana'), () => undefined)).toBe(false)
  })

  test('what it says it cannot do is in the capabilities, and refused', async () => {
    trial.write(fileOf({ cannot: { 'user.delete': 'no deletion here' } }, userLine('ana')))
    expect((await trial.reader()).capabilities['user.delete']).toEqual({ cannot: 'no deletion here' })
    const remove = operation('ana', {
      kind: 'user',
      verb: 'delete',
      before: { immutableId: 'id-ana', username: 'ana' },
      after: null,
    })
    expect(await trial.apply(remove)).toMatchObject([{ status: 'failed', class: 'forbidden' }])
  })
})

test.each([
  ['people/svc-*', 'people/svc-scan', true],
  ['people/svc-*', 'people/x/svc-scan', false],
  ['people/*', 'people/', true],
  ['**/admin', 'admin', true],
  ['**/admin', 'a/b/c/admin', true],
  ['**/admin', 'a/b/c/admins', false],
  ['people/**', 'people/a/b', true],
  ['people/**', 'people', true],
  ['**/x/**/y', 'a/x/b/x/c/y', true],
  ['*a*b', 'xaxbxab', true],
  ['*a*b', 'xaxbxabx', false],
  ['PEOPLE/Ana', 'people/ana', true],
  ['a.c', 'abc', false],
])('the pattern %s and the path %s: %s', (pattern, path, expected) => {
  expect(matches(pattern, path)).toBe(expected)
})

test('SEC-23 a pattern made to be slow is not', () => {
  const before = process.cpuUsage()
  expect(matches('*a'.repeat(40), `${'a'.repeat(20_000)}b`)).toBe(false)
  expect(process.cpuUsage(before).user).toBeLessThan(1_000_000)
})

function applies(on: LocalTrial): { readonly stdout: string; readonly signal: string | null } {
  const { stdout, signal } = spawnSync(process.execPath, ['--import', 'tsx', child, 'applies', on.root], {
    encoding: 'utf8',
  })
  return { stdout, signal }
}
