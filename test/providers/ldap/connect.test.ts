import net from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LdapDirectory } from '../../../src/generated/tenant.ts'
import { DirectoryFault } from '../../../src/model/fault.ts'
import { accounts, freePort, startSlapd } from '../../servers/slapd.ts'
import type { Slapd } from '../../servers/slapd.ts'
import { startLdapProxy } from '../../servers/ldap-proxy.ts'
import { connectionOf, listing, operation, people, personLdif, provider, settingsOf } from './directory.ts'

let server: Slapd
let elsewhere: Slapd
beforeAll(async () => {
  server = await startSlapd({ load: personLdif('ana') + personLdif('ben') + personLdif('eva') })
  elsewhere = await startSlapd({ certificateNames: ['DNS:other.example'] })
})
afterAll(async () => {
  await server.stop()
  await elsewhere.stop()
})

async function names(
  settings: LdapDirectory,
  variables: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const reader = await provider().read(connectionOf(settings, variables))
  try {
    return [...(await listing(reader)).users.keys()].sort()
  } finally {
    await reader.close()
  }
}

async function faultOf(act: Promise<unknown>): Promise<DirectoryFault> {
  const error: unknown = await act.then(
    () => undefined,
    (fault: unknown) => fault,
  )
  if (error instanceof DirectoryFault) return error
  throw error ?? new Error('it went well')
}

/** A server that takes connections and says nothing. */
async function silent(): Promise<net.AddressInfo> {
  const listener = net.createServer(() => undefined).unref()
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  return listener.address() as net.AddressInfo
}

const ca = { tls: { ca: { env: 'CA' } } }
const everybody = ['ana', 'ben', 'eva']

describe('SEC-37 passwords and people travel encrypted, to the right server', () => {
  test('StartTLS and ldaps with the authority that is named', async () => {
    const trusted = { CA: server.caFile }
    expect(await names(settingsOf(server, { startTls: true, ...ca }), trusted)).toEqual(everybody)
    expect(await names(settingsOf({ url: server.tlsUrl }, ca), trusted)).toEqual(everybody)
    expect(await names(settingsOf({ url: server.tlsUrl.replace('127.0.0.1', 'localhost') }, ca), trusted)).toEqual(
      everybody,
    )
  })

  test('a certificate nobody vouches for is refused, over ldaps and over StartTLS', async () => {
    for (const settings of [settingsOf({ url: server.tlsUrl }), settingsOf(server, { startTls: true })]) {
      const fault = await faultOf(names(settings))
      expect(fault.kind).toBe('refused')
      expect(fault.message).toMatch(/not trusted .*tls\.ca/)
    }
  })

  test('a certificate for another host is refused, and nothing of it is printed', async () => {
    const fault = await faultOf(names(settingsOf({ url: elsewhere.tlsUrl }, ca), { CA: elsewhere.caFile }))
    expect(fault.message).toContain('is for another host')
    expect(JSON.stringify(fault, Object.getOwnPropertyNames(fault))).not.toContain('other.example')
    expect(fault.cause).toBeUndefined()
  })

  test('plain LDAP to another machine is refused before anything is sent', async () => {
    const fault = await faultOf(names(settingsOf({ url: 'ldap://ldap.acme.example' })))
    expect(fault.message).toContain('plain LDAP to ldap.acme.example')
    expect(fault.message).toContain('Set startTls: true or write ldaps://')
    expect((await faultOf(names(settingsOf({ url: 'ldap://127.0.0.1.example' })))).message).toContain('plain LDAP')
    expect((await faultOf(names(settingsOf({ url: 'http://127.0.0.1' })))).message).toContain('no LDAP address')
  })

  test('a server that cannot encrypt gets no password', async () => {
    const proxy = await startLdapProxy(server, {
      // extendedResponse: protocolError (2)
      answer: ({ tag, bytes }) =>
        tag === 0x78
          ? Buffer.concat([Buffer.from([0x30, 12, 2, 1, bytes[4] ?? 1, 0x78, 7, 10, 1, 2, 4, 0, 4, 0])])
          : 'pass',
    })
    const fault = await faultOf(names(settingsOf(proxy, { startTls: true, ...ca }), { CA: server.caFile }))
    expect(fault.message).toContain('refuses StartTLS')
    expect(proxy.count('bind')).toBe(0)
    await proxy.stop()
  })

  test('SEC-31 an authority that cannot be read, or is not named, is told by its variable, never by what that holds', async () => {
    expect((await faultOf(names(settingsOf(server, { startTls: true, ...ca })))).message).toContain(
      'the variable CA is not set',
    )
    const unread = await faultOf(names(settingsOf(server, { startTls: true, ...ca }), { CA: '/nowhere/ca.pem' }))
    expect(unread.message).toContain('the file that CA names cannot be read')
    const settings = settingsOf(server, { startTls: true, tls: { ca: { env: 'READ' } } })
    const mistyped = await faultOf(names(settings))
    for (const fault of [unread, mistyped])
      expect(JSON.stringify(fault, Object.getOwnPropertyNames(fault))).not.toMatch(/nowhere|reader-secret/)
  })
})

