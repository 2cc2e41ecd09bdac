import { canonical } from '../../model/canonical.ts'
import { grouped } from '../../model/grouped.ts'
import type { PlatformOperation } from '../../model/operation.ts'
import { wayOfCreation } from '../accounts/capability.ts'
import type { Contract } from '../accounts/contract.ts'

/** What is one turn at the console: one operation, or people who are imported together. */
export type Bundle = readonly PlatformOperation[]

/** Puts operations that are in order into turns; the order stays. */
export function bundled(contract: Contract | undefined, operations: readonly PlatformOperation[]): readonly Bundle[] {
  // What is imported together needs the same, so it lies in one wave of the order: nothing in between can depend on a part of it.
  return [...grouped(operations, (operation) => keyOf(contract, operation)).values()]
}

/** Whether several people are made by one import. */
export function isImport(contract: Contract | undefined, [first]: Bundle): boolean {
  if (contract === undefined || first?.kind !== 'account' || first.verb !== 'create') return false
  return wayOfCreation(contract, first.after.type) === 'csv'
}

function keyOf(contract: Contract | undefined, operation: PlatformOperation): string {
  if (!isImport(contract, [operation]) || operation.kind !== 'account' || operation.verb !== 'create')
    return operation.id
  const { type, at = '' } = operation.after
  return canonical(['import', type, at, operation.needs])
}
