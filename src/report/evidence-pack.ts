import type { EvidenceCommit } from '../evidence/commit.ts'
import type { BothEnds, TenantEvidence } from '../evidence/gather.ts'
import type { PackFile } from '../evidence/manifest.ts'
import { csvOf } from './csv.ts'
import {
  changeDocument,
  changesTable,
  exceptionsTable,
  heldTable,
  leaversTable,
  populationTable,
} from './evidence-tables.ts'
import { printableJson } from './printable.ts'
import type { Table } from './table.ts'

/** What a pack is about, in words of its own page. */
export interface PackSubject {
  /** `2026-07-01 to 2026-09-30 (Europe/Berlin)`. */
  readonly period: string
  readonly command: string
}

/** The files of a pack but for its manifest, sorted by name. The same evidence gives the same bytes. */
export function packFiles(
  subject: PackSubject,
  tenants: readonly TenantEvidence[],
  commits: readonly EvidenceCommit[],
): readonly PackFile[] {
  const every = <T>(of: (tenant: TenantEvidence) => readonly T[]): readonly T[] => tenants.flatMap(of)
  const ends = <T>(name: string, of: (tenant: TenantEvidence) => BothEnds<T>, table: (all: readonly T[]) => Table) =>
    (['start', 'end'] as const).map((end) => sheet(`${name}-${end}.csv`, table(every((tenant) => of(tenant)[end]))))
  const changes = every((tenant) => tenant.changes)
  const files = [
    { name: 'README.txt', text: readme(subject), rows: 0 },
    ...ends('population', ({ population }) => population, populationTable),
    ...ends('access', ({ held }) => held, heldTable),
    sheet('changes.csv', changesTable(changes)),
    list('changes.json', changes.map(changeDocument)),
    sheet('leavers.csv', leaversTable(every((tenant) => tenant.leavers))),
    sheet('exceptions.csv', exceptionsTable(every((tenant) => tenant.exceptions))),
    list('commits.json', commits),
    ...tenants.map(({ tenant, chain }) => ({ name: `chain/${tenant}.jsonl`, text: chain.text, rows: chain.entries })),
  ]
  return files.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

function sheet(name: string, table: Table): PackFile {
  return { name, text: csvOf(table), rows: table.rows.length }
}

/** One element a line, so that a list can be read and compared line by line. */
function list(name: string, elements: readonly object[]): PackFile {
  const lines = elements.map((element) => printableJson(JSON.stringify(element)))
  return { name, text: lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`, rows: elements.length }
}

function readme({ period, command }: PackSubject): string {
  return `Evidence of who had access to what, and of every change
${period}

Made with: ${command}

population-start.csv, population-end.csv   every account that was known before the period, and at its end
access-start.csv, access-end.csv           who had what then: groups, licences, roles, access on platforms
changes.csv, changes.json                  every change: request, author, approvers, digest, apply, outcome, proof
leavers.csv                                accounts that were taken away: when it was due, and when it was done
exceptions.csv                             what did not go the usual way
commits.json                               commits of the workspace, and how they are signed
chain/<tenant>.jsonl                       the entries of the ledger, each with the hash of the one before it
manifest.json                              every file with its size and sha256, and both ends of every chain
manifest.json.sig                          the signature under the manifest, where there is one

To verify with roster
  roster evidence verify . --signer allowed_signers

To verify without roster
  1. The signature (allowed_signers has a line: auditor@example.org ssh-ed25519 AAAA...; get the key from elsewhere):
     ssh-keygen -Y verify -f allowed_signers -I auditor@example.org -n roster-evidence -s manifest.json.sig < manifest.json
  2. The files: the sha256 and the size of each are in manifest.json.
  3. The chains: in each line of chain/<tenant>.jsonl, "hash" is the sha256 of the line without "hash", as canonical JSON
     (RFC 8785); "prev" is the "hash" of the line before. The first line follows "before" in the manifest, the last is "after".
`
}
