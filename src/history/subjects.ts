import type { Address } from '../model/address.ts'
import { parseAddress } from '../model/address.ts'
import type { ChainedEntry, Entry } from '../model/entry.ts'
import { isMessage, isOfDirectory } from '../model/operation.ts'
import type { Operation } from '../model/operation.ts'
import { bareKey } from './in-effect.ts'
import type { SubjectKind } from './timeline-row.ts'

/** Ids that a chain speaks of, by what they are the ids of. */
export type Subjects = Readonly<Record<SubjectKind, ReadonlySet<string>>>

/** Everybody and everything that a timeline can be told of. */
export function subjectsOf(chain: readonly ChainedEntry[]): Subjects {
  const found = {
    user: new Set<string>(),
    group: new Set<string>(),
    entity: new Set<string>(),
    role: new Set<string>(),
  }
  const add = (address: Address): void => {
    const { id, ...parts } = parseAddress(address)
    const kind: string = parts.kind
    if (kind === 'account') found.user.add(id)
    else if (kind === 'user' || kind === 'group') found[kind].add(id)
  }
  for (const { entry } of chain) {
    for (const address of addressesIn(entry)) add(address)
    if (entry.type === 'access') for (const key of Object.keys(entry.elements)) addKey(found, bareKey(key))
  }
  return found
}

/** The kinds that an id is of. */
export function kindsOf(subjects: Subjects, id: string): readonly SubjectKind[] {
  return (['user', 'group', 'entity', 'role'] as const).filter((kind) => subjects[kind].has(id))
}

function addressesIn(entry: Entry): readonly Address[] {
  if (entry.type === 'adopt' || entry.type === 'verified' || entry.type === 'account') return [entry.address]
  if (entry.type === 'members') return [entry.group]
  if (entry.type === 'intent') return addressesOf(entry.operation)
  if (entry.type === 'attested') return Object.keys(entry.accounts)
  if (entry.type !== 'observed') return []
  return Object.keys(entry.accounts).map((id) => `${entry.tenant}/${entry.subscription}/account/${id}`)
}

function addressesOf(operation: Operation): readonly Address[] {
  if (isMessage(operation) || !isOfDirectory(operation)) return []
  const { address, previousAddress } = operation
  return previousAddress === undefined ? [address] : [address, previousAddress]
}

function addKey(found: { readonly [K in SubjectKind]: Set<string> }, key: string): void {
  const [sort = '', id = ''] = key.split(/\/(.*)/s)
  if (sort === 'entity' || sort === 'role' || sort === 'group') found[sort].add(id)
  if (sort === 'account') found.user.add(id.slice(id.indexOf('/') + 1))
}
