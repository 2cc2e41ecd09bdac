import type { Platform } from '../../../generated/platform.ts'
import type { Subscription, Tenant } from '../../../generated/tenant.ts'
import { nearestOf } from '../known-name.ts'
import type { Mistake } from '../problem.ts'
import { oneOf } from '../problem.ts'
import type { Findings, Spot, World } from '../world.ts'
import { below } from '../world.ts'
import { checkBuiltInScopes } from './built-in-scopes.ts'
import { platformAt } from './catalogue.ts'
import { checkDelivery } from './delivery.ts'
import { checkEntityNamed } from './entity-named.ts'
import { roleAt } from './known-role.ts'
import { checkSeats } from './seats.ts'
import { contractOf } from './subscription-of.ts'
import { checkOffer, checkTier } from './tiers.ts'

/** A subscription, and where it stands in tenant.yaml. */
export interface RuledSubscription {
  readonly world: World
  readonly findings: Findings
  readonly spot: Spot
  readonly id: string
  readonly settings: Subscription
  /** The contract: its own settings, or those of the parent. */
  readonly contract: Subscription
  readonly platformId: string
  readonly platform: Platform
}

/** The contracts of a tenant: the platform can do what each asks for. */
export function checkSubscriptions(world: World, findings: Findings): void {
  if (world.tenant === undefined) return
  const { file, spec } = world.tenant
  for (const [id, settings] of Object.entries(spec.subscriptions ?? {})) {
    const spot = { file, path: ['subscriptions', id] }
    checkId({ spot, id, tenant: spec, findings })
    const contract = settings.from === 'parent' ? parentContract({ world, spot, id, settings, findings }) : settings
    if (contract === undefined) continue
    const platformId = contract.platform
    if (platformId === undefined) {
      if (settings.from === undefined) noPlatform(spot, world, findings)
      continue
    }
    const own = below(spot, settings.from === 'parent' ? 'from' : 'platform')
    const platform = platformAt({ world, findings, spot: own, id: platformId })
    if (platform === undefined) continue
    const ruled = { world, findings, spot, id, settings, contract, platformId, platform }
    checkAskedByPolicy(ruled)
    if (settings.from === undefined) {
      checkOffer(ruled)
      checkSeats(ruled)
      checkBuiltInScopes(ruled)
    } else checkEntity(ruled)
    checkDelivery(ruled)
    checkAbilities(ruled)
    checkOperator(ruled)
  }
}

interface Identified {
  readonly spot: Spot
  readonly id: string
  readonly tenant: Tenant
  readonly findings: Findings
}

function checkId({ spot, id, tenant, findings }: Identified): void {
  if (tenant.directories?.[id] === undefined) return
  findings.mistake(spot, {
    target: 'key',
    slug: 'duplicate-id',
    message: `\`${id}\` is the id of a directory already; addresses in a plan could not tell the two apart.`,
    fix: 'Give one of the two another id.',
  })
}

function noPlatform(spot: Spot, world: World, { mistake }: Findings): void {
  mistake(spot, {
    target: 'key',
    slug: 'required-property',
    message: `\`platform\` is missing in \`${spot.path.at(-1)}\`.`,
    fix: `Add \`platform:\` (${world.platforms.ids.join(', ')}), or \`from: parent\`.`,
  })
}

interface OfParent {
  readonly world: World
  readonly spot: Spot
  readonly id: string
  readonly settings: Subscription
  readonly findings: Findings
}

/** What the parent's contract says, a customer cannot say again. */
const ofContract = ['platform', 'edition', 'tier', 'features', 'addons', 'billing', 'seats', 'scopes'] as const

function parentContract({ world, spot, id, settings, findings }: OfParent): Subscription | undefined {
  for (const name of ofContract) {
    if (settings[name] === undefined) continue
    findings.mistake(below(spot, name), {
      target: 'key',
      slug: 'only-one',
      message: `The parent has the contract of \`${id}\`, which says \`${name}\` already.`,
      fix: `Remove \`${name}\`, or \`from: parent\`.`,
    })
  }
  if (world.tenant?.spec.parent !== undefined && world.parent === undefined) return undefined
  const contract = contractOf(world.parent?.spec, id)
  if (contract === undefined) findings.mistake(below(spot, 'from'), noContract(world, id))
  return contract
}

