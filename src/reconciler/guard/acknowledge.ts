import type { Acknowledgement, GateName } from '../../model/gate.ts'
import type { Finding } from '../../model/plan.ts'

const longest = 72 * 3_600_000

/** Whether an acknowledgement counts at this moment: not expired, and not given for longer than 72 hours ahead. */
export function counts(acknowledgement: Acknowledgement, asOf: Date): boolean {
  const left = Date.parse(acknowledgement.expires) - asOf.getTime()
  return left > 0 && left <= longest
}

/** Whether an acknowledgement of the workspace lifts a gate at this measured value. */
export type Lifted = (gate: GateName, measured: number) => boolean

/** What the acknowledgements of a workspace lift at this moment. */
export function liftedBy(acknowledgements: readonly Acknowledgement[], asOf: Date): Lifted {
  return (gate, measured) =>
    acknowledgements.some((each) => each.gate === gate && counts(each, asOf) && measured <= (each.max ?? Infinity))
}

/** The acknowledgement that lets an effect of a platform happen (`effect: personalReports`); nothing where there is none that counts. */
export function effectAllowed(
  acknowledgements: readonly Acknowledgement[],
  effect: string,
  asOf: Date,
): Acknowledgement | undefined {
  return acknowledgements.find((each) => each.effect === effect && counts(each, asOf))
}

/** What a gate found, and what to do about it, which is said only where the gate holds. */
export interface Judgement extends Finding {
  readonly advice?: string
  /** Whether an acknowledgement may name it by its slug (`lint`). */
  readonly lint?: true
}

/** Lifts a finding that blocks, where a valid acknowledgement names its gate or its slug and covers what was measured. */
export function acknowledged(
  { advice, lint, ...finding }: Judgement,
  acknowledgements: readonly Acknowledgement[],
  asOf: Date,
): Finding {
  if (finding.result !== 'block' || (finding.gate === undefined && lint === undefined)) return told(finding, advice)
  const { measured = 0, gate, slug } = finding
  const names = (each: Acknowledgement): boolean => (gate === undefined ? each.lint === slug : each.gate === gate)
  const lifting = acknowledgements.find(
    (each) => names(each) && counts(each, asOf) && measured <= (each.max ?? Infinity),
  )
  if (lifting === undefined) return told(finding, advice)
  return {
    ...told(finding, `Acknowledged by ${lifting.approver} (${lifting.id}): ${lifting.reason}`),
    result: 'warn',
    acknowledgedBy: lifting.id,
  }
}

function told(finding: Finding, more: string | undefined): Finding {
  return more === undefined ? finding : { ...finding, message: `${finding.message} ${more}` }
}

/** Acknowledgements that do nothing, and why: the reader of a plan must know. */
export function idleAcknowledgements(
  tenant: string,
  acknowledgements: readonly Acknowledgement[],
  asOf: Date,
): readonly Finding[] {
  return acknowledgements
    .filter((each) => !counts(each, asOf))
    .map((each) => {
      const over = Date.parse(each.expires) <= asOf.getTime()
      const message = over
        ? `the acknowledgement ${each.id} expired at ${each.expires} and lifts nothing; remove it`
        : `the acknowledgement ${each.id} lasts longer than 72 hours from now (${each.expires}) and lifts nothing; bring its end nearer`
      return {
        slug: over ? 'acknowledgement-expired' : 'acknowledgement-too-long',
        scope: tenant,
        result: 'warn' as const,
        message,
      }
    })
}
