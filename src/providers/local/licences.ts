import type { ObservedLicences } from '../../model/observed.ts'
import type { DirectoryOperation, LicenceAssignment } from '../../model/operation.ts'
import type { Standpoint } from './asked.ts'
import { idOfUser } from './asked.ts'
import type { Header, ObjectRecord, UserRecord } from './records.ts'
import type { Tree } from './tree.ts'

type OnLicence = DirectoryOperation & { readonly kind: 'licence' }

/** What the file lends, and who has it. One person of whom that may not be read, and nothing of it counts as read. */
export function licencesIn(header: Header, tree: Tree, isVisible: (record: ObjectRecord) => boolean): ObservedLicences {
  if (header.faults?.unreadable?.includes('licences') === true)
    return { unreadable: 'the reading account may not see who has which licence' }
  const holders = new Map<string, string[]>(Object.keys(header.licences ?? {}).map((sku) => [sku, []]))
  for (const record of tree.all()) {
    if (record.kind !== 'user' || !isVisible(record)) continue
    if (record.unknown?.includes('licences') === true)
      return { unreadable: `the licences of ${record.username} may not be read` }
    for (const sku of record.licences ?? []) holders.get(sku)?.push(record.id)
  }
  const pools = Object.entries(header.licences ?? {}).map(([sku, { purchased }]) => ({
    sku,
    purchased,
    holders: holders.get(sku) ?? [],
  }))
  return { pools }
}

/** Is what this operation asks for the case? */
export function isLicenceSo(operation: OnLicence, at: Standpoint): boolean {
  const holds = holderOf(operation, at)?.licences?.includes(assignmentOf(operation).sku) === true
  return operation.verb === 'grant' ? holds : !holds
}

/** The account that gets or loses a unit. */
export function holderOf(operation: OnLicence, at: Standpoint): UserRecord | undefined {
  const { user, reference } = assignmentOf(operation)
  return at.tree.user(reference ?? idOfUser(user, at) ?? '')
}

/** What is given, or taken back. */
export function assignmentOf(operation: OnLicence): LicenceAssignment {
  return operation.after ?? operation.before
}

/** The account with the unit, or without it. */
export function withLicence(user: UserRecord, sku: string, verb: 'grant' | 'revoke'): UserRecord {
  const others = (user.licences ?? []).filter((each) => each !== sku)
  return { ...user, licences: verb === 'grant' ? [...others, sku].toSorted() : others }
}

/** Why no unit can be given: nothing of the name is lent, or all units are in use; undefined: one is free. */
export function noUnit(sku: string, pools: Header['licences'], tree: Tree): string | undefined {
  const pool = pools?.[sku]
  if (pool === undefined) return `there is no licence ${sku}`
  const used = tree.licensed(sku)
  return used < pool.purchased ? undefined : `no unit of ${sku} is free: ${used} of ${pool.purchased} are in use`
}

/** What is wrong with the pools of a header; undefined: nothing. */
export function flawOfPools(header: { readonly licences?: unknown }): string | undefined {
  const { licences } = header
  if (licences === undefined) return undefined
  if (typeof licences !== 'object' || licences === null || Array.isArray(licences))
    return '`licences` must be an object: a name, and how many were bought'
  for (const [sku, pool] of Object.entries(licences as Readonly<Record<string, { purchased?: unknown } | null>>)) {
    const purchased = pool?.purchased
    if (typeof purchased !== 'number' || !Number.isInteger(purchased) || purchased < 0)
      return `\`purchased\` of the licence ${sku} must be a whole number, 0 or more`
  }
  return undefined
}
