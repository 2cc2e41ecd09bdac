import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tailAfter } from '../../src/ledger/chain.ts'
import { openFileLedger } from '../../src/ledger/file-store.ts'
import { keepHead } from '../../src/ledger/heads.ts'
import { checkpointOf } from '../../src/ledger/ledger.ts'
import { runFileName } from '../../src/ledger/run-files.ts'
import type { ChainedEntry, Entry } from '../../src/model/entry.ts'
import type { DirectoryOperation } from '../../src/model/operation.ts'
import type { SeatEvent } from '../../src/model/seats.ts'
import { isDue } from '../../src/reconciler/checkpoints/keep.ts'
import { stillKept } from '../../src/reconciler/checkpoints/lapse.ts'
import { stateOf } from '../../src/reconciler/checkpoints/state.ts'
import { remember } from '../../src/reconciler/memory.ts'

type Seen = Extract<Entry, { type: 'verified' }>

/** How old a ledger gets, and whether checkpoints are kept as applies keep them. */
export interface Age {
  readonly entries: number
  readonly hasCheckpoints: boolean
}

const entriesOfRun = 100
const hour = 3_600_000

/**
 * Lets a tenant's ledger grow as years of applies would, one an hour: other titles and back, people who come and go on a contract. What is
 * live stays as it was, so that nothing is to be planned. The tenant was applied once. Written without syncing.
 */
export async function growLedger(root: string, tenant: string, { entries, hasCheckpoints }: Age): Promise<void> {
  const begun = await openFileLedger({ root, now: () => new Date() }).read(tenant)
  const people = begun.flatMap(({ entry }) =>
    entry.type === 'verified' && entry.object.kind === 'user' ? [entry] : [],
  )
  const last = begun.at(-1)
  if (last === undefined) throw new Error(`nothing was applied in ${tenant}`)
  let moment = Date.now() - (entries / entriesOfRun + 2) * hour
  const tail = tailAfter(last, last.fence, () => new Date(moment))
  const [young, recent] = [remember(begun), [...begun]]
  const write = (apply: string, records: readonly Entry[]): void => {
    const text = tail.extend(records)
    const first = tail.head().seq - records.length + 1
    writeFileSync(join(root, '.roster/ledger', tenant, runFileName(first, apply)), text)
    if (hasCheckpoints) for (const line of text.trimEnd().split('\n')) recent.push(JSON.parse(line) as ChainedEntry)
  }
  // Where there are checkpoints it ends at the worst moment: just before the next one.
  let checkpoints = 0
  const isThere = (): boolean =>
    tail.head().seq >= entries && (checkpoints === 0 || isDue(young, recent.length + entriesOfRun))
  for (let number = 0; !isThere(); number += 1) {
    moment += hour
    write(`run-${number}`, runOf(new Date(moment), number, people))
    if (isThere() || !isDue(young, recent.length)) continue
    const memory = remember(recent)
    const state = stateOf({ ...memory, ...stillKept(memory, recent.at(-1)?.at ?? '') })
    recent.length = 0
    checkpoints += 1
    write(checkpointOf(`run-${number}`), [{ type: 'checkpoint', state }])
  }
  await keepHead(root, tenant, tail.head())
}

/** What one apply records: a hundred entries. */
function runOf(moment: Date, number: number, people: readonly Seen[]): readonly Entry[] {
  const changes = Array.from({ length: 30 }, (_, index) => people[(number * 30 + index) % people.length])
  const asOf = moment.toISOString()
  const on = asOf.slice(0, 10)
  const digest = `sha256:${'a'.repeat(64)}`
  return [
    {
      type: 'run',
      apply: `run-${number}`,
      tool: 'roster 0.0.0',
      commit: null,
      configDigest: digest,
      asOf,
      digest,
      consent: { how: 'autoApprove' },
      operator: 'bench@bench',
    },
    ...changes.flatMap((seen) => (seen === undefined ? [] : retitled(seen, number))),
    ...seatEvents(on, number).map((event): Entry => ({ type: 'seats', subscription: 'atera', events: [event] })),
    { type: 'end', apply: `run-${number}`, result: 'applied', exitCode: 0 },
  ]
}

/** Somebody got another title, and was then seen with the one that the files ask for. */
function retitled(seen: Seen, number: number): readonly Entry[] {
  const { address, immutableId } = seen
  const [tenant = '', directory = ''] = address.split('/')
  const fingerprint = 'f'.repeat(64)
  const operation: DirectoryOperation = {
    id: `${address}#update`,
    address,
    tenant,
    directory,
    kind: 'user',
    verb: 'update',
    status: 'planned',
    reason: 'declared',
    derived: false,
    summary: 'gets another title',
    risk: 'low',
    escalation: false,
    sensitive: [],
    needs: [],
    effects: [],
    source: { file: `tenants/${tenant}/users.000.yaml`, line: 1, via: [] },
    reversible: true,
    urgent: false,
    fingerprint,
    before: { immutableId, attributes: { title: 'Clerk' }, references: {} },
    after: { attributes: { title: `Clerk, ${number}` }, references: {} },
  }
  return [
    { type: 'intent', operation },
    { type: 'outcome', operation: operation.id, fingerprint, status: 'applied' },
    seen,
  ]
}

/** Eight facts about the seats of one contract: four people have one, each in turn gives it back and takes it again. */
export function seatEvents(on: string, number: number): readonly SeatEvent[] {
  const users = ['agent-1', 'agent-2', 'agent-3', 'agent-4']
  const terms = { edition: 'msp', tier: 'growth', cycle: 'monthly', term: 'annual', addons: [] } as const
  if (number === 0) {
    const assigned = Object.fromEntries(users.map((user) => [user, { address: `${user}@bench.example` }]))
    return Array.from({ length: 8 }, (): SeatEvent => ({
      event: 'opening',
      on,
      purchased: 6,
      declared: 6,
      assigned,
      terms,
    }))
  }
  return users.flatMap((user): readonly SeatEvent[] => [
    { event: 'release', on, user, reason: 'disabled' },
    { event: 'assign', on, user, address: `${user}@bench.example` },
  ])
}
