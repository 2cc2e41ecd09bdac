import type { Plan } from '../../model/plan.ts'
import { count } from '../count.ts'
import { sentence, value } from '../markdown.ts'
import type { Outline } from '../outline.ts'
import { chargeInWords } from '../seat-lines.ts'
import { moneyMore, totals } from '../money.ts'
import { section } from './pieces.ts'

/** Paid seats and licences, what they cost now and each cycle; shortened to the sums. */
export function money(
  outline: Outline,
  { everything, namesTenant }: { readonly everything: boolean; readonly namesTenant: boolean },
): readonly string[] {
  const { tenants, plan } = outline
  const paragraphs = tenants.flatMap(({ tenant: { tenant }, seats }) => seats.map((seat) => ({ tenant, seat })))
  if (!everything) return section('Seats and money', sums(plan, paragraphs.length))
  return section(
    'Seats and money',
    paragraphs.flatMap(({ tenant, seat: { words, notes } }) => [
      `- ${namesTenant ? `${value(tenant)}: ` : ''}${sentence(words)}`,
      ...notes.map(({ text, warns }) => `  - ${warns ? '**look:** ' : ''}${sentence(text)}`),
    ]),
  )
}

function sums({ seats }: Plan, pools: number): readonly string[] {
  if (pools === 0) return []
  const charge = chargeInWords(seats)
  const more = totals(
    seats.map(({ currency, recurringMinor: after, recurringBeforeMinor: before }) => ({
      currency,
      minor: after === null || before === null ? null : after - before,
    })),
  ).flatMap(({ currency, minor }) => (minor === 0 ? [] : [`${moneyMore(minor, currency)} each cycle`]))
  const drift = seats.filter((line) => line.drift !== undefined).length
  return [
    `- ${[`${count(pools, 'contract')} with something new`, ...(charge === undefined ? [] : [charge]), ...more].map(sentence).join(' · ')}`,
    ...(drift === 0
      ? []
      : [
          `- **look:** in ${count(drift, 'contract')} the platform shows something else than the ledger; nothing is bought there`,
        ]),
  ]
}
