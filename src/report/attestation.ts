import type { AttestReport, AttestedStep } from '../reconciler/run.ts'
import { dayForPeople } from './days.ts'
import type { Ink } from './ink.ts'
import { observeCommand } from './work-order.ts'

/** What became of an attestation, as a document. */
export function attestDocument(report: AttestReport): object {
  return { formatVersion: '1.0', kind: 'attestation', ...report }
}

/** The same for people. */
export function paintAttestation({ tenant, order, held, steps, head, exitCode }: AttestReport, ink: Ink): string {
  const place = `${ink.strong(`${tenant} ${order}`)} ${ink.faint(`(exit ${exitCode})`)}`
  const refused = held === undefined ? [] : [`  ${ink.warn('held:')} ${ink.plain(held)}`]
  const next = steps.some(({ verify, outcome }) => verify === 'export' && outcome === 'attested')
    ? [
        ink.plain(
          `Next: export the list of the platform, and read it: ${observeCommand(tenant, order, { seats: false })} (with --purchased, where the number of seats changed). Then it is verified.`,
        ),
      ]
    : []
  return [
    place,
    ...refused,
    ...steps.map((step) => `  ${stepLine(step, ink)}`),
    ...(head === undefined ? [] : [`  ${ink.faint(`ledger head ${head}`)}`]),
    ...next,
    '',
  ].join('\n')
}

function stepLine({ step, title, outcome, by, on }: AttestedStep, ink: Ink): string {
  const word = outcome === 'attested' ? ink.good('attested') : ink.faint('attested already')
  return `${word} ${ink.plain(`step ${step}: ${title} (${by}, ${dayForPeople(on)})`)}`
}
