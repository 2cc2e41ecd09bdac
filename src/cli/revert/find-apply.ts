import type { Run as AppliedRun } from '../../history/runs.ts'
import { runs } from '../../history/runs.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { UsageError } from '../../model/fault.ts'

const fewest = 8
const mostNamed = 5

/** The one apply whose id begins so, in the ledgers of these tenants. Throws UsageError where there is none, or more than one. */
export async function findApply(ledger: Ledger, tenants: readonly string[], begin: string): Promise<AppliedRun> {
  if (!/^[0-9a-fA-F-]+$/.test(begin) || begin.length < fewest)
    throw new UsageError(
      `${begin} is not the id of an apply. Write at least its first ${fewest} characters, as roster log shows it.`,
    )
  const found: AppliedRun[] = []
  for (const tenant of tenants) {
    const chain = await ledger.read(tenant)
    found.push(...runs(tenant, chain).filter(({ apply }) => apply.startsWith(begin.toLowerCase())))
  }
  const [only, ...others] = found
  if (only === undefined) {
    const where = tenants.length === 1 ? `the ledger of ${tenants[0]}` : 'any ledger here'
    throw new UsageError(`There is no apply ${begin} in ${where}. roster log shows what was applied.`)
  }
  if (others.length === 0) return only
  const ids = found.slice(0, mostNamed).map(({ apply, tenant }) => `${apply} (${tenant})`)
  throw new UsageError(`${begin} begins the ids of ${found.length} applies: ${ids.join(', ')}. Write more of it.`)
}
