import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PrivateNetwork } from './network.ts'
import { openPrivateNetwork, whyNoPrivateNetwork } from './network.ts'

describe.runIf(whyNoPrivateNetwork() === undefined)('a private network', () => {
  const server = createServer((_request, response) => response.end('here'))
  let network: PrivateNetwork
  beforeAll(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    network = await openPrivateNetwork({ hosts: ['graph.microsoft.com'], port })
  })
  afterAll(async () => {
    await network.close()
    server.close()
  })
  const script = async (text: string): Promise<string> => {
    const { code, stdout, stderr } = await network.run([process.execPath, '-e', text], { cwd: '.', env: process.env })
    expect(code, stderr).toBe(0)
    return stdout.trim()
  }

  test('a name of the world leads to the server here', async () => {
    const text = `require('node:http').get('http://graph.microsoft.com:443/', (answer) => answer.pipe(process.stdout))`
    expect(await script(text)).toBe('here')
  })

  test('nothing else can be reached', async () => {
    const text = `require('node:net').connect(443, '192.0.2.1').on('error', ({ code }) => console.log(code))`
    expect(await script(text)).toBe('ENETUNREACH')
  })
})
