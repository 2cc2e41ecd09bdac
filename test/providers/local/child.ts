import { writeSync } from 'node:fs'

import { DirectoryFault } from '../../../src/model/fault.ts'
import { localProvider } from '../../../src/providers/local/provider.ts'
import type { Connection, Writer } from '../../../src/providers/provider.ts'
import { createUser } from './directory.ts'

/** A process of its own, for what must be killed or must stand beside another: `child.ts <what> <workspace>`. */
const [, , what, root = ''] = process.argv

const connection: Connection = {
  tenant: 'acme',
  id: 'hq',
  settings: { provider: 'local' },
  root,
  environment: () => undefined,
  now: () => new Date(),
  signal: new AbortController().signal,
}

async function open(): Promise<Writer> {
  return localProvider.write(connection, { locate: () => undefined, initialPassword: async () => undefined })
}

if (what === 'killedAfterOutcome') {
  const writer = await open()
  const [outcome] = await writer.apply([createUser('ana')])
  writeSync(1, outcome?.status ?? 'none')
  process.kill(process.pid, 'SIGKILL')
}
if (what === 'writerOpens') {
  try {
    await (await open()).close()
    writeSync(1, 'opened')
  } catch (error) {
    writeSync(1, error instanceof DirectoryFault ? error.kind : 'bug')
  }
}
if (what === 'applies') {
  const writer = await open()
  for (const name of ['ana', 'ben', 'eva']) {
    const [outcome] = await writer.apply([createUser(name)])
    writeSync(1, `${outcome?.status} `)
  }
  await writer.close()
}