describe('credentials', () => {
  test('a wrong password, a missing one and an empty one', async () => {
    expect(await faultOf(names(settingsOf(server), { READ: 'wrong' }))).toMatchObject({ kind: 'credentials' })
    expect((await faultOf(names(settingsOf(server), { READ: '' }))).message).toContain('the variable READ is not set')
  })

  test('the writer signs in with the write credentials, the reader never does', async () => {
    const proxy = await startLdapProxy(server)
    const reader = await provider().read(connectionOf(settingsOf(proxy)))
    expect(proxy.seen[0]?.bytes.toString()).toContain(accounts.reader.dn)
    const writer = await provider().write(connectionOf(settingsOf(proxy)), {
      locate: () => undefined,
      initialPassword: async () => undefined,
    })
    expect(proxy.seen.filter(({ type }) => type === 'bind')[1]?.bytes.toString()).toContain(accounts.writer.dn)
    await reader.close()
    await writer.close()
    expect(proxy.count('unbind')).toBe(2)
    await proxy.stop()
  })
})

describe('a connection that breaks', () => {
  test('nobody there', async () => {
    const fault = await faultOf(names(settingsOf({ url: `ldap://127.0.0.1:${await freePort()}` })))
    expect(fault).toMatchObject({ kind: 'unreachable', message: expect.stringContaining('ECONNREFUSED') as string })
  })

  test('a server that says nothing is not waited for without end', async () => {
    const { port } = await silent()
    const reader = provider({ answerTimeoutMs: 200 }).read(
      connectionOf(settingsOf({ url: `ldap://127.0.0.1:${port}` })),
    )
    expect((await faultOf(reader)).message).toContain('no answer within 0.2 seconds')
  })

  test('REL-01 a listing that is cut starts again, once, on a connection of its own, and names nobody twice', async () => {
    let entries = 0
    const proxy = await startLdapProxy(server)
    const reader = await provider({ pageSize: 1 }).read(connectionOf(settingsOf(proxy)))
    proxy.misbehave({ answer: ({ tag }) => (tag === 0x64 && ++entries === 2 ? 'cut' : 'pass') })
    const { all } = await listing(reader, ['user'])
    expect(all.map(({ reference }) => reference.split(',')[0])).toEqual(['uid=ana', 'uid=ben', 'uid=eva'])
    expect(proxy.connections()).toBe(2)
    expect(proxy.count('bind')).toBe(2)
    await reader.close()
    await proxy.stop()
  })

  test('REL-01 a listing that is cut again and again is a fault', async () => {
    const proxy = await startLdapProxy(server)
    const reader = await provider({ pageSize: 1 }).read(connectionOf(settingsOf(proxy)))
    let entries = 0
    proxy.misbehave({ answer: ({ tag }) => (tag === 0x64 && ++entries % 2 === 0 ? 'cut' : 'pass') })
    expect((await faultOf(listing(reader))).kind).toBe('unreachable')
    expect(reader.completeness().find(({ kind }) => kind === 'user')).toMatchObject({ complete: false, proof: 'none' })
    await reader.close()
    await proxy.stop()
  })

  test('REL-01 half a message, and bytes that are not LDAP, are faults', async () => {
    for (const bytes of [
      Buffer.from([0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0x02]),
      Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'),
    ]) {
      const proxy = await startLdapProxy(server)
      const reader = await provider({ answerTimeoutMs: 300 }).read(connectionOf(settingsOf(proxy)))
      proxy.misbehave({ answer: ({ tag }) => (tag === 0x65 ? bytes : 'pass') })
      expect((await faultOf(listing(reader))).kind).toBe('unreachable')
      await reader.close()
      await proxy.stop()
    }
  })

  test('REL-01 an answer without the page cookie is no proof of an end', async () => {
    const proxy = await startLdapProxy(server)
    const reader = await provider({ pageSize: 2 }).read(connectionOf(settingsOf(proxy)))
    // searchResultDone: success, without controls
    proxy.misbehave({
      answer: ({ tag, bytes }) =>
        tag === 0x65 ? Buffer.from([0x30, 12, 2, 1, bytes[4] ?? 0, 0x65, 7, 10, 1, 0, 4, 0, 4, 0]) : 'pass',
    })
    const fault = await faultOf(listing(reader))
    expect(fault.kind).toBe('incomplete')
    expect(fault.message).toContain('ignored the request to page')
    await reader.close()
    await proxy.stop()
  })

  test('an interrupted run reads no further page, and waits for the write that is under way', async () => {
    const stop = new AbortController()
    const context = { ...connectionOf(settingsOf(server)), signal: stop.signal }
    const reader = await provider({ pageSize: 1 }).read(context)
    const writer = await provider().write(context, { locate: () => undefined, initialPassword: async () => undefined })
    const make = operation('dept', {
      kind: 'organizationalUnit',
      verb: 'create',
      before: null,
      after: { container: `ou=dept,${people}` },
    })
    const reading = (async () => {
      for await (const _ of reader.observe(['user'])) stop.abort()
    })()
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
    expect(await writer.apply([make])).toMatchObject([{ status: 'applied' }])
    expect(await reader.confirm(make, () => undefined)).toBe(true)
    await reader.close()
    await writer.close()
  })

  test('an interrupted run waits for no connection', async () => {
    const { port } = await silent()
    const reading = provider().read({
      ...connectionOf(settingsOf({ url: `ldaps://127.0.0.1:${port}` })),
      signal: AbortSignal.timeout(50),
    })
    expect((await faultOf(reading)).message).toContain('interrupted')
  })

  test('a plan writes nothing', async () => {
    const proxy = await startLdapProxy(server)
    const reader = await provider().read(connectionOf(settingsOf(proxy)))
    const { users } = await listing(reader)
    await reader.find([...users.values()].map(({ immutableId }) => immutableId))
    await reader.existing(['uid=nobody,dc=lab,dc=example'])
    expect(proxy.count('modify', 'add', 'delete', 'rename', 'extended')).toBe(0)
    expect(proxy.count('search')).toBeGreaterThan(3)
    await reader.close()
    await proxy.stop()
  })
})