function noContract({ tenant, parent }: World, id: string): Mistake {
  const name = tenant?.spec.parent
  if (name === undefined) {
    const fix = 'Add `parent:` at the top of tenant.yaml, or write the contract here.'
    return { slug: 'unknown-subscription', message: 'The tenant has no parent that could have the contract.', fix }
  }
  const own = Object.entries(parent?.spec.subscriptions ?? {}).filter(([, { from }]) => from === undefined)
  return {
    slug: 'unknown-subscription',
    message: `The parent \`${name}\` has no contract \`${id}\`.`,
    fix: () =>
      nearestOf(
        id,
        own.map(([one]) => one),
      ),
  }
}

/** The entity of the parent that this tenant is there: the one property besides the contract that looks up to the parent. */
function checkEntity({ world, findings, spot, settings, platformId }: RuledSubscription): void {
  if (settings.entity === undefined) return
  const entities = world.family.entitiesOfParent()
  checkEntityNamed({
    world: { ...world, entities },
    findings: { ...findings, refer: () => noEntity(below(spot, 'entity'), settings.entity ?? '', findings) },
    spot: below(spot, 'entity'),
    id: settings.entity,
    platformId,
  })
  const tenant = entities.get(settings.entity)?.spec.tenant
  if (tenant === undefined || tenant === world.id) return
  findings.mistake(below(spot, 'entity'), {
    slug: 'cross-tenant',
    message: `\`${settings.entity}\` is the entity of another tenant.`,
    fix: `Name the entity of the parent that says \`tenant: ${world.id}\`.`,
  })
}

function noEntity(spot: Spot, id: string, { mistake }: Findings): void {
  mistake(spot, {
    slug: 'unknown-entity',
    message: `The parent has no entity \`${id}\`.`,
    fix: 'Name an entity of the parent, or declare it in the entities.yaml of the parent.',
  })
}

/** Single sign-on that a policy requires has to be of the tier that is paid. */
function checkAskedByPolicy({ world, findings, spot, contract, platform }: RuledSubscription): void {
  const policy = world.policies.findLast(({ spec }) => spec.security?.sso?.required === true)
  if (policy === undefined) return
  const isOwn = policy.file.startsWith(`tenants/${world.id}/`)
  const place = isOwn ? { file: policy.file, path: ['security', 'sso', 'required'] } : spot
  checkTier({ findings, spot: place, platform, contract, feature: 'sso', today: world.today })
}

function checkAbilities({ findings, spot, settings, platform }: RuledSubscription): void {
  const { capabilities } = platform
  if (settings.domainJoin === true && capabilities?.domainJoin !== true) {
    findings.mistake(below(spot, 'domainJoin'), {
      slug: 'capability',
      message: `${platform.name} does not let people in by the domain of their address.`,
      fix: 'Remove the line; declare the people who are to have an account.',
    })
  }
  const { bulk } = settings
  if (bulk === undefined) return
  const types = Object.entries(capabilities?.create ?? {}).filter(([, ways]) => ways.includes(bulk))
  if (types.length > 0) return
  const ways = new Set(Object.values(capabilities?.create ?? {}).flat())
  findings.mistake(below(spot, 'bulk'), {
    slug: 'capability',
    message: `${platform.name} makes no sort of account by \`${bulk}\`.`,
    fix: `Remove the line; it can do ${oneOf([...ways])}.`,
  })
}

function checkOperator({ world, findings, spot, settings, platformId, platform }: RuledSubscription): void {
  if (settings.operator !== undefined) findings.refer('users', settings.operator, spot, 'operator')
  const id = settings.operatorRole
  if (id === undefined) return
  const place = below(spot, 'operatorRole')
  const asked = [...new Set(Object.values(platform.capabilities?.operator ?? {}))]
  if (roleAt({ world, findings, spot: place, platformId, platform, id }) === undefined) return
  if (asked.length === 0 || asked.includes(id)) return
  findings.mistake(place, {
    slug: 'operator-role',
    severity: 'warning',
    message: `On ${platform.name} only ${oneOf(asked)} may do all that has to be done, and whoever applies is \`${id}\`.`,
    fix: `Let somebody apply who is ${oneOf(asked)}, and write that here; until then such operations are blocked.`,
  })
}
