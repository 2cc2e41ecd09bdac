import { openFileLedger } from '../../src/ledger/file-store.ts'
import { localProvider } from '../../src/providers/local/provider.ts'
import { plan } from '../../src/reconciler/reconcile.ts'

/** Prints the digest of the plan of a workspace: `digest-child.ts <root> <moment>`. */
const [root = '', moment = ''] = process.argv.slice(2)
const now = (): Date => new Date(moment)
const made = await plan({
  root,
  commit: null,
  tool: { name: 'roster', version: '0.0.0-test' },
  asOf: now(),
  providers: new Map([['local', localProvider]]),
  ledger: openFileLedger({ root, now }),
  environment: () => undefined,
  now,
  signal: new AbortController().signal,
  progress: () => undefined,
})
process.stdout.write(made.digest)
