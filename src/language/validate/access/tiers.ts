import type { Platform } from '../../../generated/platform.ts'
import type { Subscription } from '../../../generated/tenant.ts'
import { amountOf, minorOf } from '../../../model/money.ts'
import { nearestOf } from '../known-name.ts'
import type { Findings, Spot } from '../world.ts'
import { below } from '../world.ts'
import { editionOf, hasFeature } from './features.ts'
import { usualBilling } from './seats.ts'
import type { RuledSubscription } from './subscriptions.ts'

/** Edition, tier, features and add-ons: what the platform sells, and in which tier. */
export function checkOffer(ruled: RuledSubscription): void {
  const { findings, spot, settings, platform, world } = ruled
  const said = (name: string, place: Spot, names: readonly string[], what: string, where = ''): boolean => {
    if (names.includes(name)) return true
    findings.mistake(place, {
      slug: 'not-offered',
      message: `${platform.name} has no ${what} \`${name}\`${where}.`,
      fix: () => nearestOf(name, names),
    })
    return false
  }
  const editions = platform.editions ?? {}
  const edition = settings.edition
  if (edition !== undefined && !said(edition, below(spot, 'edition'), Object.keys(editions), 'edition')) return
  const tiers = edition === undefined ? Object.values(editions).flat() : (editions[edition] ?? [])
  const where = edition === undefined ? '' : ` in the edition \`${edition}\``
  if (settings.tier !== undefined && !said(settings.tier, below(spot, 'tier'), tiers, 'tier', where)) return
  for (const [at, feature] of (settings.features ?? []).entries()) {
    const place = below(spot, 'features', at)
    if (said(feature, place, Object.keys(platform.tierGates ?? {}), 'feature')) {
      checkTier({ findings, spot: place, platform, contract: settings, feature, today: world.today })
    }
  }
  const addons = [...new Set((platform.prices ?? []).flatMap((list) => Object.keys(list.addons ?? {})))]
  settings.addons?.forEach((name, at) => void said(name, below(spot, 'addons', at), addons, 'add-on'))
}

interface Gated {
  readonly findings: Findings
  readonly spot: Spot
  readonly platform: Platform
  readonly contract: Subscription
  readonly feature: string
  readonly today: string | undefined
}

/** Whether the contract is of a tier that has a feature. Where the platform takes another way below that tier, nothing is wrong. */
export function checkTier({ findings, spot, platform, contract, feature, today }: Gated): void {
  const gate = platform.tierGates?.[feature]
  if (gate === undefined || gate['otherwise'] === 'fallback') return
  const found = hasFeature(platform, contract, feature)
  if (found === 'yes') return
  const { tier } = contract
  const edition = editionOf(platform, contract)
  const needed = edition === undefined ? undefined : gate[edition]
  const has = tier === undefined ? 'the subscription names no tier' : `the subscription has ${tier}`
  const price =
    needed === undefined || edition === undefined ? '' : dearer(platform, contract, { edition, needed, today })
  findings.mistake(spot, {
    slug: 'tier-too-low',
    message: `\`${feature}\` of ${platform.name} needs the tier ${found.needed}; ${has}.${price}`,
    fix:
      needed === undefined
        ? `Write the edition and the tier of the contract, or do without \`${feature}\`.`
        : `Change the contract and write \`tier: ${needed}\`, or do without \`${feature}\`.`,
  })
}

interface Wanted {
  readonly edition: string
  readonly needed: string
  readonly today: string | undefined
}

/** What the needed tier costs more, a seat; that it is not priced, where it is not. */
function dearer(platform: Platform, { tier, billing }: Subscription, { edition, needed, today }: Wanted): string {
  const begun = (platform.prices ?? []).filter(({ from }) => today === undefined || from <= today)
  const list = begun.at(-1)
  const { term } = usualBilling(platform, billing)
  const amount = (name: string | undefined): number | undefined => {
    const price = list?.seats?.find((seat) => seat.edition === edition && seat.tier === name)?.[term]
    return price === undefined ? undefined : minorOf(price)
  }
  const agreed = billing?.price === undefined ? undefined : minorOf(billing.price)
  const [now, then] = [agreed ?? amount(tier), amount(needed)]
  if (list === undefined) return ''
  if (now === undefined || then === undefined)
    return ` What it costs more is not known: ${then === undefined ? needed : (tier ?? 'the present tier')} is not priced.`
  return ` It costs ${amountOf(Math.abs(then - now))} ${list.currency} ${then < now ? 'less' : 'more'} a seat and ${list.per}.`
}
