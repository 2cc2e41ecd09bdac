import type { Change } from '../evidence/changes.ts'
import type { Exception } from '../evidence/exceptions.ts'
import type { Held } from '../evidence/holders.ts'
import type { Leaver } from '../evidence/leavers.ts'
import type { Subject } from '../evidence/population.ts'
import { operationWithoutSensitive } from './sensitive.ts'
import { sheetColumns, type Table } from './table.ts'

/** Who existed. */
export function populationTable(subjects: readonly Subject[]): Table {
  return {
    columns: sheetColumns(['tenant', 'place', 'kind', 'user', 'login', 'state', 'known', 'immutableId']),
    rows: subjects.map(({ tenant, place, kind, user, login, state, known, immutableId }) => [
      tenant,
      place,
      kind,
      user,
      login,
      state,
      known,
      immutableId,
    ]),
  }
}

/** Who had what. */
export function heldTable(held: readonly Held[]): Table {
  return {
    columns: sheetColumns(['tenant', 'place', 'user', 'what', 'on', 'levels', 'through']),
    rows: held.map(({ tenant, place, user, what, on, levels, through }) => [
      tenant,
      place,
      user,
      what,
      on,
      levels,
      through,
    ]),
  }
}

/** Accounts that were taken away, and how long it took. */
export function leaversTable(leavers: readonly Leaver[]): Table {
  const names = ['tenant', 'user', 'place', 'why', 'lastDay', 'dueAt', 'revokedAt', 'minutes', 'outcome', 'change']
  return {
    columns: sheetColumns(names),
    rows: leavers.map(
      ({ tenant, user, place, why, lastDay = '', dueAt = '', revokedAt = '', minutes, outcome, change }) => [
        tenant,
        user,
        place,
        why,
        lastDay,
        dueAt,
        revokedAt,
        minutes === undefined ? '' : String(minutes),
        outcome,
        change,
      ],
    ),
  }
}

/** What did not go the usual way. */
export function exceptionsTable(exceptions: readonly Exception[]): Table {
  return {
    columns: sheetColumns(['tenant', 'at', 'what', 'about', 'detail']),
    rows: exceptions.map(({ tenant, at, what, about, detail }) => [tenant, at, what, about, detail]),
  }
}

/** Changes with everything they are traced through; of several requests or approvers all, in one cell. */
export function changesTable(changes: readonly Change[]): Table {
  const cells = changes.map((change) => Object.entries(changeCells(change)))
  const names = Object.keys(changeCells(undefined))
  return { columns: sheetColumns(names), rows: cells.map((row) => row.map(([, cell]) => cell)) }
}

/** One change as a document. */
export function changeDocument({ operation, ...change }: Change): object {
  const { id, kind, verb, address, summary, reason, risk, escalation, source, fingerprint, before, after } =
    operationWithoutSensitive(operation)
  const what = { id, kind, verb, address, summary, reason, risk, escalation, source, fingerprint, before, after }
  return { ...change, operation: what }
}

/** The columns of changes, in their order; without a change, what they are called. */
function changeCells(change: Change | undefined): Readonly<Record<string, string>> {
  const requests = change?.requests ?? []
  const approvals = requests.flatMap((request) => request.approvals)
  const source = change?.operation.source
  return {
    id: change?.id ?? '',
    tenant: change?.tenant ?? '',
    at: change?.at ?? '',
    summary: change?.operation.summary ?? '',
    verb: change?.operation.verb ?? '',
    address: change?.operation.address ?? '',
    reason: change?.operation.reason ?? '',
    source: source === undefined ? '' : `${source.file}:${source.line}`,
    requests: requests.map(({ repository, number }) => `${repository}#${number}`).join(' '),
    authors: unique(requests.map(({ author }) => author)),
    approvers: unique(approvals.map(({ by, person }) => (person === undefined ? by : `${by} (${person})`))),
    mergedBy: unique(requests.flatMap(({ mergedBy }) => mergedBy ?? [])),
    approvedDigest: unique(requests.map(({ digest }) => digest)),
    commit: change?.commit ?? '',
    planDigest: change?.digest ?? '',
    consent: change?.consent ?? '',
    apply: change?.apply ?? '',
    operator: change?.operator ?? '',
    outcome: change?.outcome ?? '',
    detail: change?.detail ?? '',
    verifiedAt: change?.verifiedAt ?? '',
    byHand: change?.byHand?.by ?? '',
    recordedBy: change?.byHand?.recordedBy ?? '',
  }
}

function unique(values: readonly string[]): string {
  return [...new Set(values)].join(', ')
}
