import { expect, test } from 'vitest'
import { examine } from '../../src/cli/examination.ts'
import { DirectoryFault } from '../../src/model/fault.ts'
import type { Connection, Provider } from '../../src/providers/provider.ts'

/** What doctor says of the accounts of a directory that does not answer: they are known without it. */
async function saidOf(settings: object): Promise<readonly string[]> {
  const provider = {
    read: () => Promise.reject(new DirectoryFault('unreachable', 'nobody answers')),
  } as unknown as Provider
  const connection = { tenant: 'acme', id: 'main', settings, environment: () => undefined } as unknown as Connection
  const checks = await examine({ provider, connection, chain: [] })
  return checks.filter(({ check }) => check === 'read and write apart').map(({ result }) => result)
}

const reader = { bindDn: 'cn=reader,dc=x' }

test('SEC-01 an account that plans read with and apply writes with is flagged', async () => {
  const mode = 'authoritative'
  expect(await saidOf({ mode, credentials: { read: reader, write: { bindDn: 'CN=Reader,dc=x' } } })).toEqual(['warn'])
  expect(await saidOf({ mode, credentials: { read: reader } })).toEqual(['warn'])
  expect(await saidOf({ mode, credentials: { read: reader, write: { bindDn: 'cn=writer,dc=x' } } })).toEqual(['ok'])
  expect(await saidOf({ mode: 'observe', credentials: { read: reader } })).toEqual([])
  expect(await saidOf({ mode })).toEqual([])
})
