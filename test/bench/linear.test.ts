import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { writeLocalDirectory } from '../../bench/workspace/local.ts'
import { benchTenant } from '../../bench/workspace/people.ts'
import { writeRoot, writeTenant } from '../../bench/workspace/yaml.ts'
import { settleUsernames } from '../../src/language/compile/usernames.ts'
import { openFileLedger } from '../../src/ledger/file-store.ts'
import type { Person } from '../../src/model/desired.ts'
import { localProvider } from '../../src/providers/local/provider.ts'
import type { Provider, Reader } from '../../src/providers/provider.ts'
import { plan } from '../../src/reconciler/reconcile.ts'

const scratch = mkdtempSync(join(tmpdir(), 'roster-linear-'))
afterAll(() => rmSync(scratch, { recursive: true }))

/** How often a plan asks a directory for something, by what it asks. */
type Calls = Record<string, number>

test('REL-26 a plan of ten times the people asks ten times as much, and reads once', async () => {
  const [small, large] = [await callsOf(200), await callsOf(2_000)]
  expect(Object.keys(large).toSorted()).toEqual(Object.keys(small).toSorted())
  for (const [what, times] of Object.entries(large)) {
    // What is asked once for a run stays once; what is asked for each person grows with the people; nothing grows faster.
    expect(times / (small[what] ?? 1), `${what}: ${small[what]} -> ${times}`).toBeLessThanOrEqual(10.5)
  }
  expect(large['observe']).toBe(1)
  expect(large['user']).toBeLessThanOrEqual(2 * 2_000)
  expect(large['find'] ?? 0).toBe(0)
})

test('REL-26 a thousand people of one name are told apart in a thousand steps, not in a million', () => {
  const people = new Map<string, Person>()
  for (let n = 0; n < 1_000; n += 1) {
    const id = `p${String(n).padStart(4, '0')}`
    people.set(id, {
      id,
      source: { file: 'users.yaml', line: 1, via: [] },
      state: 'active',
      stateReason: 'declared',
      urgent: false,
      directories: [],
      username: 'ana.li',
      naming: { base: 'ana.li', onCollision: 'number' },
      values: {},
      initial: {},
      departmentPath: [],
    })
  }
  // Every look at whether a name is taken folds it first.
  const looks = vi.spyOn(String.prototype, 'toLowerCase')
  const settled = settleUsernames(people, new Map())
  const times = looks.mock.calls.length
  looks.mockRestore()
  expect(new Set([...settled.values()].map(({ username }) => username)).size).toBe(1_000)
  expect(times).toBeLessThan(6_000)
})

async function callsOf(size: number): Promise<Calls> {
  const root = join(scratch, String(size))
  writeRoot(root)
  const tenant = benchTenant(0, { people: size, groups: 20 })
  writeTenant(root, tenant, { form: 'lists', directory: '    provider: local\n    mode: authoritative' })
  writeLocalDirectory(root, tenant)
  const calls: Calls = {}
  const made = await plan({
    root,
    commit: null,
    tool: { name: 'roster', version: '0' },
    asOf: new Date('2026-11-22T12:00:00Z'),
    providers: new Map([['local', counting(localProvider, calls)]]),
    ledger: openFileLedger({ root, now: () => new Date() }),
    environment: () => undefined,
    now: () => new Date(),
    signal: new AbortController().signal,
    progress: () => {},
  })
  expect(made.operations).toEqual([])
  expect(made.status.errored).toBe(false)
  return calls
}

/** The provider, with every call of its reader and of its dialect counted. */
function counting(provider: Provider, calls: Calls): Provider {
  return {
    ...provider,
    read: async (connection) => {
      const reader = await provider.read(connection)
      const dialect = counted(reader.dialect, calls)
      return new Proxy(counted(reader, calls), {
        get: (target, name) => (name === 'dialect' ? dialect : Reflect.get(target, name, target)) as unknown,
      })
    },
  }
}

function counted<T extends Reader | Reader['dialect']>(thing: T, calls: Calls): T {
  return new Proxy(thing, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      return (...words: unknown[]): unknown => {
        calls[String(name)] = (calls[String(name)] ?? 0) + 1
        return Reflect.apply(value, target, words) as unknown
      }
    },
  })
}
