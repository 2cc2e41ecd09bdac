import { afterAll, beforeAll, expect, test } from 'vitest'
import { activeDirectoryProvider } from '../../../src/providers/active-directory/provider.ts'
import type { Provider, Reader } from '../../../src/providers/provider.ts'
import { startAdProxy } from '../../servers/ad-proxy.ts'
import type { AdProxy } from '../../servers/ad-proxy.ts'
import { startSamba } from '../../servers/samba.ts'
import type { Samba } from '../../servers/samba.ts'
import { connectionOf, makeUnit, settingsOf } from './read-domain.ts'
import type { Unit } from './read-domain.ts'

let server: Samba
let proxy: AdProxy
let unit: Unit

beforeAll(async () => {
  server = await startSamba()
  proxy = await startAdProxy(server)
  unit = makeUnit(server)
}, 120_000)

afterAll(async () => {
  await proxy?.stop()
  await server?.stop()
})

const open = async (provider: Provider = activeDirectoryProvider(), url = proxy.url): Promise<Reader> =>
  provider.read(
    connectionOf(settingsOf({ url }, unit, server.administrator), {
      caFile: proxy.caFile,
      password: server.administrator.password,
    }),
  )

/** Answers of the server with one text in place of another of the same length. */
const saying = (from: string, to: string): void =>
  proxy.misbehave({
    answer: ({ tag, bytes }) => {
      const at = tag === 0x64 ? bytes.indexOf(from) : -1
      if (at < 0) return 'pass'
      const other = Buffer.from(bytes)
      other.write(to, at, 'latin1')
      return other
    },
  })

test.each([3268, 3269])(
  'SEC-19 the global catalogue (port %i) is not read: it holds a part of everything',
  async (port) => {
    await expect(open(undefined, `ldaps://dc1.lab.example:${port}`)).rejects.toThrow(
      /port .*: this is the global catalog.*Take the port out/,
    )
  },
)

test('SEC-19 a read-only domain controller is not read: it does not hold everything, and takes no change', async () => {
  // LDAP_CAP_ACTIVE_DIRECTORY_V61_R2_OID, which everybody has, becomes LDAP_CAP_ACTIVE_DIRECTORY_PARTIAL_SECRETS_OID.
  saying('1.2.840.113556.1.4.1935', '1.2.840.113556.1.4.1920')
  await expect(open()).rejects.toThrow(/is a read-only domain controller.*one that can be written to/)
  proxy.misbehave({})
})

test('SEC-19 a run stays with the domain controller it began with: another may not know yet what was written', async () => {
  const provider = activeDirectoryProvider()
  const first = await open(provider)
  await first.close()
  saying('CN=NTDS Settings,CN=DC1,', 'CN=NTDS Settings,CN=DC2,')
  await expect(open(provider)).rejects.toThrow(/another domain controller answers/)
  // Another run may begin with it.
  const other = await open()
  await other.close()
  proxy.misbehave({})
  const again = await open(provider)
  await again.close()
})

test('SEC-19 nor does it go on with another when its connection is lost', async () => {
  const reader = await open()
  let cut = false
  proxy.misbehave({
    request: ({ type }) => {
      if (type !== 'search' || cut) return 'pass'
      cut = true
      saying('CN=NTDS Settings,CN=DC1,', 'CN=NTDS Settings,CN=DC2,')
      return 'cut'
    },
  })
  await expect(reader.serverTime()).rejects.toThrow(/another domain controller answers/)
  proxy.misbehave({})
  await reader.close()
})
