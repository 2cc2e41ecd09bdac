import type { AccountType, Platform } from '../../../generated/platform.ts'
import type { Subscription } from '../../../generated/tenant.ts'
import { allOf } from '../problem.ts'
import { below } from '../world.ts'
import type { RuledSubscription } from './subscriptions.ts'

/** What a contract says of its paid seats: that there are any, since when they are charged, and how many may be bought. */
export function checkSeats(ruled: RuledSubscription): void {
  checkBilling(ruled)
  const { findings, spot, id, settings, platform } = ruled
  const { seats, billing } = settings
  if (seats === undefined) return
  const place = below(spot, 'seats')
  const fault = (slug: 'seats-unused' | 'required-property', message: string, fix: string): void =>
    findings.mistake(place, {
      target: 'key',
      slug,
      message,
      fix,
      severity: slug === 'seats-unused' ? 'warning' : 'error',
    })
  if (!Object.values(platform.accountTypes ?? {}).some(takesSeat)) {
    fault(
      'seats-unused',
      `No account on ${platform.name} takes a paid seat, so there is nothing to count.`,
      'Remove `seats`.',
    )
    return
  }
  if (seats.purchased === undefined) {
    fault(
      'required-property',
      `\`purchased\` is missing in \`seats\`: nothing says how many seats of \`${id}\` are paid.`,
      'Add `purchased:`, with the number that the platform shows, for example `purchased: 12`.',
    )
  }
  if (billing?.anchor === undefined) {
    fault(
      'required-property',
      `\`billing.anchor\` is missing in \`${id}\`: what a seat costs depends on the day of the cycle it is bought on, and nothing says when cycles begin.`,
      'Add a day on which one began (the first day of an invoice), for example `billing: { anchor: 2026-11-01 }`; the 31st is the last day of shorter months.',
    )
  }
  checkAutoPurchase(ruled)
}

/** Whether an account of this sort takes a paid seat. */
export function takesSeat({ seats = 0 }: AccountType): boolean {
  return seats > 0
}

function checkAutoPurchase({ findings, spot, settings }: RuledSubscription): void {
  const { autoPurchase } = settings.seats ?? {}
  if (autoPurchase?.upTo === undefined || autoPurchase.unlimited === undefined) return
  findings.mistake(below(spot, 'seats', 'autoPurchase'), {
    target: 'key',
    slug: 'only-one',
    message: `\`autoPurchase\` says \`upTo: ${autoPurchase.upTo}\` and \`unlimited: true\`: one is a limit, the other none.`,
    fix: 'Keep `upTo` (0: nothing is bought unasked), or `unlimited: true`.',
  })
}

/** How it is paid: cycles and terms that the platform sells. What is not said is a month, and the first of its terms. */
function checkBilling({ findings, spot, settings, platform }: RuledSubscription): void {
  const { billing } = settings
  if (billing === undefined) return
  const { cycle, term } = usualBilling(platform, billing)
  for (const [word, value, sold = []] of [
    ['cycle', cycle, platform.billing?.cycles],
    ['term', term, platform.billing?.terms],
  ] as const) {
    if (sold.length === 0 || sold.includes(value)) continue
    const said = billing[word] !== undefined
    findings.mistake(said ? below(spot, 'billing', word) : below(spot, 'billing'), {
      target: said ? 'value' : 'key',
      slug: 'not-offered',
      message: `${platform.name} has no ${word} \`${value}\`${said ? '' : ', which it is where nothing is said'}.`,
      fix: `It has ${allOf(sold)}: write \`${word}: ${sold[0]}\`.`,
    })
  }
}

/** How a contract is paid, with what holds where it says nothing. */
export function usualBilling(
  platform: Platform,
  billing: Subscription['billing'] = {},
): { readonly cycle: 'monthly' | 'annual'; readonly term: 'monthly' | 'annual' } {
  return { cycle: billing.cycle ?? 'monthly', term: billing.term ?? platform.billing?.terms?.[0] ?? 'annual' }
}
