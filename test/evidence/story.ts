import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { evidenceOf, type FilesThen } from '../../src/evidence/gather.ts'
import {
  manifestOf,
  manifestText,
  signatureName,
  evidenceNamespace,
  manifestName,
} from '../../src/evidence/manifest.ts'
import { type Period, periodOf } from '../../src/evidence/period.ts'
import type { SigningKey } from '../../src/evidence/ssh-key.ts'
import { sshSign } from '../../src/evidence/sshsig.ts'
import { openFileLedger } from '../../src/ledger/file-store.ts'
import type { ChainedEntry, Entry } from '../../src/model/entry.ts'
import type { RequestTrace } from '../../src/model/forge.ts'
import type { Operation } from '../../src/model/operation.ts'
import { packFiles } from '../../src/report/evidence-pack.ts'
import { recorded } from '../ledger/conformance.ts'

export const quarter: Period = periodOf('2026-Q3', 'Europe/Berlin')

export const request: RequestTrace = {
  repository: 'msp/people',
  number: 7,
  author: 'ana',
  head: 'a'.repeat(40),
  merge: 'b'.repeat(40),
  mergedAt: '2026-07-02T08:00:00.000Z',
  mergedBy: 'cleo',
  digest: `sha256:${'c'.repeat(64)}`,
  approvals: [
    { by: 'ben', person: 'msp/ben-osei', at: '2026-07-02T07:00:00.000Z', rules: ['default'] },
    { by: 'cleo', at: '2026-07-02T07:30:00.000Z', rules: ['critical'] },
  ],
}

const common = {
  tenant: 'acme',
  directory: 'hq',
  status: 'planned' as const,
  derived: false,
  risk: 'low' as const,
  escalation: false,
  sensitive: [],
  needs: [],
  effects: [],
  reversible: true,
  urgent: false,
}

type Told = Partial<Pick<Operation, 'reason' | 'escalation' | 'fingerprint'>>

export function joins(user: string, told: Told = {}): Operation {
  const address = `acme/hq/user/${user}`
  return {
    ...common,
    id: `${address}#create`,
    address,
    kind: 'user',
    verb: 'create',
    reason: 'declared',
    summary: `${user} joins hq`,
    source: { file: 'tenants/acme/users.yaml', line: 3, via: [] },
    fingerprint: `create-${user}`,
    before: null,
    after: { username: user, container: 'people', state: 'active', attributes: {}, references: {} },
    ...told,
  }
}

export function leaves(user: string, told: Told = {}): Operation {
  const address = `acme/hq/user/${user}`
  return {
    ...common,
    id: `${address}#disable`,
    address,
    kind: 'user',
    verb: 'disable',
    reason: 'expired',
    summary: `${user} can no longer sign in`,
    source: { file: 'tenants/acme/users.yaml', line: 4, via: [] },
    fingerprint: `disable-${user}`,
    before: { immutableId: `id-${user}`, state: 'active', container: 'people' },
    after: { state: 'disabled', container: 'people' },
    ...told,
  }
}

export function enters(group: string, member: string, told: Told = {}): Operation {
  const address = `acme/hq/membership/${group}/${member}`
  return {
    ...common,
    id: `${address}#grant`,
    address,
    kind: 'membership',
    verb: 'grant',
    reason: 'declared',
    summary: `${member} joins the group ${group}`,
    source: { file: 'tenants/acme/groups.yaml', line: 1, via: ['select'] },
    fingerprint: `grant-${group}-${member}`,
    before: null,
    after: { group, member },
    ...told,
  }
}

type Consent = Extract<Entry, { type: 'run' }>['consent']

/** What an apply records; `fails`: operations that do not work out. */
export function run(
  apply: string,
  operations: readonly Operation[],
  {
    consent = { how: 'autoApprove' },
    fails = [],
    commit = 'd'.repeat(40),
  }: { consent?: Consent; fails?: readonly Operation[]; commit?: string } = {},
): readonly Entry[] {
  const outcome = (operation: Operation): Entry => ({
    type: 'outcome',
    operation: operation.id,
    fingerprint: operation.fingerprint,
    ...(fails.includes(operation)
      ? { status: 'failed', class: 'forbidden', detail: 'no right to write there' }
      : {
          status: 'applied',
          locator: { immutableId: `id-${operation.address.split('/').at(-1) ?? ''}`, reference: 'x' },
        }),
  })
  return [
    {
      type: 'run',
      apply,
      tool: 'roster 0.1.0',
      commit,
      configDigest: 'sha256:1',
      asOf: '2026-07-01T00:00:00.000Z',
      digest: `sha256:${apply}`,
      consent,
      operator: 'runner@ci',
    },
    ...operations.flatMap((operation): Entry[] => [{ type: 'intent', operation }, outcome(operation)]),
    { type: 'end', apply, result: fails.length > 0 ? 'partly' : 'applied', exitCode: fails.length > 0 ? 7 : 0 },
  ]
}

export const nothingSaid: FilesThen = { declared: () => undefined, lifted: () => [] }

/** Something happened, and when. */
export interface Happened {
  readonly at: string
  readonly apply: string
  readonly entries: readonly Entry[]
}

/** A real ledger in which all this was recorded, and its chain. */
export async function ledgerOf(
  all: readonly Happened[],
  tenant = 'acme',
): Promise<{ root: string; chain: readonly ChainedEntry[] }> {
  const root = mkdtempSync(join(tmpdir(), 'roster-evidence-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const { at, apply, entries } of all) {
    const ledger = openFileLedger({ root, now: () => new Date(at) })
    await recorded(ledger, tenant, apply, entries)
  }
  return { root, chain: await openFileLedger({ root, now: () => new Date() }).read(tenant) }
}

/** A quarter: two people before it, one more by a request and one that cannot be made, one who leaves, one who comes after it. */
export const aQuarter: readonly Happened[] = (() => {
  const fails = joins('eva')
  return [
    {
      at: '2026-06-30T21:59:00.000Z',
      apply: 'one',
      entries: run('one', [joins('ana'), joins('ben'), enters('staff', 'ana')]),
    },
    {
      at: '2026-07-02T08:05:00.000Z',
      apply: 'two',
      entries: run('two', [joins('zoë “😀”'), enters('staff', 'ben'), fails], {
        consent: { how: 'reviewed', requests: [request] },
        fails: [fails],
      }),
    },
    {
      at: '2026-09-30T21:59:59.000Z',
      apply: 'three',
      entries: run('three', [leaves('ben')], { consent: { how: 'terminal' } }),
    },
    { at: '2026-09-30T22:00:00.000Z', apply: 'four', entries: run('four', [joins('later')]) },
  ]
})()

/** The files of a pack as they would lie in its folder. */
export function packOf(
  chain: readonly ChainedEntry[],
  key?: SigningKey,
  period: Period = quarter,
): Map<string, Buffer> {
  const tenants = [evidenceOf({ tenant: 'acme', chain }, period, nothingSaid)]
  const command = `roster evidence --period ${period.asked}`
  const files = packFiles({ period: `${period.first} to ${period.last} (${period.zone})`, command }, tenants, [])
  const text = manifestText(
    manifestOf(
      { tool: 'roster 0.1.0', command, commit: null, period, now: new Date('2027-01-01T00:00:00Z') },
      tenants,
      files,
    ),
  )
  const pack = new Map(files.map((file) => [file.name, Buffer.from(file.text)]))
  pack.set(manifestName, Buffer.from(text))
  if (key !== undefined) pack.set(signatureName, Buffer.from(sshSign(Buffer.from(text), evidenceNamespace, key)))
  return pack
}
