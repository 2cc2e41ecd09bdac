import { openFileLedger } from '../../src/ledger/file-store.ts'
import { LedgerUnavailable } from '../../src/ledger/ledger.ts'
import { outcome } from './entries.ts'

// Records until the system refuses (its parent limits how far a file may grow), then says what was promised and what was refused.
const ledger = openFileLedger({ root: process.argv[2] ?? '', now: () => new Date() })
const lease = await ledger.lock('acme')
const journal = await ledger.open('acme', 'full', lease)
let promised = 0
let refusal: unknown
for (let turn = 0; turn < 2000 && refusal === undefined; turn += 1) {
  try {
    await journal.record([outcome(`person-${turn}`)])
    promised += 1
  } catch (error) {
    refusal = error
  }
}
const again: unknown = await journal.record([outcome('after')]).catch((error: unknown) => error)
const closed: unknown = await journal.close().catch((error: unknown) => error)
const kinds = [refusal, again, closed].map((error) => error instanceof LedgerUnavailable)
process.stdout.write(JSON.stringify({ promised, kinds, message: String(refusal) }))
