import net from 'node:net'

/** A loopback address that is ours until this process ends or gives it back. */
export interface Address {
  readonly host: string
  readonly release: () => Promise<void>
}

/** Whoever listens here has the address; the ports of a domain controller cannot be chosen. */
const claimPort = 11_636
const claimed = [389, 636]

/** Finds 127.0.11.N that no other process of the tests uses. The kernel frees it when the process ends. */
export async function claimAddress(): Promise<Address> {
  for (let last = 1; last < 255; last++) {
    const host = `127.0.11.${last}`
    const claim = await listen(host, claimPort)
    if (claim === undefined) continue
    claim.unref()
    const release = async (): Promise<void> => new Promise((resolve) => claim.close(() => resolve()))
    if (await isFree(host)) return { host, release }
    await release()
  }
  throw new Error('no address of 127.0.11.0/24 is free: end the servers that older test runs left there')
}

async function isFree(host: string): Promise<boolean> {
  for (const port of claimed) {
    const server = await listen(host, port)
    if (server === undefined) return false
    await new Promise((resolve) => server.close(resolve))
  }
  return true
}

async function listen(host: string, port: number): Promise<net.Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = net.createServer((socket) => socket.destroy())
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    )
    server.listen({ host, port, exclusive: true }, () => resolve(server))
  })
}
