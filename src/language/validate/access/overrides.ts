import type { Override } from '../../../generated/users.ts'
import type { Findings, Spot, World } from '../world.ts'
import { below } from '../world.ts'
import type { AccountOf } from './account-of.ts'
import { checkLevel, keyAt, platformAt } from './catalogue.ts'

interface Overriding {
  readonly world: World
  readonly findings: Findings
  /** The person. */
  readonly spot: Spot
  readonly overrides: readonly Override[]
  readonly accounts: readonly AccountOf[]
}

/** Single permissions apart from what roles give: grants end, and none asks for what the platform does anyway. */
export function checkOverrides({ world, findings, spot, overrides, accounts }: Overriding): void {
  for (const [at, override] of overrides.entries()) {
    const place = below(spot, 'overrides', at)
    const { platform: id, permission, level } = override
    const platform = platformAt({ world, findings, spot: below(place, 'platform'), id })
    if (platform === undefined) continue
    const key = keyAt({ findings, spot: below(place, 'permission'), platform, key: permission })
    if (key !== undefined) checkLevel({ findings, spot: below(place, 'level'), platform, key: permission, level })
    const there = accounts.filter(({ on }) => on.platformId === id)
    if (there.length === 0) {
      findings.mistake(below(place, 'platform'), {
        slug: 'override-without-account',
        message: `\`${spot.path[0]}\` has no account on \`${id}\`, so there is nothing to override.`,
        fix: 'Add the account below `platforms`, or remove the override.',
      })
    }
    checkEnd(world, findings, place, override)
    for (const account of there) checkForced(account, place, override, findings)
  }
}

function checkEnd({ today }: World, { mistake }: Findings, spot: Spot, { level, expires, permission }: Override): void {
  if (level !== 'none' && expires === undefined) {
    mistake(spot, {
      target: 'key',
      slug: 'override-without-end',
      message: `\`${permission}: ${level}\` grants something beyond the role, and has no end.`,
      fix: 'Add `expires:`, the last day; for good, change the role.',
    })
  }
  if (expires === undefined || today === undefined || expires >= today) return
  mistake(below(spot, 'expires'), {
    slug: 'override-expired',
    severity: 'warning',
    message: `The override of \`${permission}\` ended on ${expires}, and does nothing any more.`,
    fix: 'Remove it.',
  })
}

function checkForced(
  { on, roles }: AccountOf,
  spot: Spot,
  { permission, level }: Override,
  { mistake }: Findings,
): void {
  for (const id of roles) {
    const { forced, instead, name } = on.platform.builtInRoles?.[id] ?? {}
    const always = forced?.[permission]
    if (always === undefined || always === level) continue
    mistake(below(spot, 'level'), {
      slug: 'forced-permission',
      message: `On ${on.platform.name} \`${permission}\` is always ${always} for whoever is ${name}.`,
      fix: `Remove the override${instead === undefined ? '' : `; instead, give ${instead}`}.`,
    })
  }
}
