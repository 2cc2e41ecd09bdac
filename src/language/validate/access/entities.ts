import type { Entity } from '../../../generated/entities.ts'
import type { Platform } from '../../../generated/platform.ts'
import type { Written } from '../../load/source.ts'
import { fold } from '../fold.ts'
import { nearestOf } from '../known-name.ts'
import { capital } from '../names-in-messages.ts'
import { an, seen } from '../problem.ts'
import type { Findings, Spot, World } from '../world.ts'
import { below } from '../world.ts'
import { platformAt } from './catalogue.ts'
import { checkEntityNamed } from './entity-named.ts'

/**
 * The things that access is scoped to: their kinds, what they lie in, what they are connected with. Nothing lies in
 * itself: each kind lies in one other, and kinds are in no circle.
 */
export function checkEntities(world: World, findings: Findings): void {
  if (world.entities.size === 0) return
  const rules = new Map<string, Platform | undefined>()
  const names = new Map<string, string>()
  for (const [id, written] of world.entities) {
    const { file, spec } = written
    const spot = { file, path: [id] }
    if (!rules.has(spec.platform)) {
      rules.set(spec.platform, platformAt({ world, findings, spot: below(spot, 'platform'), id: spec.platform }))
    } else if (!world.platforms.ids.includes(spec.platform)) {
      platformAt({ world, findings, spot: below(spot, 'platform'), id: spec.platform })
    }
    const platform = rules.get(spec.platform)
    if (platform !== undefined) checkKind({ world, findings, spot, entity: spec, platform })
    spec.links?.forEach(({ to }, at) =>
      checkLink({ world, findings, spot: below(spot, 'links', at, 'to'), id, spec, to }),
    )
    if (spec.tenant !== undefined) checkTenant(world, below(spot, 'tenant'), spec.tenant, findings)
    checkName([id, written], names, findings)
  }
}

interface Kinded {
  readonly world: World
  readonly findings: Findings
  readonly spot: Spot
  readonly entity: Entity
  readonly platform: Platform
}

function checkKind(kinded: Kinded): void {
  const { findings, spot, entity, platform } = kinded
  const kind = platform.entityKinds?.[entity.kind]
  if (kind === undefined || kind.people === true) return unknownKind(kinded)
  if (entity.tags !== undefined && kind.tagged !== true) {
    findings.mistake(below(spot, 'tags'), {
      target: 'key',
      slug: 'not-tagged',
      message: `${capital(an(entity.kind))} of ${platform.name} bears no tags.`,
      fix: 'Remove `tags`.',
    })
  }
  if (entity.inside !== undefined) checkInside(kinded, entity.inside, kind.inside)
}

function unknownKind({ findings, spot, entity, platform }: Kinded): void {
  const isPeople = platform.entityKinds?.[entity.kind]?.people === true
  const kinds = Object.entries(platform.entityKinds ?? {}).filter(([, { people }]) => people !== true)
  const names = kinds.map(([id]) => id)
  findings.mistake(below(spot, 'kind'), {
    slug: 'unknown-kind',
    message: `\`${entity.kind}\` is not a kind of entity ${isPeople ? 'that is declared: it is the people of the tenant' : `of ${platform.name}`}.`,
    fix: () => nearestOf(entity.kind, names),
  })
}

function checkInside({ world, findings, spot, entity, platform }: Kinded, id: string, kind: string | undefined): void {
  const place = below(spot, 'inside')
  if (kind !== undefined) {
    checkEntityNamed({ world, findings, spot: place, id, platformId: entity.platform, kinds: [kind] })
    return
  }
  findings.mistake(place, {
    slug: 'wrong-kind',
    message: `${capital(an(entity.kind))} of ${platform.name} lies in nothing.`,
    fix: 'Remove `inside`.',
  })
}

interface Linking {
  readonly world: World
  readonly findings: Findings
  readonly spot: Spot
  readonly id: string
  readonly spec: Entity
  readonly to: string
}

function checkLink({ world, findings, spot, id, spec, to }: Linking): void {
  if (to !== id) return checkEntityNamed({ world, findings, spot, id: to, platformId: spec.platform })
  findings.mistake(spot, {
    slug: 'self-reference',
    message: `\`${id}\` is connected with itself.`,
    fix: 'Name another entity, or remove the link.',
  })
}

function checkTenant(world: World, spot: Spot, tenant: string, findings: Findings): void {
  const children = world.family.children()
  if (children.has(tenant)) return
  findings.mistake(spot, {
    slug: 'not-a-child',
    message: `\`${tenant}\` is not a tenant that names \`${world.id}\` as its parent.`,
    fix: () => nearestOf(tenant, [...children]),
  })
}

/** People choose entities by name; two of one kind and name are told apart by nobody. */
function checkName(
  [id, { file, spec }]: readonly [string, Written<Entity>],
  names: Map<string, string>,
  { mistake }: Findings,
): void {
  const key = `${spec.platform}/${spec.kind}/${fold(spec.name)}`
  const other = names.get(key)
  if (other === undefined) names.set(key, id)
  else {
    mistake(
      { file, path: [id, 'name'] },
      {
        slug: 'duplicate-entity-name',
        severity: 'warning',
        message: `The ${spec.kind} \`${other}\` has the name ${seen(spec.name)} too.`,
        fix: 'Give one of the two another, so that people can tell them apart.',
      },
    )
  }
}
