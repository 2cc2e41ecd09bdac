import { openFileLedger } from '../../src/ledger/file-store.ts'
import { openGitLedger } from '../../src/ledger/git-store.ts'
import { type Lease, LockHeld } from '../../src/ledger/ledger.ts'

// A process of its own that takes and releases the lock of a tenant when its parent says so.
const [store = '', root = ''] = process.argv.slice(2)
const now = (): Date => new Date()
const ledger =
  store === 'file' ? openFileLedger({ root, now }) : openGitLedger({ root, now, env: { PATH: process.env['PATH'] } })
let lease: Lease | undefined

process.on('message', (message: 'take' | 'release') => {
  void (message === 'take' ? take() : release()).then((answer) => process.send?.(answer))
})
process.send?.('ready')

async function take(): Promise<string> {
  try {
    lease = await ledger.lock('acme')
    return `won ${lease.fence}`
  } catch (error) {
    return error instanceof LockHeld ? 'held' : `error ${String(error)}`
  }
}

async function release(): Promise<string> {
  await lease?.check()
  await lease?.release()
  return 'released'
}
