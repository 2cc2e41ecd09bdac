import { parseAddress } from '../model/address.ts'
import type { Address } from '../model/address.ts'
import type { Verified } from '../model/entry.ts'
import type { Operation } from '../model/operation.ts'
import { isMessage, isOfDirectory } from '../model/operation.ts'
import { isDone } from '../model/outcome.ts'
import { causeOf, placeOf } from './cause.ts'
import type { Moment } from './replay.ts'
import type { DraftRow, Scene, Teller } from './scene.ts'

/** What became of a person or a group in the directories themselves. */
export function tellObjects(scene: Scene, kind: 'user' | 'group'): Teller {
  const seen = new Map<Address, Verified | undefined>()
  return {
    told: (moment) => {
      const rows = rowsOf(scene, kind, moment, seen)
      const address = addressIn(moment)
      if (address !== undefined && isSubject(scene, kind, address, moment.seq))
        seen.set(address, moment.memory.objects.get(address)?.verified)
      return rows
    },
  }
}

function rowsOf(
  scene: Scene,
  kind: 'user' | 'group',
  { seq, at, entry, operation }: Moment,
  seen: ReadonlyMap<Address, Verified | undefined>,
): readonly DraftRow[] {
  const decision = scene.decisions.at(seq)
  const verified = { state: 'verified', at } as const
  if (entry.type === 'outcome')
    return operation !== undefined && isDone(entry.status) && isAbout(scene, kind, operation, seq)
      ? [rowOfOperation(scene, { seq, at, operation, status: entry.status })]
      : []
  if (entry.type !== 'adopt' && entry.type !== 'verified' && entry.type !== 'released') return []
  if (!isSubject(scene, kind, entry.address, seq)) return []
  const { directory, id } = parseAddress(entry.address)
  const row = { at, seq, decision, proof: verified }
  switch (entry.type) {
    case 'adopt':
      return [{ ...row, what: `${id} was found in ${directory} by its ${wordsOf(entry.by)}`, cause: 'adoption' }]
    case 'released':
      return [{ ...row, what: `${id} is not managed in ${directory} any more: ${entry.why}`, cause: 'released' }]
    case 'verified': {
      const what = changed(seen.get(entry.address), entry.object)
      if (what.length === 0) return []
      return [
        { ...row, what: `${id} was changed in ${directory} by somebody else: ${what.join(', ')}`, cause: 'outside' },
      ]
    }
  }
}

/** A row about an operation that was carried out. */
export function rowOfOperation(
  { decisions }: Scene,
  {
    seq,
    at,
    operation,
    status,
  }: { readonly seq: number; readonly at: string; readonly operation: Operation; readonly status: string },
): DraftRow {
  const isShown = status !== 'accepted'
  return {
    at,
    seq,
    what: status === 'unchanged' ? `${operation.summary} (it was so already)` : operation.summary,
    cause: causeOf(operation),
    source: placeOf(operation),
    decision: decisions.at(seq, operation.id),
    proof: isShown ? { state: 'verified', at } : { state: 'awaited' },
    ...(isShown ? {} : { until: { operation: operation.id } }),
  }
}

function isAbout(scene: Scene, kind: 'user' | 'group', operation: Operation, seq: number): boolean {
  if (isMessage(operation) || !isOfDirectory(operation) || operation.kind === 'membership') return false
  if (operation.kind === 'licence')
    return kind === 'user' && scene.isSubject((operation.after ?? operation.before).user, seq)
  if (operation.kind === 'policy')
    return (
      kind === 'user' &&
      (operation.verb === 'grant' || operation.verb === 'revoke') &&
      scene.isSubject((operation.after ?? operation.before).member, seq)
    )
  return isSubject(scene, kind, operation.address, seq)
}

function isSubject(scene: Scene, kind: 'user' | 'group', address: Address, seq: number): boolean {
  const parts = parseAddress(address)
  return parts.kind === kind && scene.isSubject(parts.id, seq)
}

function addressIn({ entry, operation }: Moment): Address | undefined {
  if (entry.type === 'verified' || entry.type === 'adopt' || entry.type === 'released') return entry.address
  return entry.type === 'outcome' ? operation?.address : undefined
}

/** Names of what is otherwise; values are not told. */
function changed(before: Verified | undefined, now: Verified): readonly string[] {
  if (before === undefined) return []
  const names = [...new Set([...Object.keys(before.attributes), ...Object.keys(now.attributes)])]
  const references = [...new Set([...Object.keys(before.references), ...Object.keys(now.references)])]
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
  const isOther = (field: 'state' | 'username' | 'name' | 'container'): boolean =>
    !same(
      (before as unknown as Readonly<Record<string, unknown>>)[field],
      (now as unknown as Readonly<Record<string, unknown>>)[field],
    )
  return [
    ...(['state', 'username', 'name', 'container'] as const).filter(isOther),
    ...names.filter((name) => !same(before.attributes[name], now.attributes[name])).toSorted(),
    ...references.filter((name) => before.references[name] !== now.references[name]).toSorted(),
  ]
}

function wordsOf(by: string): string {
  const words: Readonly<Record<string, string>> = {
    id: 'id',
    employeeId: 'employee number',
    upn: 'UPN',
    mail: 'address',
  }
  return words[by] ?? by
}
