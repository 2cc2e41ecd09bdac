import { exit } from '../model/exit-code.ts'
import type { TenantReport } from './run.ts'

/** The order in which tenants are applied, and what holds the later ones. */
export interface Rings {
  /** The same tenants, ring by ring. */
  readonly inOrder: (tenants: readonly string[]) => readonly string[]
  /** Why a tenant has to wait, by what became of those before it; undefined: it may go. */
  readonly heldBy: (tenant: string, before: readonly TenantReport[]) => string | undefined
}

/** Reads `rings` of roster.yaml. A tenant that several name is in the first of them; whoever is in none comes last. */
export function ringsOf(rings: readonly (readonly string[])[] = [], tenants: readonly string[]): Rings {
  const ringOf = (tenant: string): number => {
    const found = rings.findIndex((ring) => ring.includes(tenant))
    return found === -1 ? rings.length : found
  }
  const places = new Map(tenants.map((tenant) => [tenant, ringOf(tenant)]))
  const placeOf = (tenant: string): number => places.get(tenant) ?? rings.length
  const inOrder = (all: readonly string[]): readonly string[] => all.toSorted((a, b) => placeOf(a) - placeOf(b))
  const ordered = inOrder(tenants)
  return {
    inOrder,
    heldBy: (tenant, before) => {
      if (rings.length === 0) return undefined
      const codes = new Map(before.map((report) => [report.tenant, report.exitCode]))
      const failed = ordered.find((one) => placeOf(one) < placeOf(tenant) && codes.get(one) !== exit.done)
      return failed === undefined
        ? undefined
        : `ring ${placeOf(failed) + 1} did not come to its end (${failed}): nothing was written in the rings after it`
    },
  }
}
