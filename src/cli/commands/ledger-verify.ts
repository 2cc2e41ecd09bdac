import { parseHead } from '../../ledger/chain.ts'
import type { Head, Ledger, Verification } from '../../ledger/ledger.ts'
import { UsageError } from '../../model/fault.ts'
import { proveCheckpoints } from '../../reconciler/checkpoints/proof.ts'
import { paintVerifications } from '../../report/verification.ts'
import { exit } from '../../model/exit-code.ts'
import { openLedger } from '../ledger.ts'
import type { Session } from '../session.ts'
import { settingsOf } from '../settings.ts'
import { checkTenants, findRoot } from '../workspace.ts'

export interface VerifyOptions {
  readonly tenant?: readonly string[]
  readonly head?: string
}

/** `roster ledger verify`: proves each tenant's chain; 1 when one does not hold. */
export async function ledgerVerify(session: Session, options: VerifyOptions): Promise<number> {
  const root = findRoot(session.folder)
  const ledger = await openLedger(root, settingsOf(root), session)
  const known = await ledger.tenants()
  checkTenants(root, options.tenant, known)
  const tenants = options.tenant ?? known
  const head = headOf(options.head, tenants)
  const proofs = await Promise.all(tenants.map((tenant) => verified(ledger, tenant, head)))
  const exitCode = proofs.every((proof) => proof.faults.length === 0) ? exit.done : exit.unexpected
  session.output.result({
    document: () => ({ formatVersion: '1.0', kind: 'verification', exitCode, tenants: proofs }),
    text: () => paintVerifications(proofs, session.ink),
  })
  return exitCode
}

/** Checkpoints sum up what was proven before; of a chain that does not hold there is nothing to compare them with. */
async function verified(ledger: Ledger, tenant: string, head: Head | undefined): Promise<Verification> {
  const proof = await ledger.verify(tenant, head)
  if (proof.faults.length > 0) return proof
  const { faults, notes } = proveCheckpoints(await ledger.read(tenant))
  return { ...proof, faults, notes: [...proof.notes, ...notes], anchored: proof.anchored && faults.length === 0 }
}

function headOf(text: string | undefined, tenants: readonly string[]): Head | undefined {
  if (text === undefined) return undefined
  const head = parseHead(text)
  if (head === undefined)
    throw new UsageError(`--head ${text} is not a head. It is <seq>:<hash>, as roster apply prints it.`)
  if (tenants.length === 1) return head
  throw new UsageError('A head belongs to one tenant: name it with --tenant.')
}
