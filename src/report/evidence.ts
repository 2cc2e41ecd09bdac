import type { Change } from '../evidence/changes.ts'
import type { Manifest } from '../evidence/manifest.ts'
import type { PackProof } from '../evidence/verify.ts'
import { count } from './count.ts'
import { momentForPeople } from './days.ts'
import type { Ink } from './ink.ts'

/** A pack that was written. */
export interface WrittenPack {
  readonly folder: string
  readonly manifest: Manifest
  /** sha256 of the manifest's file. */
  readonly sha256: string
  /** The key that signed it; not there: nobody did. */
  readonly key?: string
  readonly exceptions: number
}

/** What was written, for people. */
export function paintPack({ folder, manifest, sha256, key, exceptions }: WrittenPack, ink: Ink): string {
  const { period, tenants, files } = manifest
  const sum = (of: (tenant: Manifest['tenants'][number]) => number): number =>
    tenants.reduce((all, tenant) => all + of(tenant), 0)
  const accounts = `${count(
    sum(({ population }) => population.start.count),
    'account',
  )} before, ${sum(({ population }) => population.end.count)} at the end`
  const signed =
    key === undefined
      ? `${ink.warn('not signed')}${ink.plain(': whoever can write the folder can write it anew. Sign it with --key <private key>, or by hand:')}\n    ${ink.plain(`ssh-keygen -Y sign -n roster-evidence -f <private key> ${folder}/manifest.json`)}`
      : `${ink.good('signed')} ${ink.plain(`by ${key}`)}`
  return [
    `${ink.strong(folder)} ${ink.plain(`${period.first} to ${period.last} (${period.zone}), ${count(tenants.length, 'tenant')}, ${count(files.length, 'file')}`)}`,
    `  ${ink.plain(
      `${accounts}, ${count(
        sum(({ changes }) => changes),
        'change',
      )}, ${count(exceptions, 'exception')}`,
    )}`,
    ...(period.over ? [] : [`  ${ink.warn('the period is not over: more may come, and its end is now')}`]),
    `  ${signed}`,
    `  ${ink.faint(`manifest sha256 ${sha256}`)}`,
    `  ${ink.faint(`verify: roster evidence verify ${folder}`)}`,
    '',
  ].join('\n')
}

/** What a pack is worth, for people. */
export function paintProof(folder: string, { faults, files, signed, manifest }: PackProof, ink: Ink): string {
  const about = manifest === undefined ? '' : `, ${manifest.period.first} to ${manifest.period.last}`
  const verdict = faults.length > 0 ? ink.remove('BROKEN') : ink.good('proven')
  return [
    `${ink.strong(folder)}: ${verdict}${ink.plain(`, ${count(files, 'file')}${about}`)}`,
    ...faults.map((fault) => `    ${ink.remove('!')} ${ink.plain(fault)}`),
    `    ${signatureInWords(signed, faults.length === 0, ink)}`,
    '',
  ].join('\n')
}

function signatureInWords(signed: PackProof['signed'], holds: boolean, ink: Ink): string {
  if (signed === undefined)
    return holds
      ? ink.warn('not signed: it shows accidents; whoever can write the folder can write it anew')
      : ink.faint('no signature that holds')
  const { key, principals } = signed
  if (principals === undefined)
    return ink.warn(
      `signed by ${key}; whose key that is, only you can say: name a file of allowed signers with --signer`,
    )
  return ink.faint(`signed by ${principals.join(', ')} (${key})`)
}

/** Changes that were drawn, each traced, for people. */
export function paintSample(
  changes: readonly Change[],
  { ink, zone, of, seed }: { readonly ink: Ink; readonly zone: string; readonly of: number; readonly seed: string },
): string {
  const head = `${count(changes.length, 'change')} of ${of}, drawn with the seed ${seed}`
  if (changes.length === 0) return `${ink.plain('There were no changes in that period.')}\n`
  return [ink.strong(head), '', ...changes.flatMap((change, at) => traced(change, at + 1, { ink, zone })), ''].join(
    '\n',
  )
}

function traced(change: Change, number: number, { ink, zone }: { readonly ink: Ink; readonly zone: string }): string[] {
  const { operation, tenant, at, requests, commit, digest, consent, apply, operator, outcome, detail, verifiedAt } =
    change
  const { source } = operation
  const said = `${source.file}:${source.line}${source.via.length === 0 ? '' : ` (${source.via.join(', ')})`}`
  const asked = requests.map(
    ({ repository, number: request, author, approvals }) =>
      `request   ${repository}#${request} by ${author}, approved by ${approvals.map(({ by }) => by).join(', ') || 'nobody'}`,
  )
  const done = change.byHand === undefined ? outcome : `${outcome} by ${change.byHand.by} on ${change.byHand.on}`
  const lines = [
    ...(asked.length === 0 ? [`request   none: consent ${consent}`] : asked),
    `said in   ${said}, commit ${commit ?? 'none'}`,
    `plan      ${digest}`,
    `apply     ${apply} by ${operator}, ${momentForPeople(at, zone)}`,
    `outcome   ${done}${detail === undefined ? '' : `: ${detail}`}`,
    `verified  ${verifiedAt === undefined ? 'not in this period' : momentForPeople(verifiedAt, zone)}`,
  ]
  return [
    `${String(number).padStart(3)}. ${ink.strong(tenant)} ${ink.plain(operation.summary)}`,
    ...lines.map((line) => `       ${ink.faint(line)}`),
  ]
}
