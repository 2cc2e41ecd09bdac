import type { Finding } from '../model/plan.ts'
import type { Ink } from './ink.ts'
import { padded } from './printable.ts'

const marks = { pass: 'ok', warn: 'warn', block: 'BLOCK' } as const

/** Gates and checks, worst first, each with what was measured and the limit. */
export function paintFindings(
  findings: readonly Finding[],
  { ink, everything }: { readonly ink: Ink; readonly everything: boolean },
): string[] {
  const order = { block: 0, warn: 1, pass: 2 } as const
  const sorted = findings.toSorted((a, b) => order[a.result] - order[b.result] || (nameOf(a) < nameOf(b) ? -1 : 1))
  const widest = Math.max(0, ...sorted.map((finding) => nameOf(finding).length))
  return sorted.flatMap((finding) => paintOne(everything ? finding : firstLine(finding), widest, ink))
}

/** A bug says where it happened, line by line; that is for those who ask for everything. */
function firstLine(finding: Finding): Finding {
  const [first = '', ...others] = finding.message.split('\n')
  return others.length === 0 ? finding : { ...finding, message: `${first} (--verbose shows where)` }
}

function paintOne(finding: Finding, widest: number, ink: Ink): string[] {
  const mark = padded(marks[finding.result], 5)
  const painted =
    finding.result === 'block' ? ink.remove(mark) : finding.result === 'warn' ? ink.warn(mark) : ink.good(mark)
  // Amounts are hundredths: the gate's own words have them as money.
  const figures =
    finding.measured === undefined || finding.gate === 'cost'
      ? ''
      : `measured ${finding.measured}${finding.limit === undefined ? '' : `, limit ${finding.limit}`}. `
  const { acknowledgedBy } = finding
  // The gate's own words mostly name the acknowledgement; twice is too often.
  const isTold = acknowledgedBy === undefined || finding.message.includes(`(${acknowledgedBy})`)
  const lifted = isTold ? '' : ` (acknowledged by ${acknowledgedBy})`
  return [`    ${painted}  ${padded(nameOf(finding), widest)}  ${ink.plain(`${figures}${finding.message}${lifted}`)}`]
}

function nameOf(finding: Finding): string {
  return finding.gate ?? finding.slug
}
