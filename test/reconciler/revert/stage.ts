import { runs } from '../../../src/history/runs.ts'
import type { Plan } from '../../../src/model/plan.ts'
import type { Reverted } from '../../../src/reconciler/revert/reverted.ts'
import type { ApplyReport, Consent, Run } from '../../../src/reconciler/run.ts'
import { revertedOf } from '../../../src/cli/revert/reverted-of.ts'
import type { Bench } from '../bench.ts'

/** The last apply of a tenant, or the one before so many others. */
export async function lastApply(bench: Bench, back = 0, tenant = 'acme'): Promise<Reverted> {
  const all = runs(tenant, await bench.ledger.read(tenant))
  const run = all.at(-1 - back)
  if (run === undefined) throw new Error('nothing was applied')
  return revertedOf(run)
}

/** A plan that takes an apply back. */
export function planBack(bench: Bench, reverts: Reverted, more: Partial<Run> = {}): Promise<Plan> {
  return bench.plan({ reverts, tenants: ['acme'], ...more })
}

/** Plans again and carries it out, under the digest of what was planned. */
export async function takeBack(bench: Bench, reverts: Reverted, more: Partial<Run> = {}): Promise<ApplyReport> {
  const { digest } = await planBack(bench, reverts, more)
  const consent: Consent = { how: 'digest', digest }
  return bench.apply(consent, { reverts, tenants: ['acme'], ...more })
}

/** A directory as people see it: names, places, states, values and who is in which group, without ids and order. */
export function picture(bench: Bench, tenant = 'acme'): readonly unknown[] {
  const all = bench.live(tenant).all()
  const names = new Map(all.map((one) => [one.id, one.username ?? one.name ?? one.container]))
  const named = (id: string): string => names.get(id) ?? id
  return all
    .map(({ id: _id, members, references, ...one }) => ({
      ...one,
      references: Object.fromEntries(Object.entries(references ?? {}).map(([name, id]) => [name, named(id)])),
      ...(members === undefined ? {} : { members: members.map(named).toSorted() }),
    }))
    .toSorted((a, b) =>
      JSON.stringify([a.kind, a.username, a.name, a.container]) <
      JSON.stringify([b.kind, b.username, b.name, b.container])
        ? -1
        : 1,
    )
}