describe('SEC-16 the writer writes to the directory that was planned on, and to no other', () => {
  const locate = (): undefined => undefined
  const initialPassword = async (): Promise<undefined> => undefined
  const eva = operation('eva', {
    kind: 'user',
    verb: 'create',
    before: null,
    after: { username: 'eva2', container: people, state: 'active', attributes: { cn: 'e', sn: 'e' }, references: {} },
  })

  test('another one is refused before anything is written', async () => {
    const reader = await provider().read(connectionOf(settingsOf(server)))
    await reader.close()
    const context = { identity: reader.identity, locate, initialPassword }
    const writer = await provider().write(connectionOf(settingsOf(server)), context)
    await writer.close()
    const fault = await faultOf(provider().write(connectionOf(settingsOf(elsewhere)), context))
    expect(fault).toMatchObject({ kind: 'refused', message: expect.stringContaining(reader.identity) as string })
  })

  test('nor one that a broken connection leads to', async () => {
    const target = { host: server.host, port: server.port }
    const proxy = await startLdapProxy(target)
    const writer = await provider().write(connectionOf(settingsOf(proxy)), { locate, initialPassword })
    const reader = await provider().read(connectionOf(settingsOf(proxy)))
    proxy.misbehave({ request: () => 'cut' })
    expect(await writer.apply([eva])).toMatchObject([{ status: 'failed', class: 'unknown' }])
    target.port = elsewhere.port
    expect(await faultOf(reader.existing([people]))).toMatchObject({ kind: 'unreachable' })
    proxy.misbehave({})
    expect(await faultOf(writer.apply([eva]))).toMatchObject({ kind: 'refused' })
    expect(await faultOf(reader.existing([people]))).toMatchObject({ kind: 'refused' })
    expect(elsewhere.search('(uid=eva2)', '1.1')).toBe('')
    target.port = server.port
    expect(await writer.apply([eva])).toMatchObject([{ status: 'applied' }])
    server.tool('ldapdelete', [`uid=eva2,${people}`])
    await writer.close()
    await reader.close()
    await proxy.stop()
  })
})
