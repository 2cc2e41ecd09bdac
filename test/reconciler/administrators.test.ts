import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Observed } from '../../src/model/observed.ts'
import { localProvider } from '../../src/providers/local/provider.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { altered, readerLike } from '../providers/delegate.ts'
import { Bench, crowd, finding, person, tenantOf, told } from './bench.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
  bench.providers = new Map([['local', withAdministrators(localProvider, ['root'])]])
})
afterEach(() => bench.close())

/** A directory that counts these accounts among its own administrators. */
function withAdministrators(provider: Provider, usernames: readonly string[]): Provider {
  const told = (object: Observed): Observed =>
    object.kind === 'user' && usernames.includes(object.username) ? { ...object, administers: true } : object
  return altered(provider, {
    reader: (reader) =>
      readerLike(reader, {
        observe: async function* (kinds) {
          for await (const page of reader.observe(kinds)) yield page.map(told)
        },
        find: async (ids) => new Map([...(await reader.find(ids))].map(([id, object]) => [id, told(object)])),
      }),
  })
}

test('SEC-19 an administrator of the directory is adopted by the id alone, never by a key', async () => {
  const declare = (more: object): void =>
    bench.tenant('acme', { tenant: tenantOf(), users: { ana: person('ana', { ...more }) } })
  bench.live().addUser('root', { attributes: { email: 'ana@acme.example' } })
  declare({})
  const made = await bench.plan()
  expect(finding(made, 'adoption-privileged')?.message).toMatch(/root is an administrator of the directory.*\(adopt\)/)
  expect(told(made.operations)).toEqual([])
  declare({ adopt: { hq: 'id-root' } })
  const named = await bench.plan()
  expect(finding(named, 'adoption-privileged')).toBeUndefined()
  expect(told(named.operations)).toContain('rename user ana')
})

test('SEC-19 an administrator of the directory whom nobody declares is left alone, and told', async () => {
  const files = { tenant: tenantOf(), users: crowd(4) }
  bench.tenant('acme', files)
  expect((await bench.apply()).exitCode).toBe(0)
  bench.live().addUser('root')
  bench.live().addUser('other')
  const made = await bench.plan()
  expect(told(made.operations).map((line) => line.replace(/~.*/, '~'))).toEqual(['disable user ~'])
  expect(made.operations[0]?.summary).toContain('other')
  expect(finding(made, 'administrator-undeclared')?.message).toMatch(/^root .*administrator.*protect/)
})
