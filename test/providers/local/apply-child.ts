import { writeSync } from 'node:fs'

import { openFileLedger } from '../../../src/ledger/file-store.ts'
import { localProvider } from '../../../src/providers/local/provider.ts'
import { apply } from '../../../src/reconciler/reconcile.ts'

/** A process of its own that applies a workspace: `apply-child.ts <workspace>`; prints the exit code. */
const [, , root = ''] = process.argv
const now = (): Date => new Date()

const report = await apply(
  {
    root,
    commit: null,
    tool: { name: 'roster', version: '0.0.0' },
    asOf: now(),
    providers: new Map([[localProvider.name, localProvider]]),
    ledger: openFileLedger({ root, now }),
    environment: () => undefined,
    now,
    signal: new AbortController().signal,
    progress: () => {},
  },
  { how: 'autoApprove' },
)
writeSync(1, String(report.exitCode))
