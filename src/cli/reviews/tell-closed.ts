import type { FileChange } from '../../adoption/result.ts'
import { exit } from '../../model/exit-code.ts'
import { count } from '../../report/count.ts'
import { paintDiagnostics } from '../../report/diagnostics.ts'
import { tally, type Outcome, type Outcomes } from '../../reviews/outcome.ts'
import type { Session } from '../session.ts'
import type { Hearing } from './hearing.ts'
import type { Revocations } from './revocations.ts'
import { lineInWords } from './texts.ts'

/** Tells what keeps decisions from counting, with the place of each. */
export function tellDoubts({ output, ink }: Session, { campaign, judged, placeOf }: Hearing): number {
  const diagnostics = judged.doubts.map((doubt) => {
    const { message, fix } = doubt
    return {
      severity: 'error' as const,
      slug: 'review-decision',
      message,
      fix,
      ...placeOf(doubt),
      column: 1,
      tenant: campaign.tenant,
    }
  })
  const exitCode = exit.invalid
  output.result({
    document: () => ({ formatVersion: '1.0', kind: 'reviewClose', campaign: campaign.campaign, exitCode, diagnostics }),
    text: () =>
      [
        ...paintDiagnostics(diagnostics, ink),
        ink.strong(`${campaign.campaign} stays open: ${count(diagnostics.length, 'line')} cannot be counted.`),
        '',
      ].join('\n'),
  })
  return exitCode
}

/** Tells what nobody has decided on yet. */
export function tellOpen(
  { output, ink }: Session,
  { campaign }: Hearing,
  { lines, until }: Extract<Outcomes, { readonly is: 'open' }>,
): number {
  const exitCode = exit.stale
  output.result({
    document: () => ({
      formatVersion: '1.0',
      kind: 'reviewClose',
      campaign: campaign.campaign,
      until,
      open: lines.map(({ item, person, has, id, where }) => ({ item, person, has, id, where })),
      exitCode,
    }),
    text: () =>
      [
        ink.strong(`${campaign.campaign} stays open: nobody has decided on ${count(lines.length, 'line')}.`),
        ...lines.slice(0, 20).map((line) => ink.plain(`  ${line.item} ${lineInWords(line)}`)),
        ...(lines.length > 20 ? [ink.plain(`  and ${lines.length - 20} more`)] : []),
        ink.plain(`There is time before ${until}. Silence is never a yes.`),
        '',
      ].join('\n'),
  })
  return exitCode
}

/** A review that is closed. */
export interface Closed {
  readonly hearing: Hearing
  readonly outcomes: readonly Outcome[]
  readonly revocations: Revocations
  readonly hash: string
  readonly number: number | undefined
  readonly files: readonly FileChange[]
}

/** Tells what a review came to, and what is next. */
export function tellClosed({ output, ink }: Session, closed: Closed): number {
  const { hearing, outcomes, revocations, hash, number, files } = closed
  const { campaign } = hearing.campaign
  const decisions = tally(outcomes)
  const { keep, revoke, change, exceptions } = decisions
  const changes = outcomes.filter(({ word }) => word === 'change')
  output.result({
    document: () => ({
      formatVersion: '1.0',
      kind: 'reviewClose',
      campaign,
      hash,
      decisions,
      revoked: revocations.edited.map(({ item, person, has, id, where }) => ({ item, person, has, id, where })),
      byHand: revocations.byHand.map(({ line: { item, person, has, id, where }, why }) => ({
        item,
        person,
        has,
        id,
        where,
        why,
      })),
      files: files.map(({ path, before }) => ({ path, change: before === undefined ? 'created' : 'changed' })),
      ...(number === undefined ? {} : { request: number }),
      exitCode: exit.done,
    }),
    text: () =>
      [
        ink.strong(
          `${campaign} is closed: ${keep} kept, ${revoke} revoked, ${change} to be changed, ${count(exceptions, 'exception')}.`,
        ),
        ...revocations.edited.map((line) => `  ${ink.remove('-')} ${ink.plain(lineInWords(line))}`),
        ...revocations.byHand.flatMap(({ line, why }) => [
          `  ${ink.warn('!')} ${ink.plain(lineInWords(line))}`,
          ink.plain(`      not edited: ${why}`),
        ]),
        ...changes.map(
          ({ line, reason }) =>
            `  ${ink.warn('!')} ${ink.plain(`${lineInWords(line)}: to be changed by hand (${reason})`)}`,
        ),
        ink.plain(`Its hash ${hash} is in the ledger.`),
        ink.plain(
          number === undefined
            ? 'Next: look at the change with git diff, commit it, then roster plan.'
            : `Next: merge request #${number}; roster review status tells when everything is gone.`,
        ),
        '',
      ].join('\n'),
  })
  return exit.done
}
