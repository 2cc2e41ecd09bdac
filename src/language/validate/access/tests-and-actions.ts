import type { Action } from '../../../generated/actions.ts'
import { checkName } from '../known-name.ts'
import { allOf, oneOf } from '../problem.ts'
import { checkSelection } from '../selection.ts'
import type { Findings, Spot, World } from '../world.ts'
import { below } from '../world.ts'
import { checkLevel, keyAt, platformAt } from './catalogue.ts'
import { checkEntityNamed } from './entity-named.ts'
import type { SubscriptionOf } from './subscription-of.ts'
import { unknownSubscription } from './tenant-access.ts'

/** What must be true of somebody's access: said of something that exists, in one way. */
export function checkTests(world: World, findings: Findings): void {
  for (const [id, { file, spec }] of world.tests) {
    const spot = { file, path: [id] }
    const said = (['is', 'atMost', 'atLeast'] as const).filter((one) => spec[one] !== undefined)
    if (said.length !== 1) {
      findings.mistake(spot, {
        target: 'key',
        slug: 'only-one',
        message: `\`${id}\` asks for ${said.length === 0 ? 'no level' : `${said.length} levels (${said.join(', ')})`}.`,
        fix: 'Write one of `is`, `atMost` and `atLeast`.',
      })
    }
    findings.refer('users', spec.user, spot, 'user')
    const platform = platformAt({ world, findings, spot: below(spot, 'platform'), id: spec.platform })
    if (platform === undefined) continue
    const { permission: key, entity } = spec
    if (entity !== undefined) {
      checkEntityNamed({ world, findings, spot: below(spot, 'entity'), id: entity, platformId: spec.platform })
    }
    const known = keyAt({ findings, spot: below(spot, 'permission'), platform, key })
    if (known === undefined) continue
    for (const one of said) {
      const level = spec[one]
      if (level !== undefined) checkLevel({ findings, spot: below(spot, one), platform, key, level })
    }
    if (entity !== undefined || (known.scoped ?? 'everywhere') === 'everywhere') continue
    findings.mistake(spot, {
      target: 'key',
      slug: 'entity-missing',
      message: `\`${key}\` holds on some entities only, and \`${id}\` does not say on which it is to be judged.`,
      fix: 'Add `entity:`.',
    })
  }
}

/** What is done once: for people who are there, where it can be done. */
export function checkActions(
  world: World,
  findings: Findings,
  subscriptions: ReadonlyMap<string, SubscriptionOf>,
): void {
  for (const [id, { file, spec }] of world.actions) {
    const spot = { file, path: [id] }
    checkSelection({ world, findings, spot: below(spot, 'select'), select: spec.select })
    if (spec.directory !== undefined) {
      const names = Object.keys(world.tenant?.spec.directories ?? {})
      checkName({ findings, spot: below(spot, 'directory'), what: 'directory', name: spec.directory, names })
    }
    if (spec.do === 'notify' && spec.message === undefined) {
      findings.mistake(spot, {
        target: 'key',
        slug: 'required-property',
        message: `\`message\` is missing: \`${id}\` tells people something, and does not say what.`,
        fix: 'Add `message:`.',
      })
    }
    if (spec.subscription !== undefined) checkDoable({ world, findings, spot, action: spec }, subscriptions)
  }
}

interface Doing {
  readonly world: World
  readonly findings: Findings
  readonly spot: Spot
  readonly action: Action
}

function checkDoable(
  { world, findings, spot, action }: Doing,
  subscriptions: ReadonlyMap<string, SubscriptionOf>,
): void {
  const { subscription = '', do: wanted } = action
  const place = below(spot, 'subscription')
  const platform = subscriptions.get(subscription)?.platform
  const can = platform?.capabilities?.actions ?? []
  if (world.tenant !== undefined && world.tenant.spec.subscriptions?.[subscription] === undefined) {
    unknownSubscription(place, subscription, { tenant: world.tenant.spec, findings })
  } else if (platform !== undefined && !can.includes(wanted)) {
    findings.mistake(place, {
      slug: 'capability',
      message: `${platform.name} cannot do \`${wanted}\`.`,
      fix: can.length === 0 ? 'Remove the action: nothing is done there once.' : `It can do ${oneOf(can)}.`,
    })
  }
}

/** Leave for one gate, one finding or one effect; how many is said where things are counted. */
export function checkAcknowledgements(world: World, findings: Findings): void {
  for (const [id, { file, spec }] of world.acknowledgements) {
    const spot = { file, path: [id] }
    const said = (['gate', 'lint', 'effect'] as const).filter((one) => spec[one] !== undefined)
    if (said.length !== 1) {
      findings.mistake(spot, {
        target: 'key',
        slug: 'only-one',
        message: `\`${id}\` is leave for ${said.length === 0 ? 'nothing' : allOf(said)}, and is to be leave for one thing.`,
        fix: 'Write one of `gate`, `lint` and `effect`; for two make two entries.',
      })
    } else if (spec.gate !== undefined && spec.max === undefined) {
      findings.mistake(spot, {
        target: 'key',
        slug: 'required-property',
        message: `\`max\` is missing: the gate \`${spec.gate}\` counts, and nothing says how many may pass.`,
        fix: 'Add `max:`, with the number that the plan shows.',
      })
    }
  }
}
