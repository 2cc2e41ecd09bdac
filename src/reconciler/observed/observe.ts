import type { PlatformExport } from '../../generated/platform.ts'
import type { Lease } from '../../ledger/ledger.ts'
import { nearest } from '../../language/load/nearest.ts'
import { undeclaredIn } from '../../model/address.ts'
import { exit } from '../../model/exit-code.ts'
import { UsageError } from '../../model/fault.ts'
import type { Contract } from '../accounts/contract.ts'
import { placeOf } from '../accounts/contract.ts'
import type { Memory } from '../memory.ts'
import type { Run } from '../run.ts'
import { contractsOf } from '../seats/contracts.ts'
import { takesSeat } from '../seats/terms.ts'
import { underLease } from '../under-lease.ts'
import type { Files } from '../work-orders/files.ts'
import { checkPerson, filesOf } from '../work-orders/files.ts'
import { claimed } from './claimed.ts'
import { idsGone } from './gone.ts'
import { exportMeant } from './request.ts'
import type { ObserveReport, ObserveRequest } from './request.ts'
import { readExport } from './reading.ts'
import type { Reading } from './taken-down.ts'
import { takenDown } from './taken-down.ts'

/**
 * Reads a list that somebody exported from a platform: what it shows counts as live from then on. Writes one record, or
 * nothing. Throws UsageError where the request speaks of what is not there.
 */
export async function observeExport(run: Run, request: ObserveRequest): Promise<ObserveReport> {
  return underLease<ObserveReport>(run.ledger, request.tenant, {
    refused: (exitCode, why) => held(request, exitCode, why),
    work: ({ memory }, lease) => observeHeld(run, request, { memory, lease }),
  })
}

function held(request: ObserveRequest, exitCode: number, why: string): ObserveReport {
  return { ...nothingOf(request, request.export ?? ''), exitCode, held: why }
}

function nothingOf({ tenant, subscription, file }: ObserveRequest, name: string): Omit<ObserveReport, 'exitCode'> {
  const nothing = { mistakes: [], rows: 0, matched: 0, unknown: [], unchanged: false }
  return {
    tenant,
    subscription,
    export: name,
    file,
    ...nothing,
    verified: [],
    contradicted: [],
    changed: [],
    missing: [],
  }
}

interface Held {
  readonly memory: Memory
  readonly lease: Lease
}

async function observeHeld(run: Run, request: ObserveRequest, { memory, lease }: Held): Promise<ObserveReport> {
  const { tenant } = request
  const files = filesOf(run, tenant)
  if ('mistake' in files) return held(request, exit.invalid, files.mistake)
  if (request.by !== undefined) checkPerson(files, request.by)
  const reading = readingOf(run, request, { files, memory, lease })
  const { mistakes, rows } = reading.read
  const nothing = { ...nothingOf(request, reading.name), mistakes, rows }
  if (mistakes.length > 0) return { ...nothing, exitCode: exit.invalid }
  const refused = incomplete(reading)
  if (refused !== undefined)
    return { ...nothing, missing: reading.read.missing, exitCode: exit.unreadable, held: refused }
  return takenDown(reading)
}

function readingOf(
  run: Run,
  request: ObserveRequest,
  { files, memory, lease }: Held & { readonly files: Files },
): Reading {
  const desired = files.desired(memory)
  const theirs = claimed(desired, memory, run.asOf)
  const contracts = contractsOf(desired, theirs.memory, run.asOf)
  const contract = contracts.find(({ subscription }) => subscription.id === request.subscription)
  if (contract === undefined)
    throw noContract(
      request,
      contracts.map(({ subscription }) => subscription.id),
    )
  const { name, list } = exportMeant(contract, request)
  if (isOfParent(contract, list)) throw ofParent(contract, { tenant: request.tenant, name })
  const read = readExport(contract, request.sheet, { list, now: run.now() })
  const gone = read.mistakes.length > 0 ? [] : idsGone(contract, request.gone ?? [], read)
  return { run, request, lease, contract, name, list, read, gone, before: theirs.entries }
}

/** Whether a list is about people who have a seat on a contract that the parent has: they are the parent's. */
function isOfParent(contract: Contract, { types }: PlatformExport): boolean {
  return contract.subscription.settings.from === 'parent' && types.every((type) => takesSeat(contract, type))
}

function ofParent(
  contract: Contract,
  { tenant, name }: { readonly tenant: string; readonly name: string },
): UsageError {
  return new UsageError(
    `The contract with ${placeOf(contract)} is that of the tenant that serves ${tenant}, and so are the people of its list ${name}. Read it with --tenant <that one>.`,
  )
}

function noContract({ tenant, subscription }: ObserveRequest, ids: readonly string[]): UsageError {
  const near = nearest(subscription, ids)
  const hint = near === undefined ? `It has ${ids.join(', ') || 'none'}.` : `Did you mean ${near}?`
  return new UsageError(`${tenant} has no contract ${subscription} with a platform. ${hint}`)
}

/** A list that lacks so many is a filtered one, or of another contract. One alone may have gone. */
const most = 0.2

function incomplete({ read: { expected, missing }, request, gone }: Reading): string | undefined {
  const away = missing.filter((id) => !gone.includes(id))
  if (request.partial === true || away.length < 2 || away.length <= expected.length * most) return undefined
  const names = away.slice(0, 5).map(called).join(', ') + (away.length > 5 ? ` and ${away.length - 5} more` : '')
  return `${away.length} of ${expected.length} accounts that are known are not in the list (${names}): it is not believed, and nothing was written. Export it without a filter; if it is meant to be a part, say so with --partial.`
}

/** An account that nobody declared is called by what it signs in with. */
function called(id: string): string {
  return undeclaredIn(id) ?? id
}
